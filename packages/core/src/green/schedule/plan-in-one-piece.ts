import { clamp, type Rng } from "../../kernel/index.ts";
import { annealExactly } from "./exact-annealing.ts";
import { completeSearch } from "./complete-search.ts";
import { precedenceOrder } from "./job-windows.ts";
import { fitLeftOut } from "./fit-left-out.ts";
import { lagrangianBound } from "./lagrangian-bound.ts";
import { placeInOrder } from "./place-in-order.ts";
import { type PlacementModel, sumsBefore, type Windows } from "./placement-model.ts";
import { Placement } from "./placement.ts";
import { ruinAndRecreate } from "./ruin-and-recreate.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Baseline } from "./run-at-once.ts";
import type { ScheduleProblem } from "./schedule-problem.ts";

export interface PlanContext {
  readonly problem: ScheduleProblem;
  readonly windows: Windows;
  readonly model: PlacementModel;
  readonly baseline: Baseline;
  readonly now: () => number;
  readonly end: number;
  readonly rng: Rng;
}

export type PlanResult =
  | { readonly cost: number; readonly bound: number; readonly jobs: readonly JobPlan[] }
  | { readonly isProven: boolean; readonly reason: string };

/** The least share of its time that the search for better places gets, however long the bound took. */
const leastSearchShare = 0.25;
/** A search is worth while for this many jobs a millisecond; more than `mostRounds` of them are not. */
const jobsPerMs = 0.03;
const mostRounds = 6;
/** With so many milliseconds a job there is a second search of exact steps; the first one gets this share of the time. */
const exactMsPerJob = 100;
const quickShare = 0.3;

/**
 * Plans jobs of which none may pause: bound, construction, repair, complete search where it is small, neighbourhoods.
 * `whyImpossible` is asked where the construction leaves jobs out; its sentence is a proof that there is no plan.
 */
export function planInOnePiece(context: PlanContext, whyImpossible: () => string | undefined): PlanResult {
  const { model, baseline, now, rng, problem } = context;
  const start = now();
  const span = Math.max(1, context.end - start);
  const end = start + span;
  const greedy = new Placement(model);
  placeInOrder(greedy, ordersOf(context)[0]!, model.intensityBefore);
  const target = greedy.left === 0 ? greedy.cost : baseline.cost;
  const lagrangian = lagrangianBound(model, target, () => now() > start + 0.2 * span);
  let { bound } = lagrangian;
  const placement = construct(context, lagrangian.prices);
  const reason = placement.left > 0 ? whyImpossible() : undefined;
  if (reason !== undefined) return { isProven: true, reason };

  const least = new Placement(model);
  const complete = lookThroughAll(
    least,
    placement.left === 0 ? placement.cost : Number.POSITIVE_INFINITY,
    context,
    span,
  );
  if (complete.finished && !complete.found && placement.left > 0)
    return { isProven: true, reason: "no arrangement of the jobs keeps the cap and every deadline; all were tried" };
  if (complete.found) placement.restore(least.start);
  if (complete.finished) bound = placement.cost;

  const searched = now();
  const until = Math.max(end, searched + leastSearchShare * span);
  if (placement.left > 0) fitLeftOut(placement, rng, () => now() >= until);
  if (placement.left === 0) improve(placement, context, { bound, prices: lagrangian.prices, until });
  if (placement.left > 0)
    return {
      isProven: false,
      reason: `no plan was found in ${Math.round(span)} ms, and none is ruled out: ${placement.left} of ${model.jobs} jobs did not fit; give it longer, a higher cap or later deadlines`,
    };
  if (baseline.isFeasible && baseline.cost < placement.cost) placement.restore(baseline.starts);
  const jobs = problem.jobs.map((_, j): JobPlan => {
    const position = placement.start[j]!;
    return { kind: "in-one-piece", region: Math.floor(position / model.slots), start: position % model.slots };
  });
  return { cost: placement.cost, bound, jobs };
}

interface Improvement {
  readonly bound: number;
  readonly prices: Float64Array;
  readonly until: number;
}

/**
 * Several searches from the same plan where the jobs are few, one where they are many; the best of them counts. Where
 * time allows, a slower search whose steps are exact then goes on from there.
 */
function improve(placement: Placement, { model, now, rng }: PlanContext, { bound, prices, until }: Improvement): void {
  const isOptimal = ({ cost }: Placement) => cost <= bound * (1 + 1e-12);
  const first = placement.start.slice();
  const priced = pricedBefore(model, prices);
  const begun = now();
  const isExactWorthwhile = until - begun >= exactMsPerJob * model.jobs;
  const quickTime = (until - begun) * (isExactWorthwhile ? quickShare : 1);
  const rounds = clamp(Math.floor((quickTime * jobsPerMs) / model.jobs), 1, mostRounds);
  const trial = new Placement(model);
  for (let round = 0; round < rounds && !isOptimal(placement); round++) {
    trial.restore(first);
    const start = now();
    const time = begun + (quickTime * (round + 1)) / rounds - start;
    const progress = () => (isOptimal(trial) ? 1 : (now() - start) / time);
    ruinAndRecreate(trial, { rng, bound, pricedBefore: priced, progress });
    if (trial.cost < placement.cost) placement.restore(trial.start);
  }
  if (!isExactWorthwhile || isOptimal(placement)) return;
  const start = now();
  const progress = () => (isOptimal(placement) || now() >= until ? 1 : (now() - start) / (until - start));
  annealExactly(placement, { rng, bound, progress });
}

/** Complete search where there is hope that it ends: few jobs, and a small share of the time. */
function lookThroughAll(placement: Placement, limit: number, { model, now }: PlanContext, span: number) {
  if (model.jobs > 40) return { finished: false, found: false };
  const end = now() + 0.05 * span;
  let steps = 0;
  return completeSearch(
    placement,
    limit,
    () => ++steps < 3000 || (steps & 15) !== 0 || (steps < 200_000 && now() < end),
  );
}

/** The best of several orders by priced intensity, and of running at once. */
function construct(context: PlanContext, prices: Float64Array): Placement {
  const { model, baseline } = context;
  const priced = pricedBefore(model, prices);
  const best = new Placement(model);
  best.restore(baseline.starts);
  for (const order of ordersOf(context)) {
    const placement = new Placement(model);
    placeInOrder(placement, order, priced);
    if (placement.left < best.left || (placement.left === best.left && placement.cost < best.cost))
      best.restore(placement.start);
  }
  return best;
}

/** Sums of what power costs in the intensity and the price of the cap. */
function pricedBefore({ intensity }: PlacementModel, prices: Float64Array): Float64Array {
  return sumsBefore(intensity.map((value, t) => value + prices[t]!));
}

/** Orders to construct in: the most energy first, and the least room first; what others wait for before them. */
function ordersOf({ model, problem }: PlanContext): number[][] {
  const chain = precedenceOrder(problem);
  const rank = new Int32Array(model.jobs);
  if (chain.kind === "order") for (const [i, j] of chain.jobs.entries()) rank[j] = i;
  const energy = (j: number) => model.power[j]! * model.duration[j]!;
  const room = (j: number) => model.high[model.firstSegment[j]!]! - model.low[model.firstSegment[j]!]!;
  return [(a: number, b: number) => energy(b) - energy(a), (a: number, b: number) => room(a) - room(b)].map(
    (compare) => {
      const order = Array.from({ length: model.jobs }, (_, j) => j).sort(compare);
      return model.hasPrecedence ? order.sort((a, b) => rank[a]! - rank[b]!) : order;
    },
  );
}
