import { describe, expect, it } from "vitest";
import { hourMs, minuteMs, secondMs } from "../../kernel/index.ts";
import {
  type ConsoleState,
  type EventKind,
  type EventOf,
  fold,
  initialState,
  isAlarm,
  type JournalEvent,
  type Policy,
  type ProposalState,
} from "../../journal/index.ts";
import { type Action, actionKindSchema, type ActionResult, systemModelSchema } from "../../system/index.ts";
import { Twin } from "../../twin/index.ts";
import { approve, Autopilot, defaultKnowledge, rehearse, requestUndo, veto } from "../index.ts";

const machine = { kind: "service", zone: "north", serviceTimeMs: 20, concurrency: 2, maxReplicas: 6 };
const model = systemModelSchema.parse({
  name: "Office",
  components: [
    { id: "door", kind: "gateway", loadRps: 150, serviceTimeMs: 2 },
    { ...machine, id: "front", replicas: 6, startSeconds: 20, power: { idleW: 100, peakW: 300 } },
    { ...machine, id: "store", kind: "database", replicas: 2, serviceTimeMs: 5, concurrency: 4 },
  ],
  dependencies: [
    { from: "door", to: "front" },
    { from: "front", to: "store" },
  ],
  slos: [{ name: "Pages", entry: "door", availability: 0.95, latencyMs: 600 }],
});

interface Setup {
  readonly policy?: Partial<Policy>;
  readonly dayCurve?: readonly number[];
  readonly actions?: readonly Action["kind"][];
  /** Does what it is told, or only says so. */
  readonly act?: (twin: Twin, action: Action) => ActionResult;
}

/** The loop and a twin in virtual time, rehearsals included. */
class Loop {
  state: ConsoleState = initialState;
  now = 0;
  readonly events: JournalEvent[] = [];
  readonly twin: Twin;
  readonly #autopilot = new Autopilot({ seed: 1, knowledge: defaultKnowledge, rehearsalTimeoutMs: 10 * secondMs });
  readonly #act: (twin: Twin, action: Action) => ActionResult;

  constructor({ policy = {}, dayCurve = [1], actions = ["scale-in", "scale-out"], act }: Setup = {}) {
    this.twin = new Twin(model, { seed: 1, startAt: 0, dayCurve, isFailingAtRandom: false });
    this.#act = act ?? ((twin, action) => twin.apply(action));
    this.record({ kind: "SystemDescribed", model, managed: "twin", faults: [], actions: [...actions] });
    this.record({ kind: "PolicyChanged", policy: { ...initialState.policy, ...policy }, by: "test" });
  }

  record(...events: readonly JournalEvent[]): void {
    for (const event of events) {
      this.state = fold(this.state, { seq: this.state.seq + 1, at: this.now, event });
      this.events.push(event);
    }
  }

  run(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now += secondMs;
      this.twin.step(secondMs);
      this.#autopilot.observe(this.twin.frames());
      const { events } = this.#autopilot.tick(this.state, this.now);
      this.record(...events);
      for (const { id, actions } of this.#autopilot.takeRehearsals()) {
        const task = { model, twin: this.twin.state(), faults: [], actions, seeds: 4, horizonMs: minuteMs };
        this.#autopilot.rehearsed(id, rehearse(task));
      }
      for (const event of events) if (event.kind === "ActionStarted") this.#carryOut(event);
    }
  }

  /** Runs until something is proposed, half an hour at most. */
  runUntilProposed(): ProposalState {
    for (let minute = 0; minute < 30; minute++) {
      const open = Object.values(this.state.proposals).find(({ status }) => status.kind === "waiting");
      if (open !== undefined) return open;
      this.run(minuteMs);
    }
    throw new Error("nothing was proposed in half an hour");
  }

  approve(held: ProposalState): void {
    const result = approve(this.state, held.proposal.id, held.proposal, "ann", this.now, { isKnown: true });
    if (!("events" in result)) throw new Error(result.message);
    this.record(...result.events);
  }

  of<K extends EventKind>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind);
  }

  get newest(): ProposalState {
    return Object.values(this.state.proposals).at(-1)!;
  }

  #carryOut({ proposal, action, isUndo }: EventOf<"ActionStarted">): void {
    const result = this.#act(this.twin, action).kind;
    this.record({ kind: "ActionFinished", proposal, isUndo, result });
  }
}

const alarms = (loop: Loop) => loop.of("FindingOpened").filter(({ finding }) => isAlarm(finding));

