import { type EpochMs, InputError, secondMs } from "../kernel/index.ts";
import { hypothesisFor } from "../autonomy/index.ts";
import { type ConsoleState, type Decision, type Entry, fold, type Proposal } from "../journal/index.ts";
import type { Frame } from "../system/index.ts";
import type { ForkTask } from "./fork-task.ts";
import type { Happening } from "./happenings.ts";
import { World } from "./world.ts";

/** The moment at which the futures part. */
export interface Present {
  readonly decision: Decision;
  readonly proposal: Proposal;
  /** With the last entry that both futures share. */
  readonly state: ConsoleState;
  readonly world: World;
  /** What was measured before, from which the loop knows what is usual. */
  readonly frames: readonly Frame[];
}

/** How long before the first sign of trouble a likeness begins to live through it. */
const settleMs = secondMs;

/**
 * Rolls the checkpoint forward to the decision: the twin lives through what was done to the system since, batch by batch.
 * An expired decision is taken back to the moment at which it could first have been answered.
 *
 * @throws {InputError} where the decision or the twin at that moment is not known
 */
export function presentOf(task: ForkTask, happenings: readonly Happening[]): Present {
  const { decisionSeq, base, entries, checkpoint } = task;
  const decided = entries.find(({ seq }) => seq === decisionSeq)?.event;
  if (decided?.kind !== "ProposalDecided") throw unknown(`entry ${decisionSeq} of the journal is no decision`);
  const { decision } = decided;
  const made = entries.find(({ event }) => event.kind === "ProposalMade" && event.proposal.id === decision.proposal);
  const seq = decision.verdict === "expired" && made !== undefined ? made.seq : decisionSeq - 1;

  let state = base;
  const frames: Frame[] = [];
  for (const entry of entries) {
    if (entry.seq > seq) break;
    state = fold(state, entry);
    frames.push(...framesOf(state, entry));
  }
  const proposal = state.proposals[decision.proposal]?.proposal;
  if (proposal === undefined || state.model === null || state.seq !== seq || checkpoint.seq > seq)
    throw unknown("the journal does not reach back to this decision");

  const world = World.restore(state.model, checkpoint);
  const isLikeness = checkpoint.of === "likeness";
  // A likeness knows of no trouble, also where it was stored in the midst of it.
  const after = isLikeness ? 0 : checkpoint.seq;
  const lived = happenings.filter((each) => each.seq > after && each.seq <= seq);
  rollForward(world, state, lived, isLikeness);
  return { decision, proposal, state, world, frames };
}

/** A likeness was made while all was well; it lives through the trouble only, with what is held to be wrong. */
function rollForward(world: World, state: ConsoleState, happenings: readonly Happening[], isLikeness: boolean): void {
  const hypotheses = isLikeness ? hypothesesOf(state) : [];
  const begin = isLikeness ? troubleSince(state) - settleMs : 0;
  if (isLikeness) world.skipTo(begin);
  for (const happening of happenings) {
    if (happening.kind === "renewed" && !isLikeness)
      throw unknown("the simulated system was started anew just before this decision");
    if (happening.at >= begin) world.undergo(happening);
    while (hypotheses[0] !== undefined && hypotheses[0].since <= happening.at) world.break(hypotheses.shift()!.fault);
  }
  for (const { fault } of hypotheses) world.break(fault);
}

/** What is held to be wrong at the roots of open incidents, where nobody is known to have broken them. */
function hypothesesOf(state: ConsoleState) {
  const broken = new Set(Object.values(state.faults).map(({ fault }) => fault.component));
  const roots = new Set(
    Object.values(state.incidents).flatMap(({ root, healedAt }) => (healedAt === undefined ? [root] : [])),
  );
  return Object.values(state.findings)
    .filter(({ component }) => roots.has(component) && !broken.has(component))
    .sort((a, b) => a.since - b.since)
    .flatMap((finding) => {
      const fault = hypothesisFor(state, finding);
      return fault === undefined ? [] : [{ since: finding.since, fault }];
    });
}

function troubleSince(state: ConsoleState): EpochMs {
  const findings = Object.values(state.findings).flatMap(({ severity, since }) =>
    severity === "opportunity" ? [] : since,
  );
  const faults = Object.values(state.faults).map(({ at }) => at);
  return Math.min(state.at, ...findings, ...faults);
}

/** The frames that an entry was made of. */
function framesOf({ model, components }: ConsoleState, { seq, at, event }: Entry): Frame[] {
  if (event.kind !== "TelemetryRecorded" || model === null) return [];
  return event.rows.flatMap(([place]) => {
    const component = model.components[place ?? -1]?.id;
    const samples = component === undefined ? undefined : components[component]?.metrics;
    return component === undefined || samples === undefined ? [] : [{ component, sequence: seq, at, samples }];
  });
}

function unknown(what: string): InputError {
  return new InputError(what, { field: "decision" });
}
