import type { FloatArena } from "../kernel/index.ts";

const startVariance = 1;
const largestVariance = 1e3;

/**
 * Recursive least squares with exponential forgetting (Plackett, 1950). The covariance is kept as its upper
 * triangle; forgetting pauses while a direction without news would let it grow without bound.
 */
export class RecursiveLeastSquares {
  readonly size: number;
  readonly #forgetting: number;
  readonly #block: Float64Array;
  /** Offsets: the weights; the upper triangle of the covariance, row by row. */
  readonly #weights: number;
  readonly #covariance: number;

  static slots(size: number): number {
    return size + (size * (size + 1)) / 2;
  }

  /** @param forgetting 0..1; the memory is about 1 / (1 − forgetting) samples. */
  constructor(arena: FloatArena, size: number, forgetting: number) {
    this.size = size;
    this.#forgetting = forgetting;
    this.#block = arena.block;
    this.#weights = arena.take(size);
    this.#covariance = arena.take((size * (size + 1)) / 2);
    for (let i = 0, k = this.#covariance; i < size; k += size - i, i++) this.#block[k] = startVariance;
  }

  predict(x: Float64Array): number {
    const block = this.#block;
    const weights = this.#weights;
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += block[weights + i]! * x[i]!;
    return sum;
  }

  /** Learns from one sample; `error` is the target less what `predict` gave for the same inputs. */
  learn(x: Float64Array, error: number): void {
    const n = this.size;
    const block = this.#block;
    for (let i = 0; i < n; i++) gain[i] = 0;
    for (let i = 0, k = this.#covariance; i < n; i++) {
      const xi = x[i]!;
      let sum = block[k++]! * xi;
      for (let j = i + 1; j < n; j++, k++) {
        const v = block[k]!;
        sum += v * x[j]!;
        gain[j]! += v * xi;
      }
      gain[i]! += sum;
    }
    let power = this.#forgetting;
    for (let i = 0; i < n; i++) power += gain[i]! * x[i]!;
    const inverse = 1 / power;
    const growth = 1 / this.#forgetting;
    let largest = 0;
    for (let i = 0, k = this.#covariance; i < n; i++) {
      const g = gain[i]! * inverse;
      block[this.#weights + i]! += g * error;
      let v = (block[k]! - g * gain[i]!) * growth;
      block[k++] = v;
      if (v > largest) largest = v;
      for (let j = i + 1; j < n; j++, k++) {
        v = (block[k]! - g * gain[j]!) * growth;
        block[k] = v;
      }
    }
    if (largest > largestVariance) this.#shrink(largestVariance / largest);
  }

  #shrink(factor: number): void {
    const end = this.#covariance + (this.size * (this.size + 1)) / 2;
    for (let k = this.#covariance; k < end; k++) this.#block[k]! *= factor;
  }
}

const gain = new Float64Array(64);
