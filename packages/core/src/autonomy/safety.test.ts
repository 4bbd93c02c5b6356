import fc from "fast-check";
import { expect, it } from "vitest";
import { hourMs, Rng, secondMs } from "../kernel/index.ts";
import {
  type ConsoleState,
  type Entry,
  fold,
  initialState,
  type JournalEvent,
  modeSchema,
  needsTakingOver,
  type Outcome,
  type Policy,
  type ProposalState,
  replay,
  runningAction,
  stateHash,
} from "../journal/index.ts";
import { type Action, actionKindSchema, actionSpecs, type Frame, parseSystem } from "../system/index.ts";
import { savesPower } from "./savings/opportunities.ts";
import { SurplusWatch } from "./savings/surplus-watch.ts";
import { AnomalyWatch } from "./watches/anomaly-watch.ts";
import { touchedBy } from "./left-alone.ts";
import { LimitWatch } from "./watches/limit-watch.ts";
import { PresenceWatch } from "./watches/presence-watch.ts";
import {
  approve,
  Autopilot,
  type DecisionResult,
  defaultKnowledge,
  extend,
  modeFor,
  parseKnowledge,
  recoveryEvents,
  requestUndo,
  takeOver,
  veto,
} from "./index.ts";

/** 10⁵ schedules take minutes: `HOMEOSTAT_SCHEDULES=100000` runs them; the suite runs enough to notice a mistake. */
const schedules = Number(process.env["HOMEOSTAT_SCHEDULES"] ?? 1500);

const model = parseSystem(`name: small
components:
  - { id: web, kind: gateway, replicas: 4, power: { idleW: 60, peakW: 150 } }
  - { id: shop, kind: service, replicas: 4, power: { idleW: 60, peakW: 150 } }
  - { id: db, kind: database }
  - { id: cache, kind: cache, isProtected: true }
  - { id: ads, kind: service, replicas: 4, power: { idleW: 60, peakW: 150 } }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
  - { from: shop, to: cache, kind: soft }
`);
const ids = model.components.map(({ id }) => id);
/** What cannot be undone is believed to help, so that it is proposed too. */
const knowledge = {
  solutions: [
    ...defaultKnowledge.solutions.map((solution) =>
      solution.action === "roll-back" ? { ...solution, prior: { successes: 30, failures: 1 } } : solution,
    ),
    ...parseKnowledge(
      "solutions: [{ finding: replicas-down, action: roll-back, prior: { successes: 30, failures: 1 } }]",
    ).solutions,
  ],
};

/** A world of chance: metrics jump, people decide well and badly, actions succeed, fail and hang, the server dies. */
class World {
  readonly rng: Rng;
  readonly entries: Entry[] = [];
  state: ConsoleState = initialState;
  now = 1_000_000;
  readonly hasDetectors: boolean;
  readonly isSaving: boolean;
  autopilot: Autopilot;
  readonly metrics: Record<string, Record<string, number>> = {};
  readonly begun = new Map<string, number>();
  readonly vetoed = new Set<string>();
  readonly approvedBy = new Map<string, string>();
  readonly seconds = new Map<string, string>();
  /** Proposals that could not be taken back, and that nobody has taken over. */
  readonly stuck = new Set<string>();
  /** Actions that cannot be undone and were begun. */
  forGood = 0;
  /** Replicas that were borrowed. */
  loans = 0;
  /** Actions that save power. */
  savings = 0;

  constructor(seed: number) {
    this.rng = new Rng(seed);
    this.hasDetectors = this.rng.bool(0.25);
    this.isSaving = this.rng.bool(0.25);
    this.autopilot = this.newAutopilot();
    this.record([
      { kind: "SystemDescribed", model, managed: "twin", faults: [], actions: [...actionKindSchema.options] },
    ]);
    this.record([{ kind: "PolicyChanged", policy: this.policy(), by: "lead" }]);
    for (const id of ids) this.metrics[id] = this.sample(false);
  }

  /** Detectors open incidents of their own, and cost more than all the rest: they watch in some of the worlds. */
  newAutopilot(): Autopilot {
    const watches = [
      new LimitWatch(),
      new PresenceWatch(),
      ...(this.hasDetectors ? [new AnomalyWatch()] : []),
      ...(this.isSaving ? [new SurplusWatch()] : []),
    ];
    return new Autopilot({ seed: this.rng.uint32(), knowledge, watches });
  }

