import { dayMs, type DurationMs, type EpochMs, FloatArena } from "../kernel/index.ts";
import { ConformalWidth } from "./conformal-width.ts";
import { LocalTrend } from "./local-trend.ts";
import { RecursiveLeastSquares } from "./recursive-least-squares.ts";
import { SeasonalProfile } from "./seasonal-profile.ts";
import { SmallNet } from "./small-net.ts";

/** The models that compete for each metric, by what they say comes next. */
export const forecastModels = ["last value", "daily", "weekly", "least squares", "net"] as const;
export type ForecastModel = (typeof forecastModels)[number];

/** What was expected of a sample before it was seen, and how wrong that was. */
export interface ForecastReading {
  /** By the model that was best of late; NaN before the second sample. */
  readonly expected: number;
  /** The 90 % prediction interval; NaN during warm-up. */
  readonly low: number;
  readonly high: number;
  /** What is normal for this time, whatever the last samples were: a profile of the day or week, or a slow mean. */
  readonly usual: number;
  readonly model: ForecastModel;
  readonly isWarmingUp: boolean;
  /** Whether the sample was learned; if not, why not. */
  readonly intake: "learned" | "missing" | "out of order";
}

/** What a metric is expected to be at a later instant. */
export interface ForecastPoint {
  readonly at: EpochMs;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

export interface MetricForecasterOptions {
  /** Models that never speak; to measure what each is worth. */
  readonly without?: readonly ForecastModel[];
}

export const forecastCoverage = 0.9;
const lags = 5;
const features = lags + 4;
const hidden = 8;
const dayBuckets = 96;
const weekBuckets = 168;
const warmUpSamples = 24;
const errorMemory = 0.01;
const slowMemory = 0.002;
const largestFeature = 8;
const trendMemory = 60;
const longestTrend = 10 * trendMemory;
/** A model takes over when its recent error is below this share of the present one's. */
const clearlyLess = 0.97;

const slot = {
  count: 0,
  lastAt: 1,
  interval: 2,
  slowMean: 3,
  spread: 4,
  deviationPower: 5,
  deviationProduct: 6,
  lastDeviation: 7,
  missing: 8,
  outOfOrder: 9,
  best: 10,
  usualKind: 11,
  size: 12,
} as const;

const allHeeded: readonly boolean[] = forecastModels.map(() => true);

const errorSlots = slot.size + lags;
const usualSlots = errorSlots + forecastModels.length;
const ownSlots = usualSlots + 3;

const arenaSize =
  ownSlots +
  ConformalWidth.slots +
  LocalTrend.slots +
  RecursiveLeastSquares.slots(features) +
  SmallNet.slots(features, hidden) +
  SeasonalProfile.slots(dayBuckets) +
  SeasonalProfile.slots(weekBuckets);

/** What the models say of the sample at hand, and the inputs that they said it from; filled anew for each sample. */
const prediction = new Float64Array(forecastModels.length);
const x = new Float64Array(features);

/**
 * Predicts one metric, one step ahead and further, and learns from each sample as it comes. Five models run side by
 * side; the one with the least recent error speaks. Nothing is configured: the sampling interval, the scale and the
 * daily and weekly shape are found from the samples.
 *
 * Samples that are not finite, or not later than the last, are counted and never learned.
 */
export class MetricForecaster {
  readonly #arena = new FloatArena(arenaSize);
  /** The block's first slots are this class's own: `slot`, the last values (newest first), the recent errors. */
  readonly #s: Float64Array = this.#arena.block;
  readonly #width: ConformalWidth;
  readonly #trend: LocalTrend;
  readonly #leastSquares: RecursiveLeastSquares;
  readonly #net: SmallNet;
  readonly #day: SeasonalProfile;
  readonly #week: SeasonalProfile;

  readonly #heeded: readonly boolean[];

  constructor({ without = [] }: MetricForecasterOptions = {}) {
    this.#heeded = without.length === 0 ? allHeeded : forecastModels.map((model) => !without.includes(model));
    const arena = this.#arena;
    arena.take(ownSlots);
    this.#width = new ConformalWidth(arena, forecastCoverage);
    this.#trend = new LocalTrend(arena);
    this.#leastSquares = new RecursiveLeastSquares(arena, features, 0.9995);
    this.#net = new SmallNet(arena, features, hidden, 0.005);
    this.#day = new SeasonalProfile(arena, dayMs, dayBuckets);
    this.#week = new SeasonalProfile(arena, 7 * dayMs, weekBuckets);
  }

