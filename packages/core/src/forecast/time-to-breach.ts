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
