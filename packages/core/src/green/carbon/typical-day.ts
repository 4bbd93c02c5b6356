import { dayMs, type EpochMs, hourMs } from "../../kernel/index.ts";
import type { Grid, IntensityRecord } from "../../system/index.ts";

/**
 * The intensity of a grid of which only a typical day is known: that day, again and again.
 *
 * @param from the first hour is the one that this moment is in
 * @param until and the last the one before this moment
 */
export function typicalIntensity({ zone, typicalDayGPerKwh }: Grid, from: EpochMs, until: EpochMs): IntensityRecord {
  const startMs = Math.floor(from / hourMs) * hourMs;
  const hours = Math.max(1, Math.ceil((until - startMs) / hourMs));
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
