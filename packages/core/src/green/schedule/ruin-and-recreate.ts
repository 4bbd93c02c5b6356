import { clamp, type Rng } from "../../kernel/index.ts";
import { JobNeighbourhood } from "./job-neighbourhood.ts";
import type { Placement } from "./placement.ts";

export interface RuinAndRecreateOptions {
  readonly rng: Rng;
  /** A lower bound on the cost; the temperature follows from the distance to it. */
  readonly bound: number;
  /** Sums of intensity and price by position, one longer than the positions: what a start is judged by. */
  readonly pricedBefore: Float64Array;
  /** How much of the search's time is over, 0..1; at 1 it stops. */
  readonly progress: () => number;
}

/** Jobs taken out at once, on average. */
const meanSize = 8;
/** The chance that a start is overlooked. */
const blink = 0.02;
/** The first temperature, in shares of the gap a job; and what is left of it at the end. */
const heat = 8;
const cooled = 0.02;

/**
 * Improves a placement that leaves nothing out: takes a few jobs that meet at one moment out and puts each back at the
 * start that costs least under the prices of the cap, overlooking some, with simulated annealing (slack induction by
 * string removals, Christiaens & Vanden Berghe, 2020). Leaves the best placement that it met.
 */
export function ruinAndRecreate(placement: Placement, options: RuinAndRecreateOptions): void {
  const { rng, bound, pricedBefore, progress } = options;
  const { positions, duration, power, jobs } = placement.model;
  const neighbourhood = new JobNeighbourhood(placement, rng);
  const { pool } = neighbourhood;
  const starts = new Int32Array(positions);
  const rank = new Float64Array(jobs);
  const old: number[] = [];
  const best = placement.start.slice();
  let bestCost = placement.cost;
  let temperature = 0;
  const hottest = (heat * clamp(bestCost - bound, 1e-6 * bestCost, 4e-3 * bestCost)) / jobs;
  for (let iterations = 0; ; iterations++) {
    if ((iterations & 31) === 0) {
      const done = progress();
      if (done >= 1) break;
      temperature = hottest * cooled ** done;
    }
    neighbourhood.pick(rng.int(jobs), Math.min(jobs, 1 + rng.int(2 * meanSize - 1)));
    sortPool();
    const limit = placement.cost - temperature * Math.log(1 - rng.next());
    old.length = 0;
    for (const job of pool) old.push(placement.take(job));
    const isWhole = pool.every(putAtCheapest);
    if (!isWhole || placement.cost >= limit) {
      for (const job of pool) placement.take(job);
      for (let i = 0; i < pool.length; i++) placement.put(pool[i]!, old[i]!);
    } else if (placement.cost < bestCost) {
      bestCost = placement.cost;
      best.set(placement.start);
    }
  }
  placement.restore(best);

  /** The most energy, the most power or the longest first, or in any order. */
  function sortPool(): void {
    const order = rng.int(4);
    for (const job of pool) {
      const size = [power[job]! * duration[job]!, power[job]!, duration[job]!][order];
      rank[job] = size === undefined ? rng.next() : -size;
    }
    pool.sort((a, b) => rank[a]! - rank[b]!);
  }

  function putAtCheapest(job: number): boolean {
    const d = duration[job]!;
    let at = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let q = 0, count = placement.fits(job, starts); q < count; q++) {
      const s = starts[q]!;
      const price = pricedBefore[s + d]! - pricedBefore[s]!;
      if (price < least && rng.next() >= blink) {
        least = price;
        at = s;
      }
    }
    placement.put(job, at);
    return at >= 0;
  }
}
