import { randomUUID } from "node:crypto";
import { parseKnowledge } from "@homeostat/core/autonomy";
import { defaultPolicy } from "@homeostat/core/journal";
import { maxMessageBytes } from "@homeostat/core/protocol";
import { parseSystem } from "@homeostat/core/system";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningServer, type ServerOptions, startServer } from "../main.ts";
import { TestBrowser, type TestBrowserOptions } from "../test-browser.fixture.ts";
import { testFolder } from "../test-folder.fixture.ts";

const model = parseSystem(`
name: Test bench
components:
  - { id: web, kind: gateway, loadRps: 20, mttfHours: 10000 }
  - { id: db, kind: database, mttfHours: 10000 }
dependencies:
  - { from: web, to: db }
`);

const held: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of held.splice(0).reverse()) await each();
});

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const folder = testFolder();
  held.push(() => folder[Symbol.dispose]());
  const server = await startServer({ model, directory: folder.path, tickMs: 40, logLevel: "silent", ...options });
  held.push(() => server.close());
  return server;
}

function open(server: { readonly url: string }, options?: TestBrowserOptions): TestBrowser {
  const browser = new TestBrowser(server.url, options);
  held.push(() => browser[Symbol.dispose]());
  return browser;
}

const crash = { kind: "injectFault", fault: { kind: "crash", component: "db" } } as const;

