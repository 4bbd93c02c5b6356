import { type EpochMs, mean, median, quantile } from "../kernel/index.ts";
import { HorizonForecaster } from "./horizon-forecaster.ts";
import { type ForecastPoint, MetricForecaster } from "./metric-forecaster.ts";

export type HorizonModel = "last value" | "profile and trend" | "ridge";

export interface HorizonForecast {
  /** The model with the least error on the last part of the series, which it had not seen. */
  readonly model: HorizonModel;
  /** Mean absolute error of each model there; only of those that the series is long enough for. */
  readonly errors: Partial<Record<HorizonModel, number>>;
  /** One point a step, with a 90 % interval measured on the same part. */
  readonly points: readonly ForecastPoint[];
}

const longestLookback = 336;
const heldOutShare = 0.2;
const mostTrials = 40;

/** A deviation smaller than this share of the largest value is rounding. */
const leastSpread = 1e-9;

type Predictor = (end: number) => ArrayLike<number>;

/**
 * Predicts the next `horizon` samples of a series from all of it. Several models predict the last fifth, each from
 * what came before; the best is named and used, and its errors there give the intervals.
 *
 * @param at ascending instants, equally spaced but for gaps; @param values as many, all finite.
 */
export function forecastHorizon(at: Float64Array, values: Float64Array, horizon: number): HorizonForecast {
  const n = values.length;
  if (n < 2) throw new RangeError("forecastHorizon: at least two samples are needed");
  const step = median(Float64Array.from({ length: n - 1 }, (_, i) => at[i + 1]! - at[i]!));
  const from = Math.max(2, Math.floor((1 - heldOutShare) * n) - horizon);
  const ends = trialEnds(from, n - horizon);

  const online = onlineForecasts(at, values, horizon, step, new Set([...ends, n]));
  const predictors = new Map<HorizonModel, Predictor>([
    ["last value", (end) => new Float64Array(horizon).fill(values[end - 1]!)],
    ["profile and trend", (end) => online.get(end)!],
  ]);
  const ridge = (end: number) => fitRidge(values.subarray(0, end), horizon);
  const early = ridge(from);
  if (early !== undefined) predictors.set("ridge", (end) => early.predict(values, end));

  const errors: Partial<Record<HorizonModel, number>> = {};
  let model: HorizonModel = "last value";
  for (const [name, predictor] of predictors) {
    errors[name] = meanError(values, ends, horizon, predictor);
    if (errors[name] < errors[model]!) model = name;
  }
  const best = predictors.get(model)!;
  const expected = model === "ridge" ? (ridge(n) ?? early)!.predict(values, n) : best(n);
  const points = Array.from({ length: horizon }, (_, h): ForecastPoint => {
    const misses = ends.map((end) => Math.abs(best(end)[h]! - values[end + h]!));
    const half = misses.length > 0 ? quantile(misses, 0.9) : Number.NaN;
    const value = expected[h]!;
    return { at: at[n - 1]! + step * (h + 1), expected: value, low: value - half, high: value + half };
  });
  return { model, errors, points };
}

function trialEnds(from: number, to: number): number[] {
  if (to < from) return [];
  const stride = Math.max(1, Math.ceil((to - from + 1) / mostTrials));
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => from + i * stride);
}

function fitRidge(values: Float64Array, horizon: number): HorizonForecaster | undefined {
  const lookback = Math.min(longestLookback, Math.floor(values.length / 4));
  if (lookback < 8 || values.length < 2 * (lookback + horizon)) return undefined;
  const standard = standardised(values);
  return standard && HorizonForecaster.fit([standard], { lookback, horizon, penalty: 1e-2 });
}

/** Mean 0 and deviation 1, which leaves the fitted weights as they are and rounding small; undefined for a constant. */
function standardised(values: Float64Array): Float64Array | undefined {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (!(largest > 0)) return undefined;
  const scaled = values.map((value) => value / largest);
  const centre = mean(scaled);
  const spread = Math.sqrt(mean(scaled.map((value) => (value - centre) ** 2)));
  return spread > leastSpread ? scaled.map((value) => (value - centre) / spread) : undefined;
}

/** What a forecaster that learned the samples before each of `ends` says of the `horizon` after it. */
function onlineForecasts(
  at: Float64Array,
  values: Float64Array,
  horizon: number,
  step: number,
  ends: ReadonlySet<number>,
): Map<number, Float64Array> {
  const forecaster = new MetricForecaster();
  const said = new Map<number, Float64Array>();
  for (let i = 0; i < values.length; i++) {
    forecaster.observe(at[i]!, values[i]!);
    if (!ends.has(i + 1)) continue;
    const instants: EpochMs[] = Array.from({ length: horizon }, (_, h) => at[i]! + step * (h + 1));
    said.set(
      i + 1,
      Float64Array.from(forecaster.ahead(instants), ({ expected }) => expected),
    );
  }
  return said;
}

function meanError(values: Float64Array, ends: readonly number[], horizon: number, predictor: Predictor): number {
  let sum = 0;
  for (const end of ends) {
    const predicted = predictor(end);
    for (let h = 0; h < horizon; h++) sum += Math.abs(predicted[h]! - values[end + h]!);
  }
  return ends.length === 0 ? Number.POSITIVE_INFINITY : sum / (ends.length * horizon);
}
