import type { FloatArena } from "../kernel/index.ts";

const keep = 1 - 1 / 60;
const leastSamples = 30;
const leastExplained = 0.9;

/**
 * The straight line through the last samples, some sixty of them, older ones with less weight (discounted least
 * squares, Brown, 1963). It counts as a trend where it explains at least 90 % of their variance.
 */
export class LocalTrend {
  readonly #block: Float64Array;
  /** Offset: weight, Σx, Σx², Σy, Σxy, Σy², samples; x in samples, 0 at the last one; y less `shift`, then shift. */
  readonly #s: number;

  static readonly slots = 8;

  constructor(arena: FloatArena) {
    this.#block = arena.block;
    this.#s = arena.take(LocalTrend.slots);
  }

  learn(value: number): void {
    const b = this.#block;
    const s = this.#s;
    if (b[s + 6] === 0) b[s + 7] = value;
    const y = value - b[s + 7]!;
    // Moving every x back by one step, then fading, then taking in (0, y).
    b[s + 4] = keep * (b[s + 4]! - b[s + 3]!);
    b[s + 2] = keep * (b[s + 2]! - 2 * b[s + 1]! + b[s]!);
    b[s + 1] = keep * (b[s + 1]! - b[s]!);
    b[s] = keep * b[s]! + 1;
    b[s + 3] = keep * b[s + 3]! + y;
    b[s + 5] = keep * b[s + 5]! + y * y;
    b[s + 6]!++;
  }

  /** Where the line is at the last sample and how much it rises with each; null where there is no trend. */
  line(): { readonly level: number; readonly slope: number } | null {
    const b = this.#block;
    const s = this.#s;
    if (b[s + 6]! < leastSamples) return null;
    const n = b[s]!;
    const xx = b[s + 2]! - b[s + 1]! ** 2 / n;
    const xy = b[s + 4]! - (b[s + 1]! * b[s + 3]!) / n;
    const yy = b[s + 5]! - b[s + 3]! ** 2 / n;
    if (!(yy > 1e-12 * b[s + 5]!) || !(xx > 0)) return null;
    if (xy ** 2 / (xx * yy) < leastExplained) return null;
    const slope = xy / xx;
    return { level: b[s + 7]! + (b[s + 3]! - slope * b[s + 1]!) / n, slope };
  }
}
