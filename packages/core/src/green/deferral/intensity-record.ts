import { dayMs, type EpochMs } from "../../kernel/index.ts";
import type { IntensityRecord } from "../../system/index.ts";
import { IntensityForecaster } from "../carbon/intensity-forecaster.ts";
import { endOfSeries, type IntensitySeries, resample, withoutHoles } from "../carbon/intensity-series.ts";

/** How long ago a series may have ended for what it taught still to count. */
const mostForgottenMs = 8 * dayMs;

/**
 * Intensity from `start` on, `count` slots of `slotMs`: as given, and learned where that ends. Undefined where it ended
 * long ago, or has no reading at all.
 */
export function intensityAhead(
  record: IntensityRecord,
  start: EpochMs,
  slotMs: number,
  count: number,
): number[] | undefined {
  const given = seriesOf(record);
  const end = endOfSeries(given);
  if (start - end > mostForgottenMs || given.gPerKwh.every(Number.isNaN)) return undefined;
  const coarse = withoutHoles(given.stepMs < slotMs ? resample(given, slotMs) : given).series;
  const missing = Math.ceil((start + count * slotMs - endOfSeries(coarse)) / coarse.stepMs);
  const { gPerKwh, startMs } = resample(missing > 0 ? continued(coarse, missing) : coarse, slotMs);
  const first = Math.round((start - startMs) / slotMs);
  return Array.from({ length: count }, (_, t) => gPerKwh[first + t] ?? gPerKwh[0]!);
}

/** A series with as many steps behind it as asked, learned from it. */
function continued(series: IntensitySeries, steps: number): IntensitySeries {
  const forecaster = new IntensityForecaster(series.startMs, series.stepMs);
  for (const value of series.gPerKwh) forecaster.push(value);
  return { ...series, gPerKwh: [...series.gPerKwh, ...forecaster.forecast(steps)] };
}

/** A kept series as one to reckon with. */
export function seriesOf({ renewableShare, ...record }: IntensityRecord): IntensitySeries {
  const known = (values: readonly (number | null)[]) => values.map((value) => value ?? Number.NaN);
  const series = { ...record, gPerKwh: known(record.gPerKwh) };
  return renewableShare === undefined ? series : { ...series, renewableShare: known(renewableShare) };
}

/** A reported series as it is kept: the newest `most` steps. */
export function recordOf(series: IntensitySeries, most = 2_000): IntensityRecord {
  const skip = Math.max(0, series.gPerKwh.length - most);
  const kept = (values: readonly number[]) => values.slice(skip).map((value) => (Number.isNaN(value) ? null : value));
  return {
    zone: series.zone,
    signal: series.signal,
    source: series.source,
    basis: "reported",
    startMs: series.startMs + skip * series.stepMs,
    stepMs: series.stepMs,
    gPerKwh: kept(series.gPerKwh),
    ...(series.renewableShare === undefined ? {} : { renewableShare: kept(series.renewableShare) }),
  };
}
