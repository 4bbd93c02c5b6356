import { randomUUID } from "node:crypto";
import { Autopilot } from "@homeostat/core/autonomy";
import { type ConsoleState, defaultPolicy, isOpen, stateHash } from "@homeostat/core/journal";
import { hourMs } from "@homeostat/core/kernel";
import type { Operator } from "@homeostat/core/protocol";
import {
  type Action,
  type ActionResult,
  type Cancellation,
  type Fault,
  type FaultHandle,
  type Frame,
  type ManagedSystem,
  parseSystem,
} from "@homeostat/core/system";
import { afterEach, describe, expect, it } from "vitest";
import { Rehearser } from "../rehearsal/index.ts";
import { SqliteJournal } from "../store/index.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { LiveJournal } from "./live-journal.ts";
import { Loop } from "./loop.ts";

const model = parseSystem("name: t\ncomponents:\n  - { id: web, kind: service }\n  - { id: db, kind: database }\n");
const ana: Operator = { name: "ana", role: "lead", isKnown: true };
const retention = { wholeMs: hourMs, keepOneIn: 10, samplesMs: hourMs };

/** A managed system in the hands of a test: it says what it is told to, and remembers what was asked of it. */
class Puppet implements ManagedSystem {
  readonly capabilities = { faults: ["crash", "latency"] as const, actions: ["restart"] as const };
  readonly acted: Action[] = [];
  readonly cleared: string[] = [];
  readonly faults: FaultHandle[] = [];
  up = 1;
  /** What an action comes to; one that never ends by default. */
  act: (action: Action) => Promise<ActionResult> = (action) => {
    this.acted.push(action);
    return new Promise(() => undefined);
  };
  #sequence = 0;

  async describe() {
    return model;
  }

  async *observe(signal: Cancellation): AsyncGenerator<readonly Frame[]> {
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const sequence = this.#sequence++;
      const samples = { replicasUp: 1, errorRate: Number.NaN };
      yield [
        { component: "web", sequence, at: Date.now(), samples },
        { component: "db", sequence, at: Date.now(), samples: { replicasUp: this.up } },
      ];
    }
  }

  async inject(fault: Fault): Promise<FaultHandle> {
    const handle = { id: `f${this.faults.length}`, fault };
    this.faults.push(handle);
    return handle;
  }

  async clear({ id }: FaultHandle): Promise<void> {
    this.cleared.push(id);
    this.faults.splice(
      this.faults.findIndex((fault) => fault.id === id),
      1,
    );
  }

  activeFaults(): readonly FaultHandle[] {
    return this.faults;
  }

  async close(): Promise<void> {}
}

const held: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of held.splice(0).reverse()) await each();
});

