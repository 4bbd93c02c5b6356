import { interruptibleOptimum, type InterruptibleResult } from "./interruptible-optimum.ts";
import { lagrangianBound } from "./lagrangian-bound.ts";
import { type PlanContext, planInOnePiece, type PlanResult } from "./plan-in-one-piece.ts";
import { placementModel, type Windows } from "./placement-model.ts";
import { inParts, type JobPlan } from "./job-plan.ts";
import { runAtOnce } from "./run-at-once.ts";
import type { ScheduleProblem } from "./schedule-problem.ts";
import { type Draws, searchMixed } from "./search-mixed.ts";

/** The least share of its time that the search gets, however long the rest took. */
const leastSearchShare = 0.25;

/** The optimum of the same jobs if all could pause and nothing waited for anything. */
type Relaxed = Extract<InterruptibleResult, { kind: "optimal" }>;

/**
 * Plans jobs of which some may pause, or which may pause and wait for one another. A first plan comes from all jobs in
 * one piece, or from room set aside for those that may pause; rounds give those that may pause their exact optimum in
 * what the others leave, and the others new places in what those leave; then a search moves both together. The bound
 * holds for the whole.
 */
export function planMixed(context: PlanContext, relaxed: Relaxed): PlanResult {
  const { problem, model, now, end } = context;
  const span = Math.max(0, end - now());
  const boundEnd = now() + 0.1 * span;
  const lagrangian = lagrangianBound(model, 1.004 * relaxed.cost, () => now() > boundEnd);
  const bound = Math.max(lagrangian.bound, relaxed.cost * (1 - 1e-12));
  const first = firstDraws(context, relaxed, span);
  const alternating = first === undefined ? undefined : alternate(context, first, bound, now() + 0.5 * (end - now()));
  const draws = searchMixed(context, alternating, { bound, end: Math.max(end, now() + leastSearchShare * span) });
  if (draws === undefined)
    return {
      isProven: false,
      reason: `no plan was found in ${Math.round(span)} ms, and none is ruled out; give it longer, a higher cap or later deadlines`,
    };
  const jobs = problem.jobs.map((job, j): JobPlan => {
    const own = draws[j]!;
    if (job.isInterruptible) return inParts(own, model.slots);
    const position = own[0]![0];
    return { kind: "in-one-piece", region: Math.floor(position / model.slots), start: position % model.slots };
  });
  return { cost: costOf(context, draws), bound, jobs };
}

/** Rounds in which those that may pause and the others take turns, for as long as that helps. */
function alternate(context: PlanContext, first: Draws, bound: number, end: number): Draws {
  const { now } = context;
  let draws = first;
  let cost = costOf(context, draws);
  for (let round = 0; round < 8 && cost > bound * (1 + 1e-12); round++) {
    const before = cost;
    for (const improve of [redrawPausable, replaceFixed]) {
      const next = improve(context, draws, now() + Math.max(0, end - now()) * 0.25, round);
      const nextCost = next === undefined ? Number.POSITIVE_INFINITY : costOf(context, next);
      if (next === undefined || nextCost >= cost) continue;
      draws = next;
      cost = nextCost;
    }
    if (now() >= end || (round > 1 && cost >= before * (1 - 1e-9))) break;
  }
  return draws;
}

function costOf({ model }: PlanContext, draws: Draws): number {
  let cost = 0;
  for (const own of draws) for (const [position, power] of own) cost += model.intensity[position]! * power;
  return cost;
}

/** All in one piece; where that does not fit, the others in what the relaxed plan leaves to them. */
function firstDraws(context: PlanContext, relaxed: Relaxed, span: number): Draws | undefined {
  const { problem, now } = context;
  const rigid: ScheduleProblem = { ...problem, jobs: problem.jobs.map((job) => ({ ...job, isInterruptible: false })) };
  const all = problem.jobs.map((_, j) => j);
  const caps = problem.regions.map(({ cap }) => cap);
  const whole = place(context, rigid, all, context.windows, caps, now() + 0.2 * span);
  if (whole !== undefined) return whole;
  const pausable = all.filter((j) => problem.jobs[j]!.isInterruptible);
  const fixed = all.filter((j) => !problem.jobs[j]!.isInterruptible);
  const aside = leftOver(
    context,
    pausable.map((j) => relaxed.loads[j]!),
  );
  const placed = place(context, problem, fixed, context.windows, aside, now() + 0.2 * span);
  if (placed !== undefined) {
    const draws: (readonly (readonly [number, number])[])[] = all.map(() => []);
    for (const [i, j] of fixed.entries()) draws[j] = placed[i]!;
    const rest = leftOver(context, placed).flatMap((cap) => [...cap]);
    const filled = interruptibleOptimum(problem, context.windows, rest, pausable);
    if (filled.kind === "optimal" && !context.model.hasPrecedence) {
      for (const [i, j] of pausable.entries()) draws[j] = filled.loads[i]!;
      return draws;
    }
  }
  return undefined;
}

