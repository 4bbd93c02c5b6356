import type { Placement } from "./placement.ts";

/**
 * Branch and bound over all placements of all jobs: always takes the job with the fewest starts left, and cuts where
 * the jobs still to be placed could not stay below `limit` even if each had its cheapest start. Leaves the cheapest
 * placement that it found.
 *
 * `finished` says whether all was looked at: then a `found` placement is optimal, and no other means there is none
 * below the limit. It stops when `mayGoOn` says no.
 */
export function completeSearch(
  placement: Placement,
  limit: number,
  mayGoOn: () => boolean,
): { readonly finished: boolean; readonly found: boolean } {
  const { model } = placement;
  const { intensityBefore, duration, power } = model;
  const scratch = new Int32Array(model.positions);
  for (let j = 0; j < model.jobs; j++) placement.take(j);
  const best = placement.start.slice();
  let bestCost = limit;
  let found = false;
  let finished = true;
  descend(0);
  placement.restore(best);
  return { finished, found };

  function descend(spent: number): void {
    let job = -1;
    let fewest = Number.POSITIVE_INFINITY;
    let least = spent;
    for (let j = 0; j < model.jobs; j++) {
      if (placement.start[j]! >= 0) continue;
      const count = placement.fits(j, scratch);
      if (count === 0) return;
      least += power[j]! * cheapest(j, count);
      if (least >= bestCost) return;
      if (count < fewest) {
        fewest = count;
        job = j;
      }
    }
    if (least >= bestCost) return;
    if (job < 0) {
      bestCost = spent;
      found = true;
      best.set(placement.start);
      return;
    }
    const d = duration[job]!;
    const starts = [...scratch.subarray(0, placement.fits(job, scratch))];
    const cost = (s: number) => power[job]! * (intensityBefore[s + d]! - intensityBefore[s]!);
    starts.sort((a, b) => cost(a) - cost(b));
    for (const start of starts) {
      if (!mayGoOn()) {
        finished = false;
        return;
      }
      placement.put(job, start);
      descend(spent + cost(start));
      placement.take(job);
      if (!finished) return;
    }
  }

  function cheapest(job: number, count: number): number {
    const d = duration[job]!;
    let least = Number.POSITIVE_INFINITY;
    for (let q = 0; q < count; q++) {
      const s = scratch[q]!;
      least = Math.min(least, intensityBefore[s + d]! - intensityBefore[s]!);
    }
    return least;
  }
}
