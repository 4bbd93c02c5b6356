import { sumsBefore, type PlacementModel } from "./placement-model.ts";
import { Placement } from "./placement.ts";
import { placeInOrder } from "./place-in-order.ts";

export interface Baseline {
  readonly cost: number;
  /** Whether it keeps the cap and the deadlines; where not, the late jobs count as if started at their release. */
  readonly isFeasible: boolean;
  /** Where each job starts; −1 for those that do not fit. */
  readonly starts: Int32Array;
}

/** What running at once costs: each job in the order of release as early as the cap allows, in its first region if it can. */
export function runAtOnce(model: PlacementModel, order: readonly number[]): Baseline {
  const { slots, positions, problem } = model;
  const placement = new Placement(model);
  const price = new Float64Array(positions);
  for (let s = 0; s < positions; s++)
    price[s] = (s % slots) + Math.floor(s / slots) / (2 * problem.regions.length * slots);
  placeInOrder(placement, order, sumsBefore(price));
  let cost = 0;
  for (let j = 0; j < model.jobs; j++) {
    const start = placement.start[j]! >= 0 ? placement.start[j]! : model.low[model.firstSegment[j]!]!;
    const end = start + model.duration[j]!;
    cost += model.power[j]! * (model.intensityBefore[end]! - model.intensityBefore[start]!);
  }
  return { cost, isFeasible: placement.left === 0, starts: placement.start };
}