  /** How many samples were not finite, and how many came late or twice. */
  get skipped(): { readonly missing: number; readonly outOfOrder: number } {
    return { missing: this.#s[slot.missing]!, outOfOrder: this.#s[slot.outOfOrder]! };
  }

  /** The share of samples that lay within the interval given before them; NaN before the first. */
  get measuredCoverage(): number {
    return this.#width.measuredCoverage;
  }

  get lastAt(): EpochMs {
    return this.#s[slot.lastAt]!;
  }

  /** The typical time between samples; 0 before the second. */
  get intervalMs(): DurationMs {
    return this.#s[slot.interval]!;
  }

  /** The recent mean absolute error of each model. */
  errors(): Record<ForecastModel, number> {
    return Object.fromEntries(forecastModels.map((model, i) => [model, this.#s[errorSlots + i]!])) as Record<
      ForecastModel,
      number
    >;
  }

  save(): number[] {
    return this.#arena.save();
  }

  load(state: ArrayLike<number>): void {
    this.#arena.load(state);
  }

  observe(at: EpochMs, value: number): ForecastReading {
    const s = this.#s;
    const count = s[slot.count]!;
    const isLate = count > 0 && !(at > s[slot.lastAt]!);
    if (isLate || !Number.isFinite(at)) {
      s[slot.outOfOrder]!++;
      return this.#reading(this.#usualAt(at), Number.NaN, "out of order");
    }
    const usual = this.#usualAt(at);
    if (count > 0) this.#predict(at);
    const expected = count > 0 ? prediction[s[slot.best]!]! : Number.NaN;
    if (!Number.isFinite(value)) {
      s[slot.missing]!++;
      return this.#reading(usual, expected, "missing");
    }
    const reading = this.#reading(usual, expected, "learned");
    if (count > 0) this.#learn(at, value, expected, usual);
    else s[slot.slowMean] = value;
    this.#trend.learn(Number.isNaN(usual) || s[slot.usualKind] === 0 ? value : value - usual);
    this.#day.learn(at, value);
    this.#week.learn(at, value);
    for (let i = slot.size + lags - 1; i > slot.size; i--) s[i] = count === 0 ? value : s[i - 1]!;
    s[slot.size] = value;
    s[slot.lastAt] = at;
    s[slot.count] = count + 1;
    return reading;
  }

  /**
   * What is expected at instants after the last sample: what is usual then, and the last deviation from it as fast as
   * deviations fade, or the straight line that the last samples follow, for up to ten times as long as they did.
   */
  ahead(instants: readonly EpochMs[]): ForecastPoint[] {
    const s = this.#s;
    const fade = this.#fading();
    const line = this.#trend.line();
    const isSeasonal = s[slot.usualKind] !== 0;
    return instants.map((at) => {
      const steps = s[slot.interval]! > 0 ? Math.max(1, (at - s[slot.lastAt]!) / s[slot.interval]!) : 1;
      const kept = fade ** steps;
      let expected = this.#usualAt(at) + kept * s[slot.lastDeviation]!;
      let growth = fade < 0.9999 ? Math.sqrt((1 - kept * kept) / (1 - fade * fade)) : Math.sqrt(steps);
      if (line !== null) {
        const reach = Math.min(steps, longestTrend);
        expected = (isSeasonal ? this.#usualAt(at) : 0) + line.level + line.slope * reach;
        growth = Math.sqrt(1 + (3 * reach * reach) / trendMemory ** 2);
      }
      const half = this.#width.halfWidth * growth;
      return { at, expected, low: expected - half, high: expected + half };
    });
  }

  #reading(usual: number, expected: number, intake: ForecastReading["intake"]): ForecastReading {
    const isWarmingUp = this.#s[slot.count]! < warmUpSamples;
    const half = isWarmingUp ? Number.NaN : this.#width.halfWidth;
    return {
      expected,
      low: expected - half,
      high: expected + half,
      usual,
      model: forecastModels[this.#s[slot.best]!]!,
      isWarmingUp,
      intake,
    };
  }

  /** The share of a deviation from what is usual that is left one sample later. */
  #fading(): number {
    const power = this.#s[slot.deviationPower]!;
    return power > 0 ? Math.min(0.9999, Math.max(0, this.#s[slot.deviationProduct]! / power)) : 0;
  }

  #usualAt(at: EpochMs): number {
    const s = this.#s;
    if (s[slot.count] === 0) return Number.NaN;
    const kind = s[slot.usualKind]!;
    const seasonal = kind === 1 ? this.#day.expected(at) : kind === 2 ? this.#week.expected(at) : Number.NaN;
    return Number.isNaN(seasonal) ? s[slot.slowMean]! : seasonal;
  }

  #predict(at: EpochMs): void {
    const s = this.#s;
    const last = s[slot.size]!;
    const scale = s[slot.spread]!;
    const day = this.#day.expected(at);
    const week = this.#week.expected(at);
    prediction[0] = last;
    prediction[1] = Number.isNaN(day) ? s[slot.slowMean]! : day;
    prediction[2] = Number.isNaN(week) ? prediction[1] : week;
    if (!(scale > 0)) {
      prediction[3] = prediction[4] = last;
      return;
    }
    const inverse = 1 / scale;
    x[0] = 1;
    x[1] = bounded((s[slot.slowMean]! - last) * inverse);
    for (let i = 1; i < lags; i++) x[i + 1] = bounded((s[slot.size + i]! - last) * inverse);
    x[lags + 1] = relative(day, last, inverse);
    x[lags + 2] = relative(this.#day.expected(at - s[slot.interval]!), last, inverse);
    x[lags + 3] = relative(week, last, inverse);
    prediction[3] = last + scale * bounded(this.#leastSquares.predict(x));
    prediction[4] = prediction[3] + scale * this.#net.predict(x);
  }

  #learn(at: EpochMs, value: number, expected: number, usual: number): void {
    const s = this.#s;
    const count = s[slot.count]!;
    const scale = s[slot.spread]!;
    const pace = Math.max(errorMemory, 1 / count);

    this.#width.learn(value - expected);
    let best = errorSlots + this.#heeded.indexOf(true);
    for (let i = 0; i < prediction.length; i++) {
      const k = errorSlots + i;
      s[k]! += pace * (Math.abs(value - prediction[i]!) - s[k]!);
      if (s[k]! < clearlyLess * s[best]! && this.#heeded[i]!) best = k;
    }
    if (!this.#heeded[s[slot.best]!]!) s[slot.best] = best - errorSlots;
    if (count >= warmUpSamples && s[best]! < clearlyLess * s[errorSlots + s[slot.best]!]!)
      s[slot.best] = best - errorSlots;

    const mean = usualSlots;
    const day = usualSlots + 1;
    const week = usualSlots + 2;
    s[mean]! += pace * (Math.abs(value - s[slot.slowMean]!) - s[mean]!);
    s[day]! += pace * (Math.abs(value - prediction[1]!) - s[day]!);
    s[week]! += pace * (Math.abs(value - prediction[2]!) - s[week]!);
    const kind = s[day]! < clearlyLess * s[mean]! ? 1 : 0;
    s[slot.usualKind] = s[week]! < clearlyLess * s[usualSlots + kind]! ? 2 : kind;

    const deviation = value - usual;
    const slow = Math.max(slowMemory, 1 / count);
    s[slot.deviationProduct]! += slow * (deviation * s[slot.lastDeviation]! - s[slot.deviationProduct]!);
    s[slot.deviationPower]! += slow * (s[slot.lastDeviation]! ** 2 - s[slot.deviationPower]!);
    s[slot.lastDeviation] = deviation;

    if (scale > 0) {
      const inverse = 1 / scale;
      this.#leastSquares.learn(x, bounded((value - prediction[3]!) * inverse));
      this.#net.learn(x, Math.max(-3, Math.min(3, (value - prediction[4]!) * inverse)));
    }
    s[slot.spread]! += slow * (Math.abs(value - s[slot.slowMean]!) - s[slot.spread]!);
    s[slot.slowMean]! += slow * (value - s[slot.slowMean]!);
    const gap = at - s[slot.lastAt]!;
    const interval = s[slot.interval]!;
    s[slot.interval] = interval === 0 ? gap : interval + 0.05 * (Math.min(gap, 4 * interval) - interval);
  }
}

function bounded(x: number): number {
  return x > largestFeature ? largestFeature : x < -largestFeature ? -largestFeature : x;
}

function relative(profile: number, last: number, inverse: number): number {
  return Number.isNaN(profile) ? 0 : bounded((profile - last) * inverse);
}
