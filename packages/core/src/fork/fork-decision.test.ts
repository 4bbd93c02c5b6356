import { describe, expect, it } from "vitest";
import { Autopilot, decisionOf, LimitWatch, PresenceWatch } from "../autonomy/index.ts";
import {
  type ConsoleState,
  type Entry,
  fold,
  initialState,
  type JournalEvent,
  type Verdict,
} from "../journal/index.ts";
import { actionKindSchema, type Action, parseSystem } from "../system/index.ts";
import { Twin } from "../twin/index.ts";
import { forkDecision, type ForkTask, type TwinCheckpoint } from "./index.ts";

const model = parseSystem(`name: shop
slos:
  - { name: shop, entry: web, availability: 0.99, latencyMs: 500 }
components:
  - { id: web, kind: gateway, loadRps: 40, replicas: 2, serviceTimeMs: 5, power: { idleW: 20, peakW: 60 } }
  - { id: shop, kind: service, replicas: 2, serviceTimeMs: 20, power: { idleW: 20, peakW: 60 } }
  - { id: db, kind: database, serviceTimeMs: 8, recoverySeconds: 60, power: { idleW: 30, peakW: 90 } }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
`);

/** A server in virtual time: a twin, its loop and the journal, in which the first proposal is decided as told. */
function recordedDay(verdict: Verdict, seed: number, seconds = 240) {
  let now = 1_000_000;
  const twin = new Twin(model, { seed, startAt: now });
  const autopilot = new Autopilot({ seed: 1, watches: [new LimitWatch(), new PresenceWatch()] });
  const entries: Entry[] = [];
  let state: ConsoleState = initialState;
  let checkpoint: TwinCheckpoint | undefined;
  let decisionSeq = 0;
  const record = (event: JournalEvent) => {
    const entry = { seq: state.seq + 1, at: now, event };
    entries.push(entry);
    state = fold(state, entry);
  };
  record({ kind: "SystemDescribed", model, managed: "twin", faults: [], actions: [...actionKindSchema.options] });
  for (let second = 1; second <= seconds; second++) {
    now += 1000;
    twin.step(1000);
    const running: { proposal: string; action: Action; isUndo: boolean }[] = [];
    autopilot.observe(twin.frames());
    for (const event of autopilot.tick(state, now).events) {
      record(event);
      if (event.kind === "ActionStarted") running.push(event);
    }
    if (second === 40) {
      const ids = { of: "system" as const, tickMs: 1000, stepMs: 1000, faults: {} };
      checkpoint = { seq: state.seq, at: now, twin: JSON.parse(JSON.stringify(twin.state())), ...ids };
    }
    now += 100;
    for (const { proposal, action, isUndo } of running) {
      const { kind } = twin.apply(action);
      record({ kind: "ActionFinished", proposal, isUndo, result: kind });
    }
    if (second === 60) {
      const handle = twin.inject({ kind: "crash", component: "db" });
      record({ kind: "FaultInjected", handle: { ...handle, id: "f" }, by: "ana", predicted: [] });
    }
    const waiting = Object.values(state.proposals).find(
      ({ proposal, status }) => status.kind === "waiting" && proposal.action.component === "db",
    );
    if (waiting !== undefined && decisionSeq === 0) {
      record({ kind: "ProposalDecided", decision: decisionOf(waiting.proposal, verdict, "ana", now) });
      decisionSeq = state.seq;
    }
    now -= 100;
  }
  return { entries, checkpoint: checkpoint!, decisionSeq };
}

function taskOf(verdict: Verdict, whatIf: ForkTask["whatIf"], seed = 1): ForkTask {
  return { ...recordedDay(verdict, seed), whatIf, base: initialState, seeds: 3, horizonMs: 300_000 };
}

describe("forkDecision", () => {
  it("repeats the record when it is told the decision as it was, whatever the seed", () => {
    for (const seed of [1, 2, 3, 4]) {
      for (const [verdict, whatIf] of [
        ["approved", "vetoed"],
        ["vetoed", "approved"],
      ] as const) {
        const { fidelity } = forkDecision(taskOf(verdict, whatIf, seed));
        expect({ seed, verdict, ...fidelity }).toMatchObject({ grade: "exact" });
        expect(fidelity.comparedMs).toBeGreaterThan(60_000);
      }
    }
  });

  it("gives the same comparison to the last bit each time, and leaves its task alone", () => {
    const task = taskOf("approved", "vetoed");
    const before = JSON.stringify(task);
    const first = JSON.stringify(forkDecision(task));
    expect(JSON.stringify(forkDecision(task))).toBe(first);
    expect(JSON.stringify(task)).toBe(before);
  });

  it("sees that the database would have stayed down had its repair been vetoed or left unanswered", () => {
    for (const whatIf of ["vetoed", "unanswered"] as const) {
      const { contrasts, recordedTotals, seeds, otherwise } = forkDecision(taskOf("approved", whatIf));
      expect(contrasts.unwellMs).toMatchObject({ agreeing: seeds });
      expect(contrasts.unwellMs!.difference).toBeGreaterThan(150_000);
      expect(contrasts.errorMinutes!.least).toBeGreaterThan(1);
      expect(otherwise.served.at(-1)).toBeLessThan(0.2);
      expect(contrasts.energyWh).not.toBeNull();
      expect(recordedTotals === null || recordedTotals.unwellMs < 90_000).toBe(true);
    }
  });

  it("sees that a vetoed repair would have healed", () => {
    const { contrasts, seeds, otherwise } = forkDecision(taskOf("vetoed", "approved"));
    expect(contrasts.unwellMs!.difference).toBeLessThan(-100_000);
    expect(contrasts.unwellMs!.agreeing).toBe(seeds);
    expect(otherwise.served.at(-1)).toBeGreaterThan(0.95);
  });

  it("returns what is done when it is late, and says how far it is", () => {
    const shares: number[] = [];
    const { seeds, seedsWanted } = forkDecision(taskOf("approved", "vetoed"), {
      isLate: () => true,
      onProgress: (share) => shares.push(share),
    });
    expect([seeds, seedsWanted]).toEqual([1, 3]);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  it("says what is wrong with a question that makes no sense", () => {
    expect(() => forkDecision(taskOf("vetoed", "vetoed"))).toThrow(/would have changed nothing/);
    expect(() => forkDecision({ ...taskOf("approved", "vetoed"), decisionSeq: 2 })).toThrow(/is no decision/);
    const task = taskOf("approved", "vetoed");
    const late = { ...task.checkpoint, seq: task.decisionSeq + 5 };
    expect(() => forkDecision({ ...task, checkpoint: late })).toThrow(/does not reach back/);
  });
});

describe("a likeness", () => {
  it("lives through trouble that began before it was stored, and says how near it came to the record", () => {
    const task = taskOf("approved", "vetoed");
    const well = new Twin(model, { seed: 9, startAt: 1_000_000, isFailingAtRandom: false });
    const { decisionSeq, entries } = task;
    const { at } = entries[decisionSeq - 1]!;
    const likeness = { seq: decisionSeq - 1, at, of: "likeness" as const, twin: well.state(), faults: {} };
    const { fidelity, contrasts, of } = forkDecision({ ...task, checkpoint: { ...task.checkpoint, ...likeness } });
    expect(of).toBe("likeness");
    expect(fidelity).toMatchObject({ grade: "close" });
    expect(contrasts.unwellMs!.least).toBeGreaterThan(100_000);
  });
});
