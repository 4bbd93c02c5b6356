// The package has no types of its own, and the command line checks this file without the rest of the server.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./co2-data.d.ts" />
import type { YearlyAverage } from "@homeostat/core/green";
import { InputError, ownValue } from "@homeostat/core/kernel";
import type { SystemModel } from "@homeostat/core/system";

/**
 * A zone's newest mean of a year, as CO2.js republishes it from Electricity Maps (Open Database License); undefined for
 * a zone that it does not know. Zones are named as Electricity Maps names them, such as `DE` or `US-CAL-CISO`.
 */
export async function yearlyAverage(zone: string): Promise<YearlyAverage | undefined> {
  const { default: years } = await import("@tgwf/co2/data/electricity-maps");
  const newestFirst = Object.entries(years).sort(([a], [b]) => (a < b ? 1 : -1));
  for (const [name, { data }] of newestFirst) {
    const found = ownValue(data, zone);
    const gPerKwh = found?.carbonIntensity?.value;
    if (gPerKwh === undefined || gPerKwh === null) continue;
    const renewable = found?.renewableEnergy?.value;
    return {
      zone,
      year: Number(name.slice("yearly".length)),
      gPerKwh,
      ...(renewable === undefined || renewable === null ? {} : { renewableShare: renewable / 100 }),
      source: "Electricity Maps by CO2.js",
    };
  }
  return undefined;
}

/**
 * That of a system's grid, where its file tells of no typical day.
 *
 * @throws {InputError} for a zone of which neither is known
 */
export async function yearlyAverageOf({ grid }: SystemModel): Promise<YearlyAverage | undefined> {
  if (grid === undefined || grid.typicalDayGPerKwh !== undefined) return undefined;
  const found = await yearlyAverage(grid.zone);
  if (found === undefined)
    throw new InputError(
      `no mean of a year is known of "${grid.zone}"; name the zone as Electricity Maps does, or give typicalDayGPerKwh`,
      { field: "grid.zone" },
    );
  return found;
}
