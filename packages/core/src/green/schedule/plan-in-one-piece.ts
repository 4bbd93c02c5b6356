import type { Rng } from "../../kernel/index.ts";
import { completeSearch } from "./complete-search.ts";
import type { InterruptibleResult } from "./interruptible-optimum.ts";
import { precedenceOrder } from "./job-windows.ts";
import { lagrangianBound } from "./lagrangian-bound.ts";
import { searchNeighbourhoods } from "./neighbourhood-search.ts";
import { placeInOrder } from "./place-in-order.ts";
import { type PlacementModel, sumsBefore, type Windows } from "./placement-model.ts";
import { Placement } from "./placement.ts";
import type { JobPlan } from "./job-plan.ts";
import type { Baseline } from "./run-at-once.ts";
import type { ScheduleProblem } from "./schedule-problem.ts";

export interface PlanContext {
  readonly problem: ScheduleProblem;
  readonly windows: Windows;
  readonly model: PlacementModel;
  /** The optimum of the same jobs if all could pause and nothing waited for anything. */
  readonly relaxed: Extract<InterruptibleResult, { kind: "optimal" }>;
  readonly baseline: Baseline;
  readonly now: () => number;
  readonly end: number;
  readonly rng: Rng;
}

export type PlanResult =
  | { readonly cost: number; readonly bound: number; readonly jobs: readonly JobPlan[] }
  | { readonly isProven: boolean; readonly reason: string };

/** Plans jobs of which none may pause: bound, construction, repair, complete search where it is small, neighbourhoods. */
export function planInOnePiece(context: PlanContext): PlanResult {
  const { model, relaxed, baseline, now, end, rng, problem } = context;
  const start = now();
  const span = Math.max(0, end - start);
  const lagrangian = lagrangianBound(model, 1.004 * relaxed.cost, () => now() > start + 0.12 * span);
  let bound = Math.max(lagrangian.bound, relaxed.cost * (1 - 1e-12));
  const placement = construct(context, lagrangian.prices);

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
  const over = end - searched || 1;
  if (placement.cost > bound * (1 + 1e-12) || placement.left > 0)
    searchNeighbourhoods(placement, {
      rng,
      bound,
      progress: () => (placement.left === 0 && placement.cost <= bound * (1 + 1e-12) ? 1 : (now() - searched) / over),
    });
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
function construct({ model, baseline, problem }: PlanContext, prices: Float64Array): Placement {
  const priced = sumsBefore(model.intensity.map((value, t) => value + prices[t]!));
  const chain = precedenceOrder(problem);
  const rank = new Int32Array(model.jobs);
  if (chain.kind === "order") for (const [i, j] of chain.jobs.entries()) rank[j] = i;
  const energy = (j: number) => model.power[j]! * model.duration[j]!;
  const room = (j: number) => model.high[model.firstSegment[j]!]! - model.low[model.firstSegment[j]!]!;
  const orders = [(a: number, b: number) => energy(b) - energy(a), (a: number, b: number) => room(a) - room(b)].map(
    (compare) => {
      const order = Array.from({ length: model.jobs }, (_, j) => j).sort(compare);
      return model.hasPrecedence ? order.sort((a, b) => rank[a]! - rank[b]!) : order;
    },
  );
  const best = new Placement(model);
  best.restore(baseline.starts);
  for (const order of orders) {
    const placement = new Placement(model);
    placeInOrder(placement, order, priced);
    if (placement.left < best.left || (placement.left === best.left && placement.cost < best.cost))
      best.restore(placement.start);
  }
  return best;
}
