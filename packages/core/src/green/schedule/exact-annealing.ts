import { clamp, type Rng } from "../../kernel/index.ts";
import { ExactReinsertion, maxPool } from "./exact-reinsertion.ts";
import { JobNeighbourhood } from "./job-neighbourhood.ts";
import type { Placement } from "./placement.ts";

export interface ExactAnnealingOptions {
  readonly rng: Rng;
  /** A lower bound on the cost; the temperature follows from the distance to it. */
  readonly bound: number;
  /** How much of the search's time is over, 0..1; at 1 it stops. */
  readonly progress: () => number;
}

/** The chance that a job may not go back to where it was. */
const forbid = 0.3;
const nodeLimit = 400;
/** The first temperature, in shares of the gap a job; and what is left of it at the end. */
const heat = 4;
const cooled = 0.01;

/**
 * Improves a placement that leaves nothing out: takes a few jobs that meet at one moment out and puts them back at their
 * best combination, some of the old starts forbidden, with simulated annealing. Slower a step than putting one job back
 * after the other, and better where the jobs are few. Leaves the best placement that it met.
 */
export function annealExactly(placement: Placement, { rng, bound, progress }: ExactAnnealingOptions): void {
  const n = placement.model.jobs;
  const reinsertion = new ExactReinsertion(placement);
  const neighbourhood = new JobNeighbourhood(placement, rng);
  const { pool } = neighbourhood;
  const old: number[] = [];
  const best = placement.start.slice();
  let bestCost = placement.cost;
  let size = 5;
  let temperature = 0;
  const hottest = (heat * clamp(bestCost - bound, 1e-6 * bestCost, 4e-3 * bestCost)) / n;
  const isForbidden = (i: number, start: number) => start === old[i] && rng.next() < forbid;
  for (let iterations = 0; ; iterations++) {
    if ((iterations & 15) === 0) {
      const done = progress();
      if (done >= 1) break;
      temperature = hottest * cooled ** done;
    }
    neighbourhood.pick(rng.int(n), Math.min(n, maxPool, Math.floor(size + 2 * rng.next())));
    const limit = placement.cost - temperature * Math.log(1 - rng.next());
    old.length = 0;
    for (const job of pool) old.push(placement.take(job));
    const isFound = reinsertion.run(pool, limit, nodeLimit, false, isForbidden);
    size = reinsertion.gaveUp ? Math.max(2, size * 0.998) : Math.min(maxPool - 2, size * 1.001);
    if (!isFound) {
      for (let i = 0; i < pool.length; i++) placement.put(pool[i]!, old[i]!);
    } else if (placement.cost < bestCost) {
      bestCost = placement.cost;
      best.set(placement.start);
    }
  }
  placement.restore(best);
}
