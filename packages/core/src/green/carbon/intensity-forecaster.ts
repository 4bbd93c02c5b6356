import { dayMs, type EpochMs, RunningMoments } from "../../kernel/index.ts";

/** How wrong the forecaster was at one distance, measured on what came afterwards. */
export interface ForecastError {
  /** Steps ahead, from..to. */
  readonly from: number;
  readonly to: number;
  readonly meanAbsoluteG: number;
  /** Mean absolute error over mean intensity, in percent. */
  readonly percent: number;
  readonly samples: number;
}

const featureCount = 11;
const lastSteps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 144, 192, 240, 288, 336, 480, 720];

/**
 * Learns carbon intensity as it comes and says what comes next, where the provider gives no forecast. For each range of
 * distances a linear model of the last days and the last week is fitted by recursive least squares with forgetting
 * (Plackett, 1950), so it follows the seasons; its error is measured on each step before it learns from it.
 */
export class IntensityForecaster {
  readonly #perDay: number;
  readonly #values: number[] = [];
  readonly #sums: number[] = [0];
  readonly #models: RecursiveLeastSquares[];
  readonly #errors: RunningMoments[];
  readonly #weekdayOfFirst: number;
  readonly #stepOfFirst: number;
  readonly #features = new Float64Array(featureCount);

  /** `startMs` and `stepMs` tell the hour and the weekday; days are those of UTC. */
  constructor(startMs: EpochMs, stepMs: number) {
    this.#perDay = Math.max(1, Math.round(dayMs / stepMs));
    this.#weekdayOfFirst = (Math.floor(startMs / dayMs) + 3) % 7;
    this.#stepOfFirst = Math.floor((startMs % dayMs) / stepMs);
    this.#models = lastSteps.map(() => new RecursiveLeastSquares(featureCount));
    this.#errors = lastSteps.map(() => new RunningMoments());
  }

  /** How many readings it has seen. */
  get length(): number {
    return this.#values.length;
  }

  /** Takes the next step's reading; NaN repeats the day before. */
  push(gPerKwh: number): void {
    const value = Number.isNaN(gPerKwh) ? (this.#values.at(-this.#perDay) ?? this.#values.at(-1) ?? 0) : gPerKwh;
    this.#values.push(value);
    this.#sums.push(this.#sums.at(-1)! + value);
    const now = this.#values.length - 1;
    for (let m = 0; m < lastSteps.length; m++) {
      const from = (lastSteps[m - 1] ?? 0) + 1;
      const ahead = from + (now % (lastSteps[m]! - from + 1));
      const origin = now - ahead;
      if (origin < this.#perDay - 1) continue;
      const level = this.#describe(origin, ahead);
      const model = this.#models[m]!;
      const forecast = model.predict(this.#features);
      this.#errors[m]!.push(Math.abs(Math.max(0, forecast * level) - value));
      model.learn(this.#features, value / level);
    }
  }

  /** What it expects of the next `count` steps, gCO2e per kWh. Before it has seen a day: the last reading. */
  forecast(count: number): Float64Array {
    const out = new Float64Array(count);
    const now = this.#values.length - 1;
    if (now < this.#perDay - 1) return out.fill(this.#values.at(-1) ?? 0);
    let m = 0;
    for (let ahead = 1; ahead <= count; ahead++) {
      while (m < lastSteps.length - 1 && ahead > lastSteps[m]!) m++;
      const level = this.#describe(now, ahead);
      out[ahead - 1] = Math.max(0, this.#models[m]!.predict(this.#features) * level);
    }
    return out;
  }

  /** The errors that it made so far, by distance. */
  errors(): ForecastError[] {
    const mean = this.#sums.at(-1)! / Math.max(1, this.#values.length);
    return lastSteps.flatMap((to, m) => {
      const moments = this.#errors[m]!;
      if (moments.count === 0) return [];
      const percent = mean > 0 ? (100 * moments.mean) / mean : 0;
      return [{ from: (lastSteps[m - 1] ?? 0) + 1, to, meanAbsoluteG: moments.mean, percent, samples: moments.count }];
    });
  }

  /** Fills the features of step `origin + ahead` as known at `origin`, relative to the level that it returns. */
  #describe(origin: number, ahead: number): number {
    const perDay = this.#perDay;
    const level = Math.max(1e-6, this.#mean(origin, 7 * perDay));
    const f = this.#features;
    const yesterday = origin + ahead - perDay * Math.ceil(ahead / perDay);
    const weekAgo = origin + ahead - 7 * perDay * Math.ceil(ahead / (7 * perDay));
    f[0] = 1;
    f[1] = this.#at(origin) / level;
    f[2] = this.#mean(origin, perDay) / level;
    f[3] = this.#at(yesterday) / level;
    f[4] = this.#at(yesterday - perDay) / level;
    f[5] = this.#at(weekAgo, yesterday) / level;
    f[6] = this.#meanByHour(yesterday) / level;
    f[7] = this.#meanByHour(origin) / level;
    f[8] = this.#at(origin - Math.max(1, Math.round(perDay / 24))) / level;
    const weekday = (this.#weekdayOfFirst + Math.floor((this.#stepOfFirst + origin + ahead) / perDay)) % 7;
    f[9] = weekday >= 5 ? 1 : 0;
    f[10] = weekday === 6 ? 1 : 0;
    return level;
  }

  #at(i: number, otherwise = 0): number {
    if (i >= 0) return this.#values[i]!;
    return otherwise > 0 ? this.#at(otherwise) : this.#values[((i % this.#perDay) + this.#perDay) % this.#perDay]!;
  }

  #mean(end: number, count: number): number {
    const from = Math.max(0, end + 1 - count);
    return (this.#sums[end + 1]! - this.#sums[from]!) / (end + 1 - from);
  }

  #meanByHour(last: number): number {
    let sum = 0;
    for (let day = 0; day < 7; day++) sum += this.#at(last - day * this.#perDay);
    return sum / 7;
  }
}

/** Linear regression that learns one sample at a time and forgets old ones with a half-life of about 60 days of hours. */
class RecursiveLeastSquares {
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #covariance: Float64Array;
  readonly #gain: Float64Array;

  constructor(size: number) {
    this.#size = size;
    this.#weights = new Float64Array(size);
    this.#weights[6] = 0.7;
    this.#weights[3] = 0.3;
    this.#covariance = new Float64Array(size * size);
    this.#gain = new Float64Array(size);
    for (let i = 0; i < size; i++) this.#covariance[i * size + i] = 0.1;
  }

  predict(features: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#size; i++) sum += this.#weights[i]! * features[i]!;
    return sum;
  }

  learn(features: Float64Array, target: number): void {
    const n = this.#size;
    const keep = 0.9997;
    let norm = keep;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += this.#covariance[i * n + k]! * features[k]!;
      this.#gain[i] = sum;
      norm += sum * features[i]!;
    }
    const error = target - this.predict(features);
    for (let i = 0; i < n; i++) {
      const g = this.#gain[i]! / norm;
      this.#weights[i]! += g * error;
      for (let k = 0; k <= i; k++) {
        const value = (this.#covariance[i * n + k]! - g * this.#gain[k]!) / keep;
        this.#covariance[i * n + k] = value;
        this.#covariance[k * n + i] = value;
      }
    }
  }
}
