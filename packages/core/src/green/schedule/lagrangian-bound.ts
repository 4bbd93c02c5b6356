import { sumsBefore, type PlacementModel } from "./placement-model.ts";

export interface LagrangianBound {
  /** No plan costs less. */
  readonly bound: number;
  /** The price of power beyond the intensity, by position: what one unit of the cap there is worth. */
  readonly prices: Float64Array;
  readonly iterations: number;
}

/**
 * A lower bound on the cost of jobs, in one piece or not: the cap is relaxed with one price a position, each job then
 * takes its cheapest start, and the prices climb by deflected subgradients with Polyak's step (Held, Wolfe & Crowder,
 * 1974; Camerini, Fratta & Maffioli, 1975). At its best it equals the bound of the time-indexed linear program.
 *
 * `target` is the cost of a known plan, or a guess at one; it scales the steps and does not touch validity.
 * `isOver` is asked after each iteration.
 */
export function lagrangianBound(
  model: PlacementModel,
  target: number,
  isOver: () => boolean,
  from?: Float64Array,
): LagrangianBound {
  const { positions } = model;
  const price = from === undefined ? new Float64Array(positions) : Float64Array.from(from);
  const best = Float64Array.from(price);
  const direction = new Float64Array(positions);
  const excess = new Float64Array(positions);
  let bound = Number.NEGATIVE_INFINITY;
  let scale = 1;
  let stalled = 0;
  let iterations = 0;
  do {
    iterations++;
    const value = relaxedCost(model, price, excess);
    if (value > bound) {
      stalled = value > bound + 1e-6 * Math.abs(bound) ? 0 : stalled + 1;
      bound = value;
      best.set(price);
    } else stalled++;
    if (stalled > 20) {
      scale *= 0.7;
      stalled = 0;
      price.set(best);
      direction.fill(0);
      if (scale < 1e-5) break;
      continue;
    }
    let norm = 0;
    for (let t = 0; t < positions; t++) {
      const atFloor = price[t]! <= 0;
      const gradient = atFloor && excess[t]! < 0 ? 0 : excess[t]!;
      const d = gradient + 0.7 * direction[t]!;
      direction[t] = atFloor && d < 0 ? 0 : d;
      norm += direction[t]! * direction[t]!;
    }
    if (norm === 0) break;
    const step = (scale * Math.max(target - value, 1e-4 * Math.abs(target))) / norm;
    for (let t = 0; t < positions; t++) price[t] = Math.max(0, price[t]! + step * direction[t]!);
  } while (!isOver());
  return { bound: shaved(bound, model, best), prices: best, iterations };
}

/** The jobs' least cost under the prices, less what the caps are worth; `excess` receives load − cap. */
function relaxedCost(model: PlacementModel, price: Float64Array, excess: Float64Array): number {
  const { positions, power, duration, firstSegment, low, high, intensity, cap } = model;
  const sums = new Float64Array(positions + 1);
  for (let t = 0; t < positions; t++) sums[t + 1] = sums[t]! + intensity[t]! + price[t]!;
  excess.fill(0);
  let value = 0;
  for (let j = 0; j < model.jobs; j++) {
    if (model.mayPause[j] === 1) {
      value += cheapestSlots(model, j, sums, excess);
      continue;
    }
    const d = duration[j]!;
    let least = Number.POSITIVE_INFINITY;
    let at = 0;
    for (let g = firstSegment[j]!; g < firstSegment[j + 1]!; g++) {
      for (let s = low[g]!, end = high[g]!; s <= end; s++) {
        const cost = sums[s + d]! - sums[s]!;
        if (cost < least) {
          least = cost;
          at = s;
        }
      }
    }
    value += power[j]! * least;
    excess[at]! += power[j]!;
    if (at + d < positions) excess[at + d]! -= power[j]!;
  }
  let load = 0;
  for (let t = 0; t < positions; t++) {
    load += excess[t]!;
    excess[t] = load - cap[t]!;
    value -= price[t]! * cap[t]!;
  }
  return value;
}

/** What a job that may pause costs in its cheapest slots, each in its cheapest region; `change` receives its load as differences. */
function cheapestSlots(model: PlacementModel, job: number, sums: Float64Array, change: Float64Array): number {
  const { slots, firstSegment, low, high, duration, power, positions } = model;
  const first = firstSegment[job]!;
  const window = high[first]! - low[first]! + duration[job]!;
  const choices: { price: number; at: number }[] = [];
  for (let w = 0; w < window; w++) {
    const slot = (low[first]! % slots) + w;
    let choice = { price: Number.POSITIVE_INFINITY, at: 0 };
    for (let g = first; g < firstSegment[job + 1]!; g++) {
      const at = Math.floor(low[g]! / slots) * slots + slot;
      const price = sums[at + 1]! - sums[at]!;
      if (price < choice.price) choice = { price, at };
    }
    choices.push(choice);
  }
  choices.sort((a, b) => a.price - b.price);
  let value = 0;
  for (const { price, at } of choices.slice(0, duration[job])) {
    value += power[job]! * price;
    change[at]! += power[job]!;
    if (at + 1 < positions) change[at + 1]! -= power[job]!;
  }
  return value;
}

/** The bound less what rounding may have added to it. */
function shaved(bound: number, model: PlacementModel, price: Float64Array): number {
  const size = sumsBefore(price.map((value, t) => value * model.cap[t]!)).at(-1)! + Math.abs(bound);
  return bound - 1e-12 * size;
}