describe("savings", () => {
  it("sees spare capacity as an opportunity: a proposal, and no alarm, incident or illness", () => {
    const loop = new Loop();
    loop.run(4 * minuteMs);
    expect(loop.of("FindingOpened")).toEqual([]);
    const { proposal } = loop.runUntilProposed();
    expect(proposal).toMatchObject({
      incident: null,
      findingKind: "over-provisioned",
      action: { kind: "scale-in", component: "front", amount: 1 },
      undo: { kind: "scale-out", component: "front", amount: 1 },
      mode: "approve",
      rehearsal: { betterShare: 1 },
    });
    expect(proposal.saving!.savedW).toBeGreaterThan(90);
    expect(proposal.saving!.savedW).toBeLessThan(140);
    expect(proposal.saving!.useAfter).toBeGreaterThan(proposal.saving!.useBefore);
    expect(alarms(loop)).toEqual([]);
    expect(loop.of("IncidentOpened")).toEqual([]);
    expect(loop.state.components["front"]!.health).toBe("healthy");
  });

  it("measures what was saved beside what was predicted, and can be undone", () => {
    const loop = new Loop();
    loop.approve(loop.runUntilProposed());
    loop.run(3 * minuteMs);
    const { proposal, status } = loop.newest;
    expect(status).toMatchObject({ kind: "ended", outcome: { kind: "verified" } });
    const { power } = loop.of("OutcomeObserved")[0]!.outcome;
    expect((power!.withoutW - power!.afterW) / proposal.saving!.savedW).toBeGreaterThan(0.8);
    expect((power!.withoutW - power!.afterW) / proposal.saving!.savedW).toBeLessThan(1.25);
    const result = requestUndo(loop.state, proposal.id, "ann");
    if ("events" in result) loop.record(...result.events);
    loop.run(minuteMs);
    expect(loop.twin.condition("front").replicas).toBe(6);
  });

  it("leaves a component alone for an hour after an undo, and for a day after a veto", () => {
    const loop = new Loop();
    const { proposal } = loop.runUntilProposed();
    const result = veto(loop.state, proposal.id, "ann", loop.now, "we expect guests");
    if ("events" in result) loop.record(...result.events);
    loop.run(3 * hourMs);
    expect(loop.of("ProposalMade")).toHaveLength(1);
    expect(loop.state.findings).toEqual({});
  });

  it("takes back what saves nothing, and what service suffers from", () => {
    const idle = new Loop({ policy: { defaultMode: "auto" }, act: () => ({ kind: "done" }) });
    idle.run(9 * minuteMs);
    expect(idle.of("OutcomeObserved").map(({ outcome }) => outcome.kind)).toEqual(["no-effect"]);
    expect(idle.newest.status).toMatchObject({ kind: "ended", undone: "done" });

    const harmful = new Loop({
      policy: { defaultMode: "auto" },
      act: (twin, action) => {
        if (action.kind === "scale-in") twin.inject({ kind: "errors", component: "front", dose: 0.4 });
        return twin.apply(action);
      },
    });
    harmful.run(9 * minuteMs);
    const [first] = Object.values(harmful.state.proposals);
    expect(first!.status).toMatchObject({ kind: "ended", undone: "done", outcome: { kind: "worse" } });
  });

  it("holds a saving back while service needs the power, says why, and goes on afterwards", () => {
    const loop = new Loop();
    const { proposal } = loop.runUntilProposed();
    const fault = loop.twin.inject({ kind: "errors", component: "door", dose: 0.5 });
    loop.run(20 * secondMs);
    expect(loop.newest.heldBack).toEqual({
      guard: "slo-headroom",
      holds: true,
      detail: { because: "incident", component: "door" },
    });
    loop.approve(loop.newest);
    loop.run(20 * secondMs);
    expect(loop.newest).toMatchObject({ proposal: { id: proposal.id }, status: { kind: "decided" } });
    loop.twin.clear(fault);
    loop.run(minuteMs);
    expect(loop.of("ProposalHeldBack").at(-1)!.guard).toBeNull();
    expect(loop.newest.status.kind).toBe("verifying");
    expect(loop.newest.heldBack).toBeUndefined();
  });

  it("follows a day's load without an alarm, gives back before the load needs it, and does not take turns", () => {
    const curve = [
      0.3, 0.3, 0.3, 0.3, 0.4, 0.6, 1, 1.6, 2, 2, 2, 1.9, 1.9, 2, 2, 2, 1.9, 1.7, 1.4, 1.1, 0.9, 0.7, 0.5, 0.4,
    ];
    const loop = new Loop({ dayCurve: curve, policy: { defaultMode: "auto" } });
    const without = new Twin(model, { seed: 1, startAt: 0, dayCurve: curve, isFailingAtRandom: false });
    loop.run(24 * hourMs);
    without.step(24 * hourMs);
    expect(alarms(loop)).toEqual([]);
    const started = loop.of("ActionStarted");
    expect(started.filter(({ isUndo }) => !isUndo).length).toBeGreaterThan(3);
    // Down in the night, up in the morning, down in the evening: each replica once a way, and now and then once more.
    expect(started.length).toBeLessThan(24);
    expect(loop.of("UndoRequested").every(({ reason }) => reason === "headroom-needed")).toBe(true);
    expect(loop.of("UndoRequested").length).toBeGreaterThan(2);
    const saved = 1 - loop.twin.condition("front").energyWh / without.condition("front").energyWh;
    expect(saved).toBeGreaterThan(0.1);
    const [promise] = loop.twin.serviceLevels();
    expect(promise!.servedShareSinceStart).toBeGreaterThan(0.999);
  });

  it("never calls a busy component over-provisioned", () => {
    const loop = new Loop({ dayCurve: [1], actions: [...actionKindSchema.options] });
    loop.twin.inject({ kind: "cpu", component: "front", dose: 0.45 });
    loop.run(30 * minuteMs);
    expect(loop.of("FindingOpened").filter(({ finding }) => finding.component === "front")).toEqual([]);
  });
});