  policy(): Policy {
    const mode = () => this.rng.pick(modeSchema.options);
    return {
      ...initialState.policy,
      defaultMode: this.rng.pick(["approve", "veto", "auto"]),
      byAction: this.rng.bool(0.3) ? { restart: mode(), "scale-out": mode() } : {},
      byComponent: this.rng.bool(0.2) ? { db: mode() } : {},
      byRisk: ["auto", this.rng.pick(["approve", "veto", "auto"]), this.rng.pick(["approve", "veto", "auto"])],
      confidenceThreshold: this.rng.pick([0.3, 0.7]),
      approvalTimeoutMs: this.rng.pick([5, 60, 900]) * secondMs,
      vetoWindowMs: this.rng.pick([2, 20]) * secondMs,
      healthyFloor: this.rng.pick([0, 0.51, 0.8]),
      coolDownMs: this.rng.pick([0, 20, 60]) * secondMs,
      actionsPerHour: this.rng.pick([1, 3, 30]),
      actionsPerTargetPerHour: this.rng.pick([1, 2, 6]),
      failuresThatBlock: this.rng.pick([1, 2, 3]),
      surplusAfterMs: 10 * secondMs,
      protectedComponents: this.rng.bool(0.1) ? [this.rng.pick(ids)] : [],
      maintenanceWindows: this.rng.bool(0.2) ? [this.window()] : [],
    };
  }

  window(): Policy["maintenanceWindows"][number] {
    const from = this.now + this.rng.pick([-60, 0, 20]) * secondMs;
    return { from, to: from + 60 * secondMs, components: this.rng.bool(0.5) ? [] : [this.rng.pick(ids)] };
  }

  sample(isBad: boolean): Record<string, number> {
    const value = () => (isBad && this.rng.bool(0.6) ? this.rng.next() : 0.2);
    return {
      cpu: value(),
      memory: value(),
      errorRate: isBad ? value() * 0.5 : 0,
      latencyMs: 10,
      requestRate: 20,
      powerW: 320,
      replicasUp: isBad && this.rng.bool(0.3) ? 0 : 4,
    };
  }

  record(events: readonly JournalEvent[]): void {
    for (const event of events) {
      this.check(event);
      const entry = { seq: this.state.seq + 1, at: this.now, event };
      this.entries.push(entry);
      this.state = fold(this.state, entry);
      if (event.kind === "OutcomeObserved") this.checkOutcome(event.outcome);
    }
  }

  /** The promises, checked against the state before the event is folded. */
  check(event: JournalEvent): void {
    if (event.kind === "ProposalDecided") {
      const { proposal, verdict, by } = event.decision;
      if (verdict === "vetoed") this.vetoed.add(proposal);
      if (verdict === "approved") claim(this.approvedBy.get(proposal) === by, "only a person's own command approves");
    }
    if (event.kind === "ProposalMade") {
      const { confidence } = event.proposal;
      claim(confidence >= this.state.policy.confidenceThreshold, "nothing is proposed below the threshold");
    }
    if (event.kind === "UndoFailed") this.stuck.add(event.proposal);
    if (event.kind === "ActionFinished" && event.isUndo && event.result !== "done") this.stuck.add(event.proposal);
    if (event.kind === "UndoTakenOver") this.stuck.delete(event.proposal);
    if (event.kind === "ProposalSeconded") this.seconds.set(event.proposal, event.by);
    if (event.kind !== "ActionStarted") return;
    const held = this.state.proposals[event.proposal];
    claim(held !== undefined, "an action has a proposal");
    claim(this.state.killSwitch === null, "nothing begins while the kill switch is thrown");
    const target = event.action.component;
    const others = Object.values(this.state.proposals).filter((other) => other.proposal.id !== event.proposal);
    claim(!isTouched(others, event.action), "never two actions on one target");
    if (event.action.kind === "borrow-replicas" && !event.isUndo) this.loans++;
    if (event.isUndo) return;
    if (savesPower(event.action)) this.checkSaving(event.action);
    this.checkBegin(held, target);
  }

  checkSaving(action: Action): void {
    this.savings++;
    const touched = touchedBy(action);
    const isTroubled = Object.values(this.state.incidents).some(
      ({ root, affected, healedAt }) =>
        healedAt === undefined && [root, ...affected].some((id) => touched.includes(id)),
    );
    claim(!isTroubled, "no power is saved where something is wrong");
  }

  /** Checked after the outcome is folded. */
  checkOutcome({ proposal, kind }: Outcome): void {
    const held = this.state.proposals[proposal];
    const isUndone = held?.proposal.undo === null || held?.status.kind === "undoing";
    claim(kind !== "worse" || isUndone, "what made things worse is undone");
  }

