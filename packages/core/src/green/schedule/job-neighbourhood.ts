import type { Rng } from "../../kernel/index.ts";
import type { PlacementModel } from "./placement-model.ts";
import type { Placement } from "./placement.ts";

/** The chance that a job comes into the pool that could run at its moment but does not. */
const elsewhere = 0.2;

/** Picks jobs that stand in one another's way: a seed, and others that run at, or could be moved to, one moment. */
export class JobNeighbourhood {
  /** The jobs picked last, the seed first. */
  readonly pool: number[] = [];
  readonly #placement: Placement;
  readonly #rng: Rng;
  readonly #inPool: Uint8Array;
  readonly #reachable: { readonly first: Int32Array; readonly jobs: Int32Array };

  constructor(placement: Placement, rng: Rng) {
    this.#placement = placement;
    this.#rng = rng;
    this.#inPool = new Uint8Array(placement.model.jobs);
    this.#reachable = jobsByPosition(placement.model);
  }

  /** Fills `pool` with `seed` and up to `size - 1` others, what waits for the seed or it waits for among them. */
  pick(seed: number, size: number): void {
    const { model, start } = this.#placement;
    for (const job of this.pool) this.#inPool[job] = 0;
    this.pool.length = 0;
    this.#add(seed);
    if (model.hasPrecedence && this.#rng.next() < 0.5)
      for (const job of [...model.before[seed]!, ...model.behind[seed]!]) if (this.pool.length < size) this.#add(job);
    const segments = model.firstSegment[seed + 1]! - model.firstSegment[seed]!;
    const segment = model.firstSegment[seed]! + this.#rng.int(segments);
    const from = model.low[segment]!;
    const moment = from + this.#rng.int(Math.max(1, model.high[segment]! + model.duration[seed]! - from));
    const first = this.#reachable.first[moment]!;
    const count = this.#reachable.first[moment + 1]! - first;
    if (count < 2) return;
    for (let tries = size * 10; tries > 0 && this.pool.length < size; tries--) {
      const job = this.#reachable.jobs[first + this.#rng.int(count)]!;
      const at = start[job]!;
      const runsThen = at < 0 || (at <= moment && moment < at + model.duration[job]!);
      if (runsThen || this.#rng.next() <= elsewhere) this.#add(job);
    }
  }

  #add(job: number): void {
    if (this.#inPool[job] === 1) return;
    this.#inPool[job] = 1;
    this.pool.push(job);
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