/** Gives the jobs that may pause their optimum in what the others leave, with milestones between those that wait. */
function redrawPausable(context: PlanContext, draws: Draws, _end: number, round: number): Draws | undefined {
  const { problem } = context;
  const all = problem.jobs.map((_, j) => j);
  const pausable = all.filter((j) => problem.jobs[j]!.isInterruptible);
  const others = draws.filter((_, j) => !problem.jobs[j]!.isInterruptible);
  const windows = windowsAround(context, draws, round % 2 === 0);
  const rest = leftOver(context, others).flatMap((cap) => [...cap]);
  const filled = interruptibleOptimum(problem, windows, rest, pausable);
  if (filled.kind === "short") return undefined;
  const next = [...draws];
  for (const [i, j] of pausable.entries()) next[j] = filled.loads[i]!;
  return next;
}

/** Places the jobs that may not pause anew in what the others leave. */
function replaceFixed(context: PlanContext, draws: Draws, end: number): Draws | undefined {
  const { problem } = context;
  const fixed = problem.jobs.map((_, j) => j).filter((j) => !problem.jobs[j]!.isInterruptible);
  if (fixed.length === 0) return undefined;
  const caps = leftOver(
    context,
    draws.filter((_, j) => problem.jobs[j]!.isInterruptible),
  );
  const placed = place(context, problem, fixed, windowsAround(context, draws, true), caps, end);
  if (placed === undefined) return undefined;
  const next = [...draws];
  for (const [i, j] of fixed.entries()) next[j] = placed[i]!;
  return next;
}

/** Windows that keep each pair of jobs apart at the moment at which they are apart now. */
function windowsAround({ problem, windows, model }: PlanContext, draws: Draws, isLate: boolean): Windows {
  const first = draws.map((own) => own.reduce((t, [s]) => Math.min(t, s % model.slots), model.slots));
  const last = draws.map((own) => own.reduce((t, [s]) => Math.max(t, (s % model.slots) + 1), 0));
  const release = windows.map(([r]) => r);
  const deadline = windows.map(([, d]) => d);
  for (const [j, job] of problem.jobs.entries())
    for (const i of job.after) {
      const apart = isLate ? first[j]! : last[i]!;
      deadline[i] = Math.min(deadline[i]!, apart);
      release[j] = Math.max(release[j]!, apart);
    }
  return windows.map((_, j) => [release[j]!, deadline[j]!] as const);
}

function leftOver({ problem, model }: PlanContext, used: Draws): number[][] {
  const caps = problem.regions.map(({ cap }) => [...cap]);
  for (const own of used)
    for (const [position, power] of own) {
      const cap = caps[Math.floor(position / model.slots)]!;
      const slot = position % model.slots;
      cap[slot] = Math.max(0, cap[slot]! - power);
    }
  return caps;
}

/** Plans some of the jobs in one piece under other caps; undefined where no plan was found. */
function place(
  context: PlanContext,
  problem: ScheduleProblem,
  members: readonly number[],
  windows: Windows,
  caps: readonly (readonly number[])[],
  end: number,
): Draws | undefined {
  const index = new Map(members.map((j, i) => [j, i]));
  const part: ScheduleProblem = {
    regions: problem.regions.map((region, k) => ({ ...region, cap: caps[k]! })),
    jobs: members.map((j) => ({
      ...problem.jobs[j]!,
      after: problem.jobs[j]!.after.filter((i) => index.has(i)).map((i) => index.get(i)!),
    })),
  };
  const own = members.map((j) => windows[j]!);
  if (own.some(([release, deadline], i) => deadline - release < part.jobs[i]!.duration)) return undefined;
  const model = placementModel({ ...part, jobs: part.jobs.map((job) => ({ ...job, isInterruptible: false })) }, own);
  const baseline = runAtOnce(
    model,
    [...members.keys()].sort((a, b) => own[a]![0] - own[b]![0]),
  );
  const plan = planInOnePiece({ ...context, problem: part, windows: own, model, baseline, end }, () =>
    interruptibleOptimum(
      part,
      own,
      caps.flatMap((cap) => [...cap]),
      [...members.keys()],
    ).kind === "short"
      ? "the jobs that may not pause do not fit beside the others"
      : undefined,
  );
  if ("reason" in plan) return undefined;
  return plan.jobs.map((job, i) => {
    if (job.kind !== "in-one-piece") return [];
    const { duration, power } = part.jobs[i]!;
    const from = job.region * model.slots + job.start;
    return Array.from({ length: duration }, (_, t) => [from + t, power] as const);
  });
}
