import type { Rng } from "../../kernel/index.ts";
import { sumsBefore, type PlacementModel } from "./placement-model.ts";
import type { Placement } from "./placement.ts";

export interface AnnealOptions {
  readonly rng: Rng;
  /** The price of power beyond the intensity, by position, as the bound found it. */
  readonly prices: Float64Array;
  /** How much of the time is over, 0..1; at 1 it stops. */
  readonly progress: () => number;
}

/** The temperature at the beginning and at the end, as a share of what a job costs in the mean. */
const hottest = 0.008;
const coldest = 1e-4;
/** What a unit above the cap costs, in units of what the cap is worth there: it may be passed at first, and hardly at last. */
const leastWeight = 1;
const mostWeight = 60;
/** A cap that is worth nothing counts as much as this share of the mean intensity. */
const worthAtLeast = 0.25;
/** Share of the moves that shift a job by a few slots; the others move it to any start that is cheap under the prices. */
const shifts = 0.5;
const longestShift = 3;
/** How much dearer than a job's cheapest start one may be that is tried, in temperatures. */
const dearest = 10;
const movesBetweenLooks = 1024;

/**
 * Simulated annealing (Kirkpatrick et al., 1983) over the starts of all jobs, with the cap as a penalty that grows
 * (strategic oscillation towards feasibility). The prices of the bound say which starts are worth trying and what a cap
 * is worth. Ends with jobs left out where the cap would still be passed; a search that puts them back follows.
 *
 * Every job that is left out to begin with is put at its cheapest start; where jobs wait for others, none may be.
 */
export function annealStarts(placement: Placement, { rng, prices, progress }: AnnealOptions): void {
  const { model } = placement;
  const { jobs, positions, power, duration, intensityBefore, intensity, cap } = model;
  const starts = cheapStarts(model, prices);
  const at = placement.start.map((start, j) => (start < 0 ? starts[j]!.positions[0]! : start));
  placement.restore(at);
  const { load } = placement;
  const meanIntensity = intensityBefore[positions]! / positions;
  const worth = intensity.map((_, t) => prices[t]! + worthAtLeast * meanIntensity);
  const weight = new Float64Array(positions);
  const meanCost = (meanIntensity * power.reduce((sum, p, j) => sum + p * duration[j]!, 0)) / jobs;
  let temperature = 0;

  for (let move = 0; ; move++) {
    if (move % movesBetweenLooks === 0) {
      const done = progress();
      if (done >= 1) break;
      temperature = meanCost * hottest * (coldest / hottest) ** done;
      const factor = leastWeight * (mostWeight / leastWeight) ** done;
      for (let t = 0; t < positions; t++) weight[t] = factor * worth[t]!;
    }
    const j = rng.int(jobs);
    const from = at[j]!;
    const to = rng.next() < shifts ? shifted(j, from) : cheapOne(j);
    if (to === from || to < 0 || !keepsOrder(j, to)) continue;
    const p = power[j]!;
    const d = duration[j]!;
    const most = -temperature * Math.log(1 - rng.next());
    // Only where the job was and will not be, and where it will be and was not, does anything change.
    let [offFrom, offTo, onFrom, onTo] = [from, from + d, to, to + d];
    if (to > from && to < offTo) [offTo, onFrom] = [to, offTo];
    else if (to < from && from < onTo) [offFrom, onTo] = [onTo, from];
    let change =
      p * (intensityBefore[to + d]! - intensityBefore[to]! - intensityBefore[from + d]! + intensityBefore[from]!);
    for (let t = offFrom; t < offTo; t++) {
      const above = load[t]! - cap[t]!;
      if (above > 0) change -= weight[t]! * Math.min(above, p);
    }
    for (let t = onFrom; t < onTo && change <= most; t++) {
      const above = load[t]! + p - cap[t]!;
      if (above > 0) change += weight[t]! * Math.min(above, p);
    }
    if (change > most) continue;
    for (let t = offFrom; t < offTo; t++) load[t]! -= p;
    for (let t = onFrom; t < onTo; t++) load[t]! += p;
    at[j] = to;
  }
  placement.restore(at);
  leaveOutAboveCap(placement);

  function shifted(j: number, from: number): number {
    const by = 1 + rng.int(longestShift);
    const to = rng.next() < 0.5 ? from - by : from + by;
    for (let g = model.firstSegment[j]!; g < model.firstSegment[j + 1]!; g++)
      if (to >= model.low[g]! && to <= model.high[g]!) return to;
    return -1;
  }

  function cheapOne(j: number): number {
    const { positions: choices, above } = starts[j]!;
    let [count, end] = [0, above.length];
    while (count < end) {
      const middle = (count + end) >> 1;
      if (above[middle]! <= dearest * temperature) count = middle + 1;
      else end = middle;
    }
    return choices[rng.int(Math.max(count, Math.min(3, choices.length)))]!;
  }

  function keepsOrder(j: number, to: number): boolean {
    if (!model.hasPrecedence) return true;
    const slot = to % model.slots;
    return (
      model.before[j]!.every((i) => (at[i]! % model.slots) + duration[i]! <= slot) &&
      model.behind[j]!.every((i) => slot + duration[j]! <= at[i]! % model.slots)
    );
  }
}

interface CheapStarts {
  /** Every possible start, the cheapest under the prices first. */
  readonly positions: Int32Array;
  /** By how much each is above the cheapest. */
  readonly above: Float64Array;
}

function cheapStarts(model: PlacementModel, prices: Float64Array): CheapStarts[] {
  const { firstSegment, low, high, duration, power } = model;
  const priced = sumsBefore(model.intensity.map((value, t) => value + prices[t]!));
  return Array.from({ length: model.jobs }, (_, j) => {
    const all: { start: number; price: number }[] = [];
    for (let g = firstSegment[j]!; g < firstSegment[j + 1]!; g++)
      for (let start = low[g]!; start <= high[g]!; start++)
        all.push({ start, price: power[j]! * (priced[start + duration[j]!]! - priced[start]!) });
    all.sort((a, b) => a.price - b.price);
    const least = all[0]!.price;
    return {
      positions: Int32Array.from(all, ({ start }) => start),
      above: Float64Array.from(all, ({ price }) => price - least),
    };
  });
}

/** Takes jobs out of each slot above its cap: the least energy that suffices, or where none alone does, the least of all. */
function leaveOutAboveCap(placement: Placement): void {
  const { model, load, start } = placement;
  const { power, duration, cap, tolerance } = model;
  for (let t = 0; t < model.positions; t++) {
    while (load[t]! > cap[t]! + tolerance) {
      const excess = load[t]! - cap[t]! - tolerance;
      let chosen = -1;
      let least = Number.POSITIVE_INFINITY;
      let suffices = false;
      for (let j = 0; j < model.jobs; j++) {
        if (start[j]! < 0 || start[j]! > t || t >= start[j]! + duration[j]!) continue;
        const isEnough = power[j]! >= excess;
        const energy = power[j]! * duration[j]!;
        if ((isEnough && !suffices) || (isEnough === suffices && energy < least)) {
          [chosen, least, suffices] = [j, energy, isEnough];
        }
      }
      placement.take(chosen);
    }
  }
}
