import { type DurationMs, type EpochMs, secondMs } from "../kernel/index.ts";
import { Autopilot, decisionOf, LimitWatch, PresenceWatch } from "../autonomy/index.ts";
import { type ConsoleState, fold, type JournalEvent, type Policy } from "../journal/index.ts";
import type { Happening } from "./happenings.ts";
import type { Present } from "./present.ts";
import { type Reading, readingOf } from "./reading.ts";
import type { WhatIf } from "./what-if.ts";
import type { World } from "./world.ts";

/** The loop looks no more often than this, however often the system is measured. */
export const lookEveryMs: DurationMs = 0.75 * secondMs;

/** Who decides where a decision is taken otherwise. */
const nobody = "what if";

/**
 * The system and its loop going on from a moment of the past. Without `whatIf` everything is done as it was recorded, and
 * the loop only watches. With it, the decision is the other one; about its component the loop then goes on by itself under
 * the policy of that day, and no person answers what it asks; everything else is done as it was recorded.
 */
export class Future {
  readonly readings: Reading[] = [];
  readonly #world: World;
  readonly #autopilot: Autopilot;
  readonly #target: string;
  readonly #isOther: boolean;
  #state: ConsoleState;
  #lookedAt = 0;

  constructor({ proposal, decision, state, world, frames }: Present, whatIf: WhatIf | undefined, seed: number) {
    this.#world = world.fork(seed === 0 ? undefined : seed);
    this.#target = proposal.action.component;
    this.#isOther = whatIf !== undefined;
    const watches = [new LimitWatch(), new PresenceWatch()];
    for (const frame of frames) for (const watch of watches) watch.observe(frame);
    const knowledge = state.knowledge === null ? {} : { knowledge: state.knowledge };
    this.#autopilot = new Autopilot({ seed: seed + 1, watches, ...knowledge });
    this.#state = state;
    if (whatIf === undefined) {
      this.#emit({ kind: "LoopPaused", by: nobody, reason: "as recorded" }, state.at);
      return;
    }
    this.#emit({ kind: "PolicyChanged", policy: this.#narrowed(state.policy), by: nobody }, state.at);
    if (whatIf === "unanswered") return;
    const at = decision.verdict === "expired" ? state.at : decision.at;
    this.#emit({ kind: "ProposalDecided", decision: decisionOf(proposal, whatIf, nobody, at) }, state.at);
  }

  /** What came from outside. */
  undergo(happening: Happening): void {
    if (happening.kind === "told") {
      if (!this.#isOther) return;
      const { event } = happening;
      const told = event.kind === "PolicyChanged" ? { ...event, policy: this.#narrowed(event.policy) } : event;
      this.#emit(told, happening.at);
      return;
    }
    this.#world.undergo(happening);
    if (happening.kind === "acted") {
      const { proposal, isUndo } = happening;
      this.#emit({ kind: "ActionFinished", proposal, isUndo, result: "done" }, happening.at);
    }
  }

  /** Lives on until a batch of telemetry, and lets the loop look at it. */
  live(at: EpochMs): void {
    const frames = this.#world.live(at);
    if (at - this.#lookedAt < lookEveryMs) return;
    this.#lookedAt = at;
    this.#autopilot.observe(frames);
    const { events, state } = this.#autopilot.tick(this.#state, at);
    this.#state = state;
    for (const event of events) if (event.kind === "ActionStarted") this.#act(event, at);
    this.readings.push(readingOf(this.#state, this.#target));
  }

  #act({ proposal, action, isUndo }: Extract<JournalEvent, { kind: "ActionStarted" }>, at: EpochMs): void {
    const { kind } = this.#world.act(action);
    this.#emit({ kind: "ActionFinished", proposal, isUndo, result: kind }, at);
  }

  /** What the loop may do by itself here: about everything but the decision's component it only watches. */
  #narrowed(policy: Policy): Policy {
    const others = (this.#state.model?.components ?? []).filter(({ id }) => id !== this.#target);
    const byComponent = Object.fromEntries(others.map(({ id }) => [id, "observe" as const]));
    return { ...policy, byComponent: { ...policy.byComponent, ...byComponent } };
  }

  #emit(event: JournalEvent, at: EpochMs): void {
    this.#state = fold(this.#state, { seq: this.#state.seq + 1, at, event });
  }
}
