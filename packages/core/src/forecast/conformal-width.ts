import type { FloatArena } from "../kernel/index.ts";

const rate = 0.04;

/**
 * The half-width of a prediction interval that holds its coverage by feedback (adaptive conformal inference,
 * Gibbs & Candès, 2021): it grows at each miss and shrinks at each hit, in the proportion that makes the long-run
 * share of hits the one asked for, whatever the errors look like.
 */
export class ConformalWidth {
  readonly #coverage: number;
  readonly #block: Float64Array;
  /** Offset: the width in running mean absolute errors, that mean, the count, the hits. */
  readonly #s: number;

  static readonly slots = 4;

  /** @param coverage 0..1, for instance .9. */
  constructor(arena: FloatArena, coverage: number) {
    this.#coverage = coverage;
    this.#block = arena.block;
    this.#s = arena.take(ConformalWidth.slots);
    this.#block[this.#s] = 2;
  }

  get halfWidth(): number {
    return this.#block[this.#s]! * this.#block[this.#s + 1]!;
  }

  /** The share of errors that lay within the width given before them; NaN before the first. */
  get measuredCoverage(): number {
    return this.#block[this.#s + 3]! / this.#block[this.#s + 2]!;
  }

  learn(error: number): void {
    const block = this.#block;
    const s = this.#s;
    const size = Math.abs(error);
    const count = ++block[s + 2]!;
    const isHit = size <= this.halfWidth;
    if (isHit) block[s + 3]!++;
    const pace = Math.max(rate, 3 / (count + 3));
    if (count > 1) {
      const step = pace * block[s]!;
      block[s] = Math.max(0.05, block[s]! + step * (isHit ? this.#coverage - 1 : this.#coverage));
    }
    block[s + 1]! += (size - block[s + 1]!) * pace;
  }
}
