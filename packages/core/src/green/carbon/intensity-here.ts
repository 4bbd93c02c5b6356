import type { EpochMs } from "../../kernel/index.ts";
import type { IntensityRecord } from "../../system/index.ts";
import { intensityAt } from "../report/period-report.ts";

/**
 * Carbon intensity at a moment where a component runs: of the grid that its zone is called after, else of the first that
 * is known.
 *
 * @param records by grid zone
 * @returns gCO2e/kWh; undefined where none is known
 */
export function intensityHere(
  records: Readonly<Record<string, IntensityRecord>>,
  zone: string | undefined,
  at: EpochMs,
): number | undefined {
  const record = (zone === undefined ? undefined : records[zone]) ?? Object.values(records)[0];
  const gPerKwh = record === undefined ? Number.NaN : intensityAt(record, at);
  return Number.isNaN(gPerKwh) ? undefined : gPerKwh;
}
