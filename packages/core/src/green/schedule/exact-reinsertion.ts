import type { Placement } from "./placement.ts";

/** The most jobs that are taken out and put back at once. */
export const maxPool = 40;

/**
 * Puts a handful of jobs that were taken out of a placement back at the best starts, by depth-first search over the
 * combinations whose sum could stay under a limit; it gives up after a number of nodes.
 */
export class ExactReinsertion {
  readonly #placement: Placement;
  readonly #starts: Int32Array[];
  readonly #costs: Float64Array[];
  readonly #count = new Int32Array(maxPool);
  /** Least cost of the jobs from `i` on. */
  readonly #least = new Float64Array(maxPool + 1);
  readonly #order: number[] = [];
  readonly #tried = new Int32Array(maxPool);
  readonly #found = new Int32Array(maxPool);
  readonly #pool = new Int32Array(maxPool);
  #size = 0;
  #foundCost = 0;
  #nodes = 0;
  #nodeLimit = 0;

  constructor(placement: Placement) {
    const { low, high, firstSegment, jobs } = placement.model;
    let most = 1;
    for (let j = 0; j < jobs; j++) {
      let starts = 1;
      for (let g = firstSegment[j]!; g < firstSegment[j + 1]!; g++) starts += Math.max(0, high[g]! - low[g]! + 1);
      most = Math.max(most, starts);
    }
    this.#placement = placement;
    this.#starts = Array.from({ length: maxPool }, () => new Int32Array(most));
    this.#costs = Array.from({ length: maxPool }, () => new Float64Array(most));
  }

  /** Whether the last search gave up. */
  get gaveUp(): boolean {
    return this.#nodes > this.#nodeLimit;
  }

  /**
   * Puts `pool`, all left out, back where the cost of the whole is least, and below `limit`; says whether it found a
   * way. Otherwise the placement is as before. Start `isForbidden(i, start)` is not used for `pool[i]`. Where
   * `mayLeaveOut`, jobs may stay left out.
   */
  run(
    pool: readonly number[],
    limit: number,
    nodeLimit: number,
    mayLeaveOut: boolean,
    isForbidden: (i: number, start: number) => boolean,
  ): boolean {
    this.#nodes = 0;
    this.#nodeLimit = nodeLimit;
    this.#size = pool.length;
    const placement = this.#placement;
    let restCost = placement.cost;
    for (const job of pool) restCost -= placement.penalty[job]!;
    if (!this.#collect(pool, limit - restCost, mayLeaveOut, isForbidden)) return false;
    const k = pool.length;
    this.#order.length = 0;
    for (let i = 0; i < k; i++) this.#order.push(i);
    this.#order.sort((a, b) => this.#count[a]! - this.#count[b]!);
    this.#least[k] = 0;
    for (let i = k - 1; i >= 0; i--) this.#least[i] = this.#least[i + 1]! + this.#costs[this.#order[i]!]![0]!;
    for (let i = 0; i < k; i++) this.#pool[i] = pool[this.#order[i]!]!;
    this.#foundCost = limit - restCost;
    const before = this.#foundCost;
    this.#search(0, 0);
    if (this.#foundCost >= before) return false;
    for (let i = 0; i < k; i++) placement.put(this.#pool[i]!, this.#found[i]!);
    return true;
  }

  /** The starts of each job that could be part of a combination below `budget`, cheapest first. */
  #collect(
    pool: readonly number[],
    budget: number,
    mayLeaveOut: boolean,
    isForbidden: (i: number, start: number) => boolean,
  ): boolean {
    const placement = this.#placement;
    const { intensityBefore, duration, power } = placement.model;
    let sum = 0;
    for (let i = 0; i < pool.length; i++) {
      const job = pool[i]!;
      const starts = this.#starts[i]!;
      const costs = this.#costs[i]!;
      let count = placement.fits(job, starts);
      const d = duration[job]!;
      const p = power[job]!;
      let least = Number.POSITIVE_INFINITY;
      for (let q = 0; q < count; q++) {
        const s = starts[q]!;
        const cost = p * (intensityBefore[s + d]! - intensityBefore[s]!);
        costs[q] = cost;
        if (cost < least) least = cost;
      }
      if (mayLeaveOut) {
        starts[count] = -1;
        costs[count++] = placement.penalty[job]!;
        least = Math.min(least, placement.penalty[job]!);
      }
      if (count === 0) return false;
      this.#count[i] = count;
      this.#least[i] = least;
      sum += least;
    }
    const slack = budget - sum;
    if (slack <= 0) return false;
    for (let i = 0; i < pool.length; i++) {
      const kept = keepCheapest(this.#starts[i]!, this.#costs[i]!, this.#count[i]!, this.#least[i]! + slack, (s) =>
        isForbidden(i, s),
      );
      if (kept === 0) return false;
      this.#count[i] = kept;
    }
    return true;
  }

  #search(i: number, cost: number): void {
    if (i === this.#size) {
      this.#foundCost = cost;
      this.#found.set(this.#tried);
      return;
    }
    const placement = this.#placement;
    const { model, load } = placement;
    const at = this.#order[i]!;
    const job = this.#pool[i]!;
    const starts = this.#starts[at]!;
    const costs = this.#costs[at]!;
    const d = model.duration[job]!;
    const p = model.power[job]!;
    const room = p - model.tolerance;
    for (let q = 0, count = this.#count[at]!; q < count; q++) {
      const total = cost + costs[q]!;
      if (total + this.#least[i + 1]! >= this.#foundCost) return;
      if (++this.#nodes > this.#nodeLimit) return;
      const s = starts[q]!;
      if (s >= 0) {
        const end = s + d;
        let t = s;
        while (t < end && load[t]! + room <= model.cap[t]!) t++;
        if (t < end) continue;
        if (model.hasPrecedence) {
          const slot = s % model.slots;
          if (slot < placement.earliest(job) || slot > placement.latest(job)) continue;
          placement.start[job] = s;
        }
        for (t = s; t < end; t++) load[t]! += p;
        this.#tried[i] = s;
        this.#search(i + 1, total);
        for (t = s; t < end; t++) load[t]! -= p;
        if (model.hasPrecedence) placement.start[job] = -1;
      } else {
        this.#tried[i] = -1;
        this.#search(i + 1, total);
      }
      if (this.#nodes > this.#nodeLimit) return;
    }
  }
}

/** Keeps the entries up to `most` that are not forbidden, in ascending order of cost, and says how many. */
function keepCheapest(
  starts: Int32Array,
  costs: Float64Array,
  count: number,
  most: number,
  isForbidden: (start: number) => boolean,
): number {
  let kept = 0;
  for (let q = 0; q < count; q++) {
    const cost = costs[q]!;
    const start = starts[q]!;
    if (cost > most || isForbidden(start)) continue;
    let i = kept++;
    while (i > 0 && costs[i - 1]! > cost) {
      costs[i] = costs[i - 1]!;
      starts[i] = starts[i - 1]!;
      i--;
    }
    costs[i] = cost;
    starts[i] = start;
  }
  return kept;
}
