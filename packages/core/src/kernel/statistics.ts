/** The arithmetic mean; NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The sample standard deviation (n − 1); 0 for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const m = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - m) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** The `q`-quantile (0..1) with linear interpolation between order statistics; NaN for an empty list. */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), q);
}

/** The same of values that are in ascending order already. */
export function quantileOfSorted(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** Keeps `value` within `low`..`high`. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Mean and variance of a stream in one pass (Welford, 1962). */
export class RunningMoments {
  count = 0;
  mean = 0;
  #m2 = 0;

  push(value: number): void {
    this.count++;
    const delta = value - this.mean;
    this.mean += delta / this.count;
    this.#m2 += delta * (value - this.mean);
  }

  /** The sample variance; 0 for fewer than two values. */
  get variance(): number {
    return this.count < 2 ? 0 : this.#m2 / (this.count - 1);
  }

  get deviation(): number {
    return Math.sqrt(this.variance);
  }
}

/** Wilson's score interval (1927) of a proportion, at `z` standard normal deviations (1.96 for 95 %). */
export function wilsonInterval(successes: number, trials: number, z = 1.96): [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const p = successes / trials;
  const z2 = z * z;
  const centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
  const half = (z * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials))) / (1 + z2 / trials);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
