import { dayMs, type EpochMs, hourMs } from "../../kernel/index.ts";
import type { IntensityRecord } from "../../system/index.ts";

/** How a zone was over a whole year. */
export interface YearlyAverage {
  readonly zone: string;
  readonly year: number;
  readonly gPerKwh: number;
  /** 0..1, where it is given. */
  readonly renewableShare?: number;
  readonly source: string;
}

/** The intensity of a grid of which only a typical day is known: that day, again and again. */
export function typicalIntensity(
  { zone, typicalDayGPerKwh }: { readonly zone: string; readonly typicalDayGPerKwh: readonly number[] },
  from: EpochMs,
  until: EpochMs,
): IntensityRecord {
  const { startMs, hours } = hoursOf(from, until);
  const first = (startMs % dayMs) / hourMs;
  return {
    zone,
    signal: "average",
    source: "a typical day, from the system file",
    basis: "typical",
    startMs,
    stepMs: hourMs,
    gPerKwh: Array.from({ length: hours }, (_, i) => typicalDayGPerKwh[(first + i) % typicalDayGPerKwh.length]!),
  };
}

/** The intensity of a grid of which only the mean of a year is known: that, hour by hour. */
export function yearlyIntensity(
  { zone, year, gPerKwh, renewableShare, source }: YearlyAverage,
  from: EpochMs,
  until: EpochMs,
): IntensityRecord {
  const { startMs, hours } = hoursOf(from, until);
  const each = (value: number) => Array.from({ length: hours }, () => value);
  return {
    zone,
    signal: "average",
    source: `mean of ${year}, ${source}`,
    basis: "yearly",
    startMs,
    stepMs: hourMs,
    gPerKwh: each(gPerKwh),
    ...(renewableShare === undefined ? {} : { renewableShare: each(renewableShare) }),
  };
}

/** The hours from the one that `from` is in to the one before `until`; one at least. */
function hoursOf(from: EpochMs, until: EpochMs) {
  const startMs = Math.floor(from / hourMs) * hourMs;
  return { startMs, hours: Math.max(1, Math.ceil((until - startMs) / hourMs)) };
}
