import type { Rng } from "../../kernel/index.ts";
import { ExactReinsertion, maxPool } from "./exact-reinsertion.ts";
import { JobNeighbourhood } from "./job-neighbourhood.ts";
import type { Placement } from "./placement.ts";

/** The chance that a job may not go back to where it was. */
const forbid = 0.6;
const nodeLimit = 100;

/**
 * Finds room for the jobs that are left out: takes a few that meet at one moment out and puts them back at the best
 * combination of starts, some of the old ones forbidden; jobs that resist become dearer to leave out (guided ejection,
 * Nagata & Bräysy, 2009). Ends when all fit or `isOver`, and leaves the fullest placement that it met.
 */
export function fitLeftOut(placement: Placement, rng: Rng, isOver: () => boolean): void {
  const n = placement.model.jobs;
  const reinsertion = new ExactReinsertion(placement);
  const neighbourhood = new JobNeighbourhood(placement, rng);
  const { pool } = neighbourhood;
  const old: number[] = [];
  const best = placement.start.slice();
  let bestCost = placement.cost;
  let bestLeft = placement.left;
  let poolSize = 4;
  const isForbidden = (i: number, start: number) => start === old[i] && start >= 0 && rng.next() < forbid;
  for (let iterations = 0; placement.left > 0; iterations++) {
    if ((iterations & 31) === 0 && isOver()) break;
    neighbourhood.pick(
      rng.next() < 0.7 ? oneLeftOut() : rng.int(n),
      Math.min(n, maxPool, Math.floor(poolSize + rng.next())),
    );
    const before = placement.cost;
    old.length = 0;
    for (const job of pool) old.push(placement.take(job));
    const found = reinsertion.run(pool, before * (1 + 1e-9), nodeLimit, true, isForbidden);
    if (reinsertion.gaveUp) poolSize = Math.max(1.5, poolSize * 0.995);
    else poolSize = Math.min(maxPool - 1, poolSize * 1.0005);
    if (!found) {
      for (let i = 0; i < pool.length; i++) placement.put(pool[i]!, old[i]!);
      if (old[0]! < 0) placement.raisePenalty(pool[0]!, 0.1);
      continue;
    }
    if (placement.left < bestLeft || (placement.left === bestLeft && placement.cost < bestCost)) {
      bestCost = placement.cost;
      bestLeft = placement.left;
      best.set(placement.start);
    }
  }
  placement.restore(best);

  function oneLeftOut(): number {
    let job = rng.int(n);
    while (placement.start[job]! >= 0) job = job + 1 === n ? 0 : job + 1;
    return job;
  }
}
