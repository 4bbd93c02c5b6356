import type { FloatArena } from "../kernel/index.ts";

const span = 24;

/** The mean of the last 24 numbers. */
export class MovingMean {
  readonly #block: Float64Array;
  /** Offsets: position, numbers held, sum of the present round, sum of the whole; the ring. */
  readonly #s: number;
  readonly #ring: number;

  static readonly slots = span + 4;

  constructor(arena: FloatArena) {
    this.#block = arena.block;
    this.#s = arena.take(4);
    this.#ring = arena.take(span);
  }

  /** Takes one in and gives the mean with it. */
  push(value: number): number {
    const block = this.#block;
    const s = this.#s;
    const position = block[s]!;
    const cell = this.#ring + position;
    const old = block[s + 1] === span ? block[cell]! : 0;
    block[cell] = value;
    if (block[s + 1]! < span) block[s + 1]!++;
    block[s + 2]! += value;
    block[s + 3]! += value - old;
    if (position === span - 1) {
      // The sum of a full round is exact; it takes the place of the running one, so that rounding does not add up.
      block[s] = 0;
      block[s + 3] = block[s + 2]!;
      block[s + 2] = 0;
    } else block[s] = position + 1;
    return block[s + 3]! / block[s + 1]!;
  }

  /** Forgets, after a gap in the samples. */
  clear(): void {
    this.#block.fill(0, this.#s, this.#s + 4);
  }
}
