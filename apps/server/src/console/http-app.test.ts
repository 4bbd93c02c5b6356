import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { replay, stateHash } from "@homeostat/core/journal";
import type { AcrossAnswer, HistoryAnswer, MarksAnswer, MemoryAnswer, MetricsAnswer } from "@homeostat/core/protocol";
import { parseSystem } from "@homeostat/core/system";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningServer, type ServerOptions, startServer } from "../main.ts";
import { TestBrowser } from "../test-browser.fixture.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { addOperator } from "./operators-file.ts";

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

function folder(): string {
  const made = testFolder();
  held.push(() => made[Symbol.dispose]());
  return made.path;
}

async function start(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({ model, directory: folder(), tickMs: 30, logLevel: "silent", ...options });
  held.push(() => server.close());
  return server;
}

async function json<T>(server: RunningServer, path: string): Promise<T> {
  const response = await fetch(server.url + path);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

async function reach(server: RunningServer, seq: number): Promise<void> {
  while (server.journal.committed.seq < seq) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** With headers that `fetch` sets by itself. */
function raw(server: RunningServer, path: string, headers: Record<string, string>): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const asking = request(server.url + path.slice(1), { headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode ?? 0 });
    });
    asking.on("error", reject);
    asking.end();
  });
}

describe("what has been", () => {
  it("gives one metric of all components, and what is remembered of incidents", async () => {
    const server = await start();
    await reach(server, 20);
    const { at } = server.journal.committed;
    const across = await json<AcrossAnswer>(server, `api/across?metric=anomalyLevel&from=0&to=${at}`);
    expect(across.at.length).toBeGreaterThan(0);
    expect(Object.keys(across.values).toSorted()).toEqual(["db", "web"]);
    expect((await fetch(`${server.url}api/across`)).status).toBe(400);
    expect(await json<MemoryAnswer>(server, "api/memory")).toEqual({ cells: [], matches: [] });
  });

  it("is given around a moment, so that folding it gives the state of that moment", async () => {
    const server = await start();
    const states = new Map<number, string>();
    server.journal.onCommit((_, state) => states.set(state.seq, stateHash(state)));
    await reach(server, 40);
    const at = server.journal.committed.at - 500;
    const { base, entries, journal } = await json<HistoryAnswer>(server, `api/history?at=${at}`);
    expect(journal).toBe(server.journal.store.journal);
    expect(entries[0]?.seq).toBe(base.seq + 1);
    const state = replay(
      entries.filter((entry) => entry.at <= at),
      base,
    );
    expect(states.get(state.seq)).toBe(stateHash(state));
    expect(entries.at(-1)?.at).toBeGreaterThan(at);
  });

  it("has marks without telemetry, and one component's samples", async () => {
    const server = await start();
    await reach(server, 30);
    const marks = await json<MarksAnswer>(server, "api/marks?from=0&to=99999999999999");
    expect(marks.entries[0]?.event.kind).toBe("SystemDescribed");
    expect(marks.entries.some(({ event }) => event.kind === "TelemetryRecorded")).toBe(false);
    expect(marks.from).toBe(marks.entries[0]?.at);
    const answer = await json<MetricsAnswer>(server, "api/metrics?component=db");
    expect(answer.metrics).toContain("cpu");
    expect(answer.values.every((row) => row.length === answer.at.length)).toBe(true);
    expect(answer.at.length).toBeGreaterThan(10);
  });

  it.each([
    ["api/history", "at: give a moment in epoch milliseconds"],
    ["api/marks?from=0&to=x", "to: give a moment"],
    ["api/metrics?component=nobody", "component: name a component of the system"],
  ])("answers %s with a sentence", async (path, sentence) => {
    const response = await fetch((await start()).url + path);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(sentence);
  });
});