/** A loop over a puppet, on a journal in `directory`. `abandon` leaves it as a crash would: nothing is finished. */
async function start(directory: string, puppet = new Puppet()) {
  const store = new SqliteJournal(directory);
  const problems: unknown[] = [];
  const onProblem = (error: unknown) => problems.push(error);
  const journal = await LiveJournal.open(store, onProblem);
  const rehearser = new Rehearser({ model, forkable: undefined, deadlineMs: 100, onProblem });
  const loop = await Loop.start({
    system: puppet,
    managed: "twin",
    journal,
    autopilot: new Autopilot({ seed: 1 }),
    tickMs: 20,
    clock: () => Math.max(Date.now(), journal.state.at),
    retention,
    rehearser,
    onProblem,
  });
  const abandon = async () => {
    await store.close();
    await loop.stop();
  };
  held.push(abandon);
  const until = async (what: string, isSo: (state: ConsoleState) => boolean) => {
    const endAt = Date.now() + 15_000;
    while (!isSo(journal.committed)) {
      if (Date.now() > endAt) throw new Error(`it never came that ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const proposal = () => Object.values(journal.committed.proposals).find(isOpen);
  const approve = () => {
    const { id, planHash, stateVersion } = proposal()?.proposal ?? { id: "", planHash: "", stateVersion: "" };
    return loop.command({ kind: "approve", id: randomUUID(), proposal: id, planHash, stateVersion }, ana);
  };
  return { loop, journal, store, puppet, problems, abandon, until, proposal, approve };
}

function folder(): string {
  const made = testFolder();
  held.push(() => made[Symbol.dispose]());
  return made.path;
}

describe("the loop", () => {
  it("tells the journal what it drives, leaves out samples that are no numbers, and goes on", async () => {
    const { journal, until, problems } = await start(folder());
    await until("both are healthy", ({ components }) =>
      ["web", "db"].every((id) => components[id]?.health === "healthy"),
    );
    expect(journal.committed.components["web"]?.metrics).toMatchObject({ replicasUp: 1 });
    expect(journal.committed.components["web"]?.metrics).not.toHaveProperty("errorRate");
    expect(journal.committed).toMatchObject({ managed: "twin", capabilities: { actions: ["restart"] } });
    expect(problems).toEqual([]);
  });

  it("takes an approved action once, and only when that it begins is on disk", async () => {
    const bench = await start(folder());
    const { puppet, store } = bench;
    let onDisk = 0;
    puppet.act = async (action) => {
      puppet.acted.push(action);
      onDisk = (await store.ofKinds(["ActionStarted"], 0)).length;
      puppet.up = 1;
      return { kind: "done", detail: "as told" };
    };
    await bench.until("the database is known", ({ components }) => components["db"]?.health === "healthy");
    puppet.up = 0;
    await bench.until("a restart is proposed", () => bench.proposal() !== undefined);
    const answers = await Promise.all([bench.approve(), bench.approve(), bench.approve()]);
    expect(answers.filter(({ ok }) => ok).length).toBe(1);
    await bench.until("it is done", () => bench.proposal()?.status.kind === "verifying");
    expect(puppet.acted).toEqual([expect.objectContaining({ kind: "restart", component: "db" })]);
    expect(onDisk).toBe(1);
  });

  it("never takes an action again that was under way when it died; it is closed as interrupted", async () => {
    const directory = folder();
    const first = await start(directory);
    await first.until("the database is known", ({ components }) => components["db"]?.health === "healthy");
    first.puppet.up = 0;
    await first.until("a restart is proposed", () => first.proposal() !== undefined);
    await first.approve();
    await first.until("it is under way", () => first.proposal()?.status.kind === "executing");
    expect(first.puppet.acted.length).toBe(1);
    const before = first.journal.committed;
    await first.abandon();

    const second = await start(directory, Object.assign(new Puppet(), { up: 0 }));
    await second.until("time passes", ({ seq }) => seq > before.seq + 40);
    expect(second.puppet.acted).toEqual([]);
    const finished = await second.store.ofKinds(["ActionFinished"], 0);
    expect(finished.map(({ event }) => event)).toMatchObject([{ result: "interrupted" }]);
    expect((await second.store.ofKinds(["ProposalDecided"], 0)).length).toBe(1);
  });

  it("comes back to the very same state, and to a journal of its own number", async () => {
    const directory = folder();
    const first = await start(directory);
    await first.until("something has happened", ({ seq }) => seq > 20);
    await first.abandon();
    const { committed, store } = first.journal;
    const again = new SqliteJournal(directory);
    const reopened = await LiveJournal.open(again, () => undefined);
    expect(again.journal).toBe(store.journal);
    expect(stateHash(reopened.committed)).toBe(stateHash(committed));
    await again.close();
  });

  it("closes faults that ended by themselves, and after a restart all of them", async () => {
    const directory = folder();
    const first = await start(directory);
    const inject = { kind: "injectFault", fault: { kind: "crash", component: "db" } } as const;
    await first.loop.command({ ...inject, id: randomUUID() }, ana);
    await first.loop.command({ ...inject, id: randomUUID() }, ana);
    first.puppet.faults.shift();
    await first.until("one is closed", ({ faults }) => Object.keys(faults).length === 1);
    await first.abandon();
    const second = await start(directory);
    expect(second.journal.committed.faults).toEqual({});
    expect(second.puppet.cleared).toEqual([]);
  });

  it("answers a repeated command as it did before, also after a restart", async () => {
    const directory = folder();
    const id = randomUUID();
    const command = { kind: "throwKillSwitch", reason: "drill", id } as const;
    const first = await start(directory);
    const answers = await Promise.all([first.loop.command(command, ana), first.loop.command(command, ana)]);
    await first.abandon();
    const second = await start(directory);
    answers.push(await second.loop.command(command, ana));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await second.store.ofKinds(["KillSwitchThrown"], 0)).length).toBe(1);
  });

  it("lets each role do what is its own", async () => {
    const { loop, journal } = await start(folder());
    const policy = { ...defaultPolicy, confidenceThreshold: 0.9 };
    const by = (role: Operator["role"]) =>
      loop.command({ kind: "setPolicy", id: randomUUID(), policy }, { name: "x", role, isKnown: true });
    expect(await by("viewer")).toMatchObject({ ok: false, refusal: "not-allowed" });
    expect(await by("operator")).toMatchObject({ ok: false, refusal: "not-allowed" });
    expect(await by("lead")).toMatchObject({ ok: true });
    expect(journal.committed.policy.confidenceThreshold).toBe(0.9);
    const pause = { kind: "pause", reason: "maintenance", id: randomUUID() } as const;
    expect(await loop.command(pause, { name: "x", role: "viewer", isKnown: true })).toMatchObject({
      refusal: "not-allowed",
    });
    expect(await loop.command(pause, { name: "x", role: "operator", isKnown: true })).toMatchObject({ ok: true });
  });

  it("leaves alone what is under maintenance, and says who said so", async () => {
    const { loop, journal, puppet, until, proposal } = await start(folder());
    await until("the database is known", ({ components }) => components["db"]?.health === "healthy");
    const ben: Operator = { name: "ben", role: "operator", isKnown: true };
    const window = { from: Date.now(), to: Date.now() + hourMs, components: ["db"] };
    const send = (kind: "openWindow" | "closeWindow", given = window, by = ben) =>
      loop.command({ kind, id: randomUUID(), window: given }, by);
    expect(await send("openWindow", window, { name: "eve", role: "viewer", isKnown: true })).toMatchObject({
      refusal: "not-allowed",
    });
    expect(await send("openWindow", { ...window, components: ["bd"] })).toMatchObject({
      message: 'there is no component "bd"; check its spelling',
    });
    expect(await send("openWindow", { ...window, to: window.from })).toMatchObject({ ok: false });
    expect(await send("closeWindow")).toMatchObject({ refusal: "unknown-window" });
    expect(await send("openWindow")).toMatchObject({ ok: true });
    expect(journal.committed.policy).toEqual({ ...defaultPolicy, maintenanceWindows: [window] });

    puppet.up = 0;
    const before = journal.committed.seq;
    await until("it is seen to have failed", ({ components }) => components["db"]?.health === "failing");
    await until("time passes", ({ seq }) => seq > before + 40);
    expect(proposal()).toBeUndefined();
    expect(await send("closeWindow")).toMatchObject({ ok: true });
    await until("a restart is proposed", () => proposal() !== undefined);
    expect((await journal.store.ofKinds(["PolicyChanged"], 0)).map(({ event }) => event)).toMatchObject([
      { by: "ben" },
      { by: "ben" },
    ]);
  });

  it("takes no policy that protects a component that is not there", async () => {
    const { loop } = await start(folder());
    const policy = { ...defaultPolicy, protectedComponents: ["data-base"] };
    expect(await loop.command({ kind: "setPolicy", id: randomUUID(), policy }, ana)).toMatchObject({
      ok: false,
      message: 'there is no component "data-base"; check its spelling',
    });
  });
});
