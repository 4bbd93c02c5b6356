import { InputError } from "@homeostat/core/kernel";
import { yearlyAverage } from "@homeostat/server/yearly-average";

/** A footprint file's content, in which a grid that only names its zone has that zone's mean of a year. */
export async function withYearlyGrid(content: unknown): Promise<unknown> {
  if (!isObject(content) || !isObject(content["grid"]) || "intensityGPerKwh" in content["grid"]) return content;
  const { zone } = content["grid"];
  if (typeof zone !== "string") return content;
  const found = await yearlyAverage(zone);
  if (found === undefined)
    throw new InputError(
      `no mean of a year is known of "${zone}"; name the zone as Electricity Maps does, such as DE, or give intensityGPerKwh`,
      { field: "grid.zone" },
    );
  const { gPerKwh, year, source } = found;
  return { ...content, grid: { intensityGPerKwh: gPerKwh, source: `${zone}, mean of ${year}, ${source}` } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