  checkBegin(held: ProposalState, target: string): void {
    const { proposal, status } = held;
    const { policy, actionsTaken } = this.state;
    const touched = touchedBy(proposal.action);
    const isLeftAlone = policy.maintenanceWindows.some(
      ({ from, to, components }) =>
        from <= this.now && this.now < to && (components.length === 0 || components.some((id) => touched.includes(id))),
    );
    claim(!isLeftAlone, "a maintenance window is kept");
    claim(!policy.protectedComponents.some((id) => touched.includes(id)), "what the policy protects is never acted on");
    claim(modeFor(policy, proposal.action) === proposal.mode, "the mode in force is the one it was proposed in");
    if (proposal.risk === 2) {
      const approver = this.approvedBy.get(proposal.id);
      const second = this.seconds.get(proposal.id);
      claim(
        approver !== undefined && second !== undefined && approver !== second,
        "what cannot be undone has two people behind it",
      );
      this.forGood++;
    }
    claim(status.kind === "decided", "what begins was decided");
    claim(!this.vetoed.has(proposal.id), "a veto before the beginning always wins");
    claim(proposal.expiresAt > this.now, "an expired approval never executes");
    claim(this.state.paused === null, "nothing begins while paused");
    claim(target !== "cache", "a protected component is never acted on");
    claim(!this.begun.has(proposal.id), "an approval is used once");
    this.begun.set(proposal.id, this.now);
    if (status.kind === "decided") {
      claim(status.decision.planHash === proposal.planHash, "an approval counts for its plan only");
      claim(status.decision.stateVersion === proposal.stateVersion, "an approval counts for its state only");
      const isPerson = status.decision.verdict === "approved";
      claim(
        isPerson || proposal.mode === "auto" || proposal.mode === "veto",
        "without a person only auto and veto act",
      );
      if (proposal.mode === "veto" && !isPerson)
        claim((proposal.actsAt ?? 0) <= this.now, "the veto window is left to run out");
    }
    const lastHour = actionsTaken.filter(({ at }) => at > this.now - hourMs);
    const onTarget = lastHour.filter(({ component }) => component === target);
    claim(lastHour.length < policy.actionsPerHour, "the budget an hour is kept");
    claim(onTarget.length < policy.actionsPerTargetPerHour, "the budget a target is kept");
    claim(onTarget.filter(({ failed }) => failed).length < policy.failuresThatBlock, "what keeps failing is blocked");
    claim(
      onTarget.every(({ at }) => this.now - at >= policy.coolDownMs),
      "cool-downs are kept",
    );
    const serves = (id: string) => ["healthy", "degraded"].includes(this.state.components[id]?.health ?? "");
    // What saves power leaves its target serving, and waits where too few serve already.
    const isSaving = savesPower(proposal.action);
    const isTaken = !isSaving && actionSpecs[proposal.action.kind].risk > 0 && serves(target);
    const serving = ids.filter(serves).length - (isTaken ? 1 : 0);
    claim(!(isTaken || isSaving) || serving / ids.length >= policy.healthyFloor, "never below the healthy floor");
  }

  decide(id: string, by: string, result: DecisionResult): void {
    if (!("events" in result)) return;
    for (const event of result.events) {
      if (event.kind === "ProposalDecided" && event.decision.verdict === "approved") this.approvedBy.set(id, by);
    }
    this.record(result.events);
  }

  /** Somebody does something at the console, with what they see now or with what they saw long ago. */
  person(): void {
    const held = this.rng.bool(0.9) ? Object.values(this.state.proposals).at(-1 - this.rng.int(2)) : undefined;
    if (held === undefined) return;
    const { proposal } = held;
    const by = this.rng.pick(["ann", "bob"]);
    const seen = this.rng.bool(0.8) ? proposal : { planHash: "stale", stateVersion: proposal.stateVersion };
    const roll = this.rng.int(10);
    if (roll < 5) {
      const confirmation = this.rng.bool(0.7) ? proposal.action.component : undefined;
      const isKnown = this.rng.bool(0.9);
      const result = approve(this.state, proposal.id, seen, by, this.now, { isKnown, confirmation });
      claim(isKnown || proposal.risk < 2 || !("events" in result), "nobody unknown counts for what takes two people");
      claim(seen === proposal || !("events" in result), "an approval of another plan does not count");
      this.decide(proposal.id, by, result);
    } else if (roll < 7) this.decide(proposal.id, by, veto(this.state, proposal.id, by, this.now, "no"));
    else if (this.stuck.size > 0 && this.rng.bool(0.3)) {
      const [id = ""] = this.stuck;
      this.decide(id, by, takeOver(this.state, id, by, "by hand"));
    } else if (roll < 8) this.decide(proposal.id, by, extend(this.state, proposal.id, by, this.now, 300_000));
    else {
      const result = requestUndo(this.state, proposal.id, by);
      claim(this.state.killSwitch === null || !("events" in result), "no undo is asked for under the kill switch");
      this.decide(proposal.id, by, result);
    }
  }