describe("the page", () => {
  const text = `<!doctype html><title>x</title>${"<p>text</p>".repeat(200)}`;
  const built = () => {
    const path = folder();
    mkdirSync(join(path, "assets"));
    writeFileSync(join(path, "index.html"), text);
    writeFileSync(join(path, "assets", "a-1.js"), "export {};");
    writeFileSync(join(path, "assets", "a-1.js.map"), "{}");
    return path;
  };

  it("is served at each of its addresses, compressed, with a policy and a session", async () => {
    const server = await start({ webDirectory: built() });
    for (const path of ["", "incidents/1", "autopilot?t=5"]) {
      const response = await fetch(server.url + path, { headers: { accept: "text/html" } });
      expect(await response.text()).toBe(text);
      expect(response.headers.get("content-encoding")).toMatch(/br|gzip/);
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(response.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/);
    }
    const asset = await fetch(`${server.url}assets/a-1.js`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const again = await fetch(`${server.url}assets/a-1.js`, {
      headers: { "if-none-match": asset.headers.get("etag") as string },
    });
    expect(again.status).toBe(304);
  });

  it.each(["assets/a-1.js.map", "assets/none.js", "api/none", "..%2f..%2fetc/passwd", "assets/..%2findex.html"])(
    "has nothing at %s",
    async (path) => {
      const server = await start({ webDirectory: built() });
      expect((await fetch(server.url + path)).status).toBe(404);
    },
  );

  it("is not there for another name of this machine, and not for another page's requests", async () => {
    const server = await start({ webDirectory: built() });
    expect(await raw(server, "/", { host: "evil.example" })).toEqual({ status: 403 });
    expect(await raw(server, "/api/health", { host: `localhost:${server.port}` })).toEqual({ status: 200 });
    const renaming = { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"name":"eve"}' };
    expect((await fetch(`${server.url}api/session`, renaming)).status).toBe(403);
  });
});

describe("sessions", () => {
  const visit = async (server: RunningServer) => {
    const response = await fetch(server.url, { headers: { accept: "text/html" } });
    return (response.headers.get("set-cookie") ?? "").split(";")[0] as string;
  };
  const session = (server: RunningServer, method: string, body: unknown, cookie = "") =>
    fetch(`${server.url}api/session`, {
      method,
      headers: { "content-type": "application/json", origin: server.url.slice(0, -1), cookie },
      body: JSON.stringify(body),
    });
  const open = (server: RunningServer, cookie: string) => {
    const browser = new TestBrowser(server.url, { cookie });
    held.push(() => browser[Symbol.dispose]());
    return browser;
  };

  it("outlive the server, and can take another name", async () => {
    const directory = folder();
    const first = await startServer({ model, directory, tickMs: 30, logLevel: "silent" });
    const cookie = await visit(first);
    expect((await session(first, "PATCH", { name: "autopilot" }, cookie)).status).toBe(400);
    expect((await session(first, "PATCH", { name: "\u0007" }, cookie)).status).toBe(400);
    const renamed = await session(first, "PATCH", { name: "  Ana   Lima " }, cookie);
    expect(await renamed.json()).toEqual({ operator: { name: "Ana Lima", role: "lead", isKnown: false } });
    const named = (renamed.headers.get("set-cookie") ?? "").split(";")[0] as string;
    await first.close();

    const second = await start({ directory });
    const browser = open(second, named);
    await browser.connected();
    expect(browser.operator).toEqual({ name: "Ana Lima", role: "lead", isKnown: false });
    const forged = `${named.split("=")[0]}=${named.split("=")[1]?.replace(/^./, "f")}`;
    const stranger = open(second, forged);
    await stranger.connected();
    expect(stranger.operator?.name).toMatch(/^operator-/);
  });

  it("are of whom `homeostat operator` has listed, with the token that it printed last", async () => {
    const file = join(folder(), "operators.yaml");
    const first = addOperator(file, "ana", "lead");
    const server = await start({ operatorsFile: file });
    addOperator(file, "ben", "operator");
    const second = addOperator(file, "ana", "viewer");
    expect((await session(server, "POST", { token: first })).status).toBe(401);
    const login = await session(server, "POST", { token: second });
    expect(await login.json()).toEqual({ operator: { name: "ana", role: "viewer", isKnown: true } });
    expect(() => addOperator(file, "", "lead")).toThrow("operators.2.name: give a name of 1 to 40 characters");
  });

  it("need a login where there is an operators file, and follow it at once", async () => {
    const file = join(folder(), "operators.yaml");
    const sha = (token: string) => createHash("sha256").update(token).digest("hex");
    const write = (role: string, token: string, mtime: number) => {
      writeFileSync(file, `operators:\n  - { name: ben, role: ${role}, tokenSha256: "${sha(token)}" }\n# ${mtime}\n`);
    };
    write("lead", "first token", 1);
    const server = await start({ operatorsFile: file });
    const page = await fetch(server.url, { headers: { accept: "text/html" }, redirect: "manual" });
    expect(page.headers.get("location")).toBe("/login");
    expect((await fetch(`${server.url}api/marks?from=0&to=1`)).status).toBe(401);
    const outside = open(server, "");
    let refusal = "";
    outside.socket.on("connect_error", (error) => {
      refusal = error.message;
    });
    await outside.until("it is refused", () => refusal !== "");
    expect(refusal).toBe("log in first");

    expect((await session(server, "POST", { token: "wrong" })).status).toBe(401);
    const login = await session(server, "POST", { token: "first token" });
    const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] as string;
    const ben = open(server, cookie);
    await ben.connected();
    expect(ben.operator).toEqual({ name: "ben", role: "lead", isKnown: true });
    expect(await ben.command({ kind: "throwKillSwitch", reason: "drill" })).toMatchObject({ ok: true });

    await new Promise((resolve) => setTimeout(resolve, 20));
    write("viewer", "first token", 2);
    expect(await ben.command({ kind: "resetKillSwitch", reason: "over" })).toMatchObject({ refusal: "not-allowed" });

    await new Promise((resolve) => setTimeout(resolve, 20));
    write("lead", "second token", 3);
    await ben.until("it is let go", () => !ben.socket.connected, 10_000);
    writeFileSync(file, "operators: [");
    expect((await session(server, "POST", { token: "second token" })).status).toBe(401);
  });
});