describe("the line to a browser", () => {
  it("sends one snapshot and then every entry; folding them gives the server's state to the last bit", async () => {
    const server = await start();
    const browser = open(server);
    await browser.connected();
    expect(browser.operator).toMatchObject({ name: expect.stringMatching(/^operator-[0-9a-f]{4}$/), role: "lead" });
    await browser.command(crash);
    await browser.until("ten entries came", () => browser.entries.length >= 10);
    expect(await browser.isLikeServer()).toBe(true);
    expect(browser).toMatchObject({ snapshots: 1, gaps: 0, repeats: 0, problems: [], people: 1 });
  });

  it("sends after an interruption what was missed, and nothing twice", async () => {
    const server = await start();
    const [away, present] = [open(server), open(server)];
    await Promise.all([away.connected(), present.connected()]);
    away.socket.io.engine.close();
    await away.until("the connection is gone", () => !away.socket.connected);
    await present.command(crash);
    await away.until("it is back", () => away.resumptions === 1);
    await away.until("it has seen the fault", () => away.entries.some(({ event }) => event.kind === "FaultInjected"));
    expect(await away.isLikeServer()).toBe(true);
    expect(away).toMatchObject({ snapshots: 1, gaps: 0, repeats: 0 });
  });

  it("sends a snapshot to whoever was away for long, or knows another journal", async () => {
    const server = await start({ tickMs: 8 });
    const browser = open(server);
    await browser.connected();
    browser.socket.disconnect();
    await browser.until("much has happened", () => server.journal.committed.seq > browser.state.seq + 420);
    browser.socket.connect();
    await browser.until("it is back", () => browser.snapshots === 2);
    browser.socket.disconnect();
    browser.journal = randomUUID();
    browser.socket.connect();
    await browser.until("it is back again", () => browser.snapshots === 3);
    expect(await browser.isLikeServer()).toBe(true);
    expect(browser).toMatchObject({ resumptions: 0, gaps: 0 });
  });

  it("holds back a browser that takes nothing in, and brings it back by a snapshot", async () => {
    const server = await start();
    const [slow, quick] = [open(server), open(server)];
    await Promise.all([slow.connected(), quick.connected()]);
    const { _socket: line } = (slow.socket.io.engine.transport as unknown as { ws: { _socket: NodeJS.ReadStream } }).ws;
    line.pause();
    const pausedAt = Date.now();
    // More than the buffers on the way take, and then the time after which it counts as stuck.
    const far = 9_000_000_000_000;
    const maintenanceWindows = Array.from({ length: 1_600 }, (_, i) => ({
      from: far,
      to: far + 1 + i,
      components: [],
    }));
    const policy = { ...defaultPolicy, maintenanceWindows };
    for (let sent = 0; sent < 64; ) {
      const { ok } = await quick.command({ kind: "setPolicy", policy });
      if (ok) sent++;
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const full = Date.now();
    await quick.until("the slow one is held back", () => Date.now() > full + 3_000);
    expect(quick.gaps).toBe(0);
    line.resume();
    // A line that was dead for ten seconds is ended, and resumes; one that was brought back in time had a snapshot.
    const isInTime = Date.now() - pausedAt < 9_000;
    await slow.until("it is brought back", () => slow.snapshots + slow.resumptions === 2);
    expect(slow.snapshots === 2 || !isInTime).toBe(true);
    expect(await slow.isLikeServer()).toBe(true);
  });

  it("carries a command out once, however often it is sent", async () => {
    const server = await start();
    const [one, other] = [open(server), open(server)];
    await Promise.all([one.connected(), other.connected()]);
    const id = randomUUID();
    const answers = await Promise.all([one.command(crash, id), one.command(crash, id), other.command(crash, id)]);
    answers.push(await other.command(crash, id));
    expect(answers[0]).toMatchObject({ ok: true });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await one.until("the fault is known", () => Object.keys(one.state.faults).length > 0);
    expect(one.entries.filter(({ event }) => event.kind === "FaultInjected").length).toBe(1);
  });

  it("clears a fault when its time is up, and all at once on request", async () => {
    const browser = open(await start());
    await browser.connected();
    const fault = { kind: "latency", component: "db" } as const;
    await browser.command({ kind: "injectFault", fault: { ...fault, durationMs: 150 } });
    await browser.command({ kind: "injectFault", fault });
    await browser.until("the first one is over", () =>
      browser.entries.some(({ event }) => event.kind === "FaultCleared" && event.by === "autopilot"),
    );
    expect(Object.keys(browser.state.faults).length).toBe(1);
    expect(await browser.command({ kind: "clearAllFaults" })).toMatchObject({ ok: true });
    expect(await browser.command({ kind: "clearAllFaults" })).toMatchObject({ ok: true });
    await browser.until("none is left", () => Object.keys(browser.state.faults).length === 0);
  });

  it("refuses what cannot be, in a sentence", async () => {
    const browser = open(await start());
    await browser.connected();
    const inject = (kind: "crash" | "qubit-error", component: string) =>
      browser.command({ kind: "injectFault", fault: { kind, component } });
    expect(await inject("crash", "nobody")).toMatchObject({ ok: false, refusal: "unknown-component" });
    expect(await inject("qubit-error", "db")).toMatchObject({ ok: false, refusal: "not-supported" });
    expect(await browser.command({ kind: "clearFault", fault: "x" })).toMatchObject({ refusal: "unknown-fault" });
    expect(await browser.command({ kind: "extend", proposal: "x" })).toMatchObject({ refusal: "unknown-proposal" });
  });
});

describe("what cannot be undone", () => {
  const knowledge = parseKnowledge(
    "solutions: [{ finding: replicas-down, action: roll-back, prior: { successes: 30, failures: 1 } }]",
  );
  const shop = parseSystem("name: Shop\ncomponents: [{ id: shop, kind: service, loadRps: 20, mttfHours: 10000 }]");

  it("is approved by nobody where one person with two browsers would look like two", async () => {
    const server = await start({ knowledge, model: shop });
    const browsers = [open(server), open(server)];
    await Promise.all(browsers.map((browser) => browser.connected()));
    await browsers[0]!.command({ kind: "injectFault", fault: { kind: "crash", component: "shop" } });
    const waiting = (browser: TestBrowser) =>
      Object.values(browser.state.proposals).find(
        ({ proposal, status }) => proposal.approvalsNeeded === 2 && status.kind === "waiting",
      );
    for (const browser of browsers) {
      await browser.until("it is proposed", () => waiting(browser) !== undefined);
      const { id: proposal, planHash, stateVersion, action } = waiting(browser)!.proposal;
      const approval = { kind: "approve", proposal, planHash, stateVersion, confirmation: action.component } as const;
      expect(await browser.command(approval)).toMatchObject({
        refusal: "operators-needed",
        message: expect.stringContaining("--operators FILE"),
      });
    }
    expect(browsers[0]!.entries.some(({ event }) => event.kind === "ProposalSeconded")).toBe(false);
  });
});

describe("who does not speak our language gets an answer and harms nobody", () => {
  it("a browser of another version", async () => {
    const browser = open(await start(), { version: 99 });
    await browser.until("it is told and let go", () => browser.problems.length > 0 && !browser.socket.connected);
    expect(browser.problems).toEqual(["version"]);
    expect(browser.snapshots).toBe(0);
  });

  it.each([
    ["from another origin", { origin: "http://evil.example" }],
    ["from the same name at another port", { origin: "http://127.0.0.1:1" }],
    ["without an origin", { origin: "" }],
  ])("a page %s", async (_, options) => {
    const browser = open(await start(), options);
    let isRefused = false;
    browser.socket.on("connect_error", () => {
      isRefused = true;
    });
    await browser.until("it is refused", () => isRefused);
    expect(browser.socket.connected).toBe(false);
  });

  it("junk, unknown, malformed and too large messages, and too many of them", async () => {
    const server = await start();
    const [rude, other] = [open(server), open(server)];
    await Promise.all([rude.connected(), other.connected()]);
    const anything = rude.socket as unknown as { emit(event: string, ...words: unknown[]): void };
    anything.emit("make-me-lead", { role: "lead" });
    anything.emit("command", { kind: "approve" });
    anything.emit("resume", 7);
    await rude.until("it is told", () => rude.problems.length === 3);
    expect(rude.problems.sort()).toEqual(["malformed", "malformed", "unknown-event"]);
    await rude.until("it is let go after a hello that is none", () => !rude.socket.connected);

    rude.socket.connect();
    await rude.until("it is back", () => rude.socket.connected);
    const command = (given: unknown) =>
      (rude.socket as unknown as { emitWithAck(event: string, word: unknown): Promise<unknown> }).emitWithAck(
        "command",
        given,
      );
    for (const given of [
      null,
      1,
      "x",
      [],
      {},
      { kind: "approve", id: "no" },
      { kind: "__proto__", id: randomUUID() },
    ]) {
      expect(await command(given)).toMatchObject({ ok: false, refusal: "malformed" });
    }
    expect(await command({ text: "x".repeat(maxMessageBytes) })).toMatchObject({ ok: false });
    expect(rude.problems).toContain("too-large");
    const answers = await Promise.all(Array.from({ length: 100 }, () => command(null)));
    expect(answers.filter((answer) => (answer as { refusal: string }).refusal === "too-many").length).toBeGreaterThan(
      30,
    );

    anything.emit("command", "x".repeat(3_000_000));
    await rude.until("what is much too large ends the connection", () => !rude.socket.connected);
    const before = other.entries.length;
    await other.until("the others go on", () => other.entries.length > before + 3);
    expect(other).toMatchObject({ gaps: 0, problems: [], snapshots: 1 });
    expect(await other.isLikeServer()).toBe(true);
  });

  it("bytes that are no message at all", async () => {
    const server = await start();
    const other = open(server);
    await other.connected();
    for (const junk of [
      "",
      "9",
      "42",
      '42["command"',
      "451-",
      '451-["command",{"_placeholder":true,"num":0}]',
      "\u0000\uffff",
    ]) {
      const line = new WebSocket(`${server.url.replace("http", "ws")}socket.io/?EIO=4&transport=websocket`, {
        headers: { origin: new URL(server.url).origin },
      });
      await new Promise((resolve) => line.addEventListener("open", resolve, { once: true }));
      line.send("40");
      line.send(junk);
      line.send(new Uint8Array(1_000));
      await new Promise((resolve) => setTimeout(resolve, 20));
      line.close();
    }
    expect(await other.isLikeServer()).toBe(true);
  });
});
