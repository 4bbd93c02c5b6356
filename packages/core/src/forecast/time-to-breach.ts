import type { DurationMs, EpochMs } from "../kernel/index.ts";
import type { ForecastPoint, MetricForecaster } from "./metric-forecaster.ts";

/** When a metric is expected to cross a limit. */
export interface Breach {
  readonly at: EpochMs;
  /** Time from the last sample to the crossing of the expected value. */
  readonly inMs: DurationMs;
  /** Time from the last sample to the crossing of the interval's edge that comes first; at most `inMs`. */
  readonly earliestMs: DurationMs;
}

const steps = 96;

/**
 * When the forecast of a metric first crosses a limit within the horizon; null where it does not.
 *
 * @param side whether the limit is crossed from below (`above`) or from above (`below`).
 */
export function timeToBreach(
  forecaster: MetricForecaster,
  limit: number,
  side: "above" | "below",
  horizonMs: DurationMs,
): Breach | null {
  const from = forecaster.lastAt;
  const instants = Array.from({ length: steps }, (_, i) => from + (horizonMs * (i + 1)) / steps);
  const points = forecaster.ahead(instants);
  const crossing = (value: (point: ForecastPoint) => number) =>
    points.find((point) => (side === "above" ? value(point) >= limit : value(point) <= limit));
  const expected = crossing((point) => point.expected);
  if (expected === undefined) return null;
  const edge = crossing((point) => (side === "above" ? point.high : point.low)) ?? expected;
  return { at: expected.at, inMs: expected.at - from, earliestMs: Math.min(edge.at, expected.at) - from };
}

/**
 * The probability, 0..1, that a metric is beyond a limit at some time within the horizon, as far as its forecast can
 * tell: the greatest of its steps, with normal errors around the expected value.
 */
export function breachRisk(
  forecaster: MetricForecaster,
  limit: number,
  side: "above" | "below",
  horizonMs: DurationMs,
): number {
  const instants = Array.from({ length: steps }, (_, i) => forecaster.lastAt + (horizonMs * (i + 1)) / steps);
  let risk = 0;
  for (const { expected, high } of forecaster.ahead(instants)) {
    if (!Number.isFinite(expected)) continue;
    const deviation = Math.max((high - expected) / deviationsTo90, 1e-12 * (1 + Math.abs(limit)));
    const beyond = ((side === "above" ? expected - limit : limit - expected) / deviation) * logisticScale;
    risk = Math.max(risk, 1 / (1 + Math.exp(-beyond)));
  }
  return risk;
}

/** Half of a 90 % interval of a normal distribution, in deviations. */
const deviationsTo90 = 1.645;
/** The logistic function at this multiple is the normal distribution to within .01. */
const logisticScale = 1.702;
