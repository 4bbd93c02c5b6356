import type { DurationMs, EpochMs, FloatArena } from "../kernel/index.ts";

const memory = 8;
const minimumVisits = 2;

/**
 * What is usual at this time of the day, or of the week: the period in equal buckets, each an exponential mean of
 * its last few visits. A visit is all samples between entering the bucket and leaving it.
 */
export class SeasonalProfile {
  readonly #period: DurationMs;
  readonly #buckets: number;
  readonly #block: Float64Array;
  /** Offsets: mean and visits by bucket, in pairs; the bucket of the current visit + 1, its sum, its count. */
  readonly #pairs: number;
  readonly #visit: number;

  static slots(buckets: number): number {
    return 2 * buckets + 3;
  }

  constructor(arena: FloatArena, period: DurationMs, buckets: number) {
    this.#period = period;
    this.#buckets = buckets;
    this.#block = arena.block;
    this.#visit = arena.take(3);
    this.#pairs = arena.take(2 * buckets);
  }

  #position(at: EpochMs): number {
    const phase = at / this.#period;
    return (phase - Math.floor(phase)) * this.#buckets;
  }

  learn(at: EpochMs, value: number): void {
    const block = this.#block;
    const visit = this.#visit;
    const bucket = Math.floor(this.#position(at)) + 1;
    if (block[visit] !== bucket) {
      this.#leave();
      block[visit] = bucket;
      block[visit + 1] = value;
      block[visit + 2] = 1;
      return;
    }
    block[visit + 1]! += value;
    block[visit + 2]!++;
  }

  #leave(): void {
    const block = this.#block;
    const visit = this.#visit;
    if (block[visit] === 0) return;
    const pair = this.#pairs + 2 * (block[visit]! - 1);
    const visits = Math.min(block[pair + 1]! + 1, memory);
    block[pair + 1] = visits;
    block[pair]! += (block[visit + 1]! / block[visit + 2]! - block[pair]!) / visits;
  }

  /** The usual value at `at`, interpolated between bucket centres; NaN before it was visited twice. */
  expected(at: EpochMs): number {
    const block = this.#block;
    const n = this.#buckets;
    const position = this.#position(at) - 0.5;
    const below = Math.floor(position);
    const low = this.#pairs + 2 * (below < 0 ? below + n : below);
    const high = this.#pairs + 2 * (below + 1 >= n ? below + 1 - n : below + 1);
    const lowKnown = block[low + 1]! >= minimumVisits;
    const highKnown = block[high + 1]! >= minimumVisits;
    if (!lowKnown) return highKnown ? block[high]! : Number.NaN;
    if (!highKnown) return block[low]!;
    return block[low]! + (position - below) * (block[high]! - block[low]!);
  }
}