  /** The server dies and comes back: what was in memory is gone, the journal is not. */
  restart(): void {
    const again = replay(this.entries);
    claim(stateHash(again) === stateHash(this.state), "the journal gives the same state again");
    this.state = again;
    this.autopilot = this.newAutopilot();
    this.now += this.rng.pick([1, 30, 4000]) * secondMs;
    this.record(recoveryEvents(this.state));
  }

  finishActions(): void {
    for (const held of Object.values(this.state.proposals)) {
      const action = runningAction(held);
      if (action === undefined || this.rng.bool(0.5)) continue;
      const result = this.rng.pick(["done", "done", "failed", "deadline-passed"] as const);
      this.record([
        { kind: "ActionFinished", proposal: held.proposal.id, isUndo: held.status.kind === "undoing", result },
      ]);
      if (this.rng.bool(0.7)) this.metrics[action.component] = this.sample(this.rng.bool(0.3));
    }
  }

  lead(): void {
    const roll = this.rng.int(6);
    if (roll === 0) this.record([{ kind: "KillSwitchThrown", by: "lead", reason: "drill" }]);
    else if (roll <= 2) this.record([{ kind: "KillSwitchReset", by: "lead", reason: "over" }]);
    else if (roll === 3) this.record([{ kind: "LoopPaused", by: "lead", reason: "deploy" }]);
    else if (roll === 4) this.record([{ kind: "LoopResumed", by: "lead" }]);
    else this.record([{ kind: "PolicyChanged", policy: this.policy(), by: "lead" }]);
  }

  step(): void {
    if (this.rng.bool(0.25)) this.metrics[this.rng.pick(ids)] = this.sample(this.rng.bool(0.6));
    if (this.rng.bool(0.3)) this.person();
    if (this.rng.bool(0.04)) this.lead();
    if (this.rng.bool(0.03)) this.restart();
    this.finishActions();
    this.now += this.rng.pick([1, 1, 1, 5, 30]) * secondMs;
    const frames: Frame[] = ids
      .filter(() => this.rng.bool(0.97))
      .map((component) => ({ component, sequence: this.now, at: this.now, samples: this.metrics[component] ?? {} }));
    this.autopilot.observe(frames);
    const { events } = this.autopilot.tick(this.state, this.now);
    const undosBefore = Object.values(this.state.proposals).filter(
      ({ status }) => status.kind === "undoing" && status.started === undefined,
    );
    this.record(events);
    this.checkAfterTick(undosBefore);
  }

  checkAfterTick(undosBefore: readonly ProposalState[]): void {
    for (const { proposal } of undosBefore) {
      const status = this.state.proposals[proposal.id]?.status;
      const others = Object.values(this.state.proposals).filter((other) => other.proposal.id !== proposal.id);
      const isBusy = isTouched(others, proposal.action);
      claim(
        isBusy || !(status?.kind === "undoing" && status.started === undefined),
        "an undo begins, or goes to a person, within one tick of its target being free",
      );
    }
    for (const id of this.stuck) {
      const held = this.state.proposals[id];
      claim(held !== undefined && needsTakingOver(held), "a failed undo needs a person until one takes it over");
    }
    if (this.state.killSwitch === null) return;
    const alive = Object.values(this.state.proposals).filter(
      ({ status }) => status.kind === "waiting" || status.kind === "decided",
    );
    claim(alive.length === 0, "the kill switch stops everything within one tick");
  }
}

/** Whether one of the proposals is at this moment done to what an action would be done to. */
function isTouched(proposals: readonly ProposalState[], action: Action): boolean {
  const touched = touchedBy(action);
  return proposals.some((held) => {
    const running = runningAction(held);
    return running !== undefined && touchedBy(running).some((id) => touched.includes(id));
  });
}

function claim(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`broken promise: ${promise}`);
}

it(`keeps every promise in ${schedules} random schedules of findings, decisions, crashes and restarts`, () => {
  let begun = 0;
  let forGood = 0;
  let loans = 0;
  let savings = 0;
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const world = new World(seed);
      for (let i = 0; i < 60; i++) world.step();
      begun += world.begun.size;
      forGood += world.forGood;
      loans += world.loans;
      savings += world.savings;
    }),
    { numRuns: schedules, endOnFailure: true },
  );
  expect(begun / schedules, "schedules in which nothing happens would prove nothing").toBeGreaterThan(0.5);
  expect(forGood, "actions that cannot be undone are among them").toBeGreaterThan(0);
  expect(loans, "and some that touch two components").toBeGreaterThan(0);
  expect(savings, "and some that save power").toBeGreaterThan(0);
}, 3_600_000);
