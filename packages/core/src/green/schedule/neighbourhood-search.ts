import { clamp, type Rng } from "../../kernel/index.ts";
import { ExactReinsertion, maxPool } from "./exact-reinsertion.ts";
import type { PlacementModel } from "./placement-model.ts";
import type { Placement } from "./placement.ts";

export interface SearchOptions {
  readonly rng: Rng;
  /** A lower bound on the cost; the temperature follows from the distance to it. */
  readonly bound: number;
  /** How much of the search's time is over, 0..1; at 1 it stops. */
  readonly progress: (iterations: number) => number;
  /** Share of the starts of before that a round may not use again. */
  readonly forbid?: number;
  readonly heat?: number;
  readonly nodeLimit?: number;
}

/** Share of the time that goes down only, before the annealing starts. */
const warmUp = 0.1;
/** The chance, of 2^32, that a job comes into the pool that could run at its moment but does not. */
const elsewhere = 0.2 * 2 ** 32;

/**
 * Large-neighbourhood search (Shaw, 1998) with simulated annealing: takes a few jobs that meet at one moment out and puts
 * them back at the best combination of starts, some of the old ones forbidden. Jobs that are left out are put in first;
 * those that resist become dearer to leave out (guided ejection, Nagata & Bräysy, 2009). Leaves the best placement that
 * it met.
 */
export function searchNeighbourhoods(placement: Placement, options: SearchOptions): number {
  const { rng, bound, progress, forbid = 0.6, heat = 2, nodeLimit = 100 } = options;
  const { model } = placement;
  const n = model.jobs;
  const reinsertion = new ExactReinsertion(placement);
  const inPool = new Uint8Array(n);
  const pool: number[] = [];
  const old: number[] = [];
  const best = placement.start.slice();
  let bestCost = placement.cost;
  let bestLeft = placement.left;
  let poolSize = 4;
  let iterations = 0;
  let temperature = 0;
  let hottest: number | undefined;
  const reachable = jobsByPosition(model);
  const isForbidden = (i: number, start: number) => forbid > 0 && start === old[i] && start >= 0 && rng.next() < forbid;
  for (; ; iterations++) {
    if ((iterations & 31) === 0) {
      const done = progress(iterations);
      if (done >= 1) break;
      if (done >= warmUp && bestLeft === 0) {
        hottest ??= (heat * clamp(bestCost - bound, 1e-6 * bestCost, 4e-3 * bestCost)) / n;
        temperature = hottest * 0.02 ** ((done - warmUp) / (1 - warmUp));
      }
    }
    pick(Math.min(n, maxPool, Math.floor(poolSize + rng.next())));
    const before = placement.cost;
    const leftBefore = placement.left;
    for (const job of pool) old.push(placement.take(job));
    const allowance = temperature > 0 ? -temperature * Math.log(1 - rng.next()) : 0;
    const found = reinsertion.run(pool, before + allowance + 1e-9 * before, nodeLimit, leftBefore > 0, isForbidden);
    if (reinsertion.gaveUp) poolSize = Math.max(1.5, poolSize * 0.995);
    else poolSize = Math.min(maxPool - 1, poolSize * 1.0005);
    if (!found) {
      for (let i = 0; i < pool.length; i++) placement.put(pool[i]!, old[i]!);
      if (leftBefore > 0 && old[0]! < 0) placement.raisePenalty(pool[0]!, 0.1);
      continue;
    }
    if (placement.left < bestLeft || (placement.left === bestLeft && placement.cost < bestCost)) {
      bestCost = placement.cost;
      bestLeft = placement.left;
      best.set(placement.start);
    }
  }
  placement.restore(best);
  return iterations;

  /** A seed, and others that run at, or could be moved to, a moment in its window. */
  function pick(size: number): void {
    for (const job of pool) inPool[job] = 0;
    pool.length = 0;
    old.length = 0;
    const seed = placement.left > 0 && rng.next() < 0.7 ? oneLeftOut() : rng.int(n);
    pool.push(seed);
    inPool[seed] = 1;
    if (model.hasPrecedence && rng.next() < 0.5)
      for (const job of [...model.before[seed]!, ...model.behind[seed]!])
        if (inPool[job] === 0 && pool.length < size) {
          inPool[job] = 1;
          pool.push(job);
        }
    const segment = model.firstSegment[seed]! + rng.int(model.firstSegment[seed + 1]! - model.firstSegment[seed]!);
    const from = model.low[segment]!;
    const moment = from + rng.int(Math.max(1, model.high[segment]! + model.duration[seed]! - from));
    const first = reachable.first[moment]!;
    const count = reachable.first[moment + 1]! - first;
    if (count < 2) return;
    for (let tries = size * 10; tries > 0 && pool.length < size; tries--) {
      const job = reachable.jobs[first + rng.int(count)]!;
      if (inPool[job] === 1) continue;
      const start = placement.start[job]!;
      const runsThen = start < 0 || (start <= moment && moment < start + model.duration[job]!);
      if (!runsThen && rng.uint32() > elsewhere) continue;
      inPool[job] = 1;
      pool.push(job);
    }
  }

  function oneLeftOut(): number {
    let job = rng.int(n);
    while (placement.start[job]! >= 0) job = job + 1 === n ? 0 : job + 1;
    return job;
  }
}

/** By position, the jobs that could run there. */
function jobsByPosition({ positions, jobs, firstSegment, low, high, duration }: PlacementModel) {
  const first = new Int32Array(positions + 2);
  const each = (visit: (job: number, position: number) => void) => {
    for (let j = 0; j < jobs; j++)
      for (let g = firstSegment[j]!; g < firstSegment[j + 1]!; g++)
        for (let t = low[g]!; t < high[g]! + duration[j]!; t++) visit(j, t);
  };
  each((_, t) => first[t + 2]!++);
  for (let t = 0; t <= positions; t++) first[t + 1]! += first[t]!;
  const members = new Int32Array(first[positions + 1]!);
  each((job, t) => {
    members[first[t + 1]!++] = job;
  });
  return { first, jobs: members };
}
