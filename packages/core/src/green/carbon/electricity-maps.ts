import { z } from "zod";
import { InputError, parseCsv, parseInstant } from "../../kernel/index.ts";
import { intensityPoints, type IntensitySeries, pointsOfSeries, seriesOfPoints } from "./intensity-series.ts";

const source = "Electricity Maps";

const reading = z.looseObject({
  zone: z.string().optional(),
  /** Not in an answer of `/v3/power-breakdown`. */
  carbonIntensity: z.number().nullish(),
  /** Only in an answer of `/v3/power-breakdown`; 0..100. */
  renewablePercentage: z.number().nullish(),
  datetime: z.string(),
  updatedAt: z.string().optional(),
  createdAt: z.string().optional(),
  emissionFactorType: z.string().optional(),
  isEstimated: z.boolean().optional(),
  estimationMethod: z.string().nullable().optional(),
});
const readings = z.array(reading);

/** An answer of `/v3/carbon-intensity/{latest,history,past,past-range,forecast}` or `/v3/power-breakdown/{latest,history}`. */
export const electricityMapsSchema = z.union([
  z.looseObject({ zone: z.string(), history: readings }),
  z.looseObject({ zone: z.string(), data: readings }),
  z.looseObject({ zone: z.string(), forecast: readings, updatedAt: z.string().optional() }),
  reading.extend({ zone: z.string() }),
]);

/**
 * Reads an Electricity Maps v3 answer; average intensity, gCO2e per kWh. A power breakdown gives the renewable share
 * and no intensity.
 */
export function readElectricityMaps(content: unknown): IntensitySeries<"average"> {
  const parsed = electricityMapsSchema.safeParse(content);
  if (!parsed.success)
    throw new InputError("this is not an Electricity Maps v3 answer; give {zone, history | data | forecast: [...]}");
  const answer = parsed.data;
  const list = (answer["history"] ?? answer["data"] ?? answer["forecast"] ?? [answer]) as z.infer<typeof readings>;
  const points = list.map(({ datetime, carbonIntensity, renewablePercentage }, i) => {
    if (carbonIntensity === undefined && renewablePercentage === undefined)
      throw new InputError("there is neither carbonIntensity nor renewablePercentage; give one of them", {
        field: `[${i}]`,
      });
    return {
      at: instant(datetime, `[${i}].datetime`),
      gPerKwh: carbonIntensity ?? Number.NaN,
      renewableShare: shareOf(renewablePercentage),
    };
  });
  return seriesOfPoints(points, { signal: "average", zone: answer.zone, source });
}

function shareOf(percentage: number | null | undefined): number | undefined {
  return percentage === null || percentage === undefined ? undefined : percentage / 100;
}

/** Without the last digit that a hundredth and a hundredfold may cost. */
function percentageOf(share: number): number {
  return Number((share * 100).toPrecision(14));
}

/** The same shape as Electricity Maps' `history`, `data` (past-range) or `forecast` answers. */
export function writeElectricityMaps(series: IntensitySeries<"average">, list: "history" | "data" | "forecast") {
  const { zone } = series;
  const entries = intensityPoints(series).map(({ at, gPerKwh }) => ({
    ...(list === "forecast" ? {} : { zone }),
    carbonIntensity: gPerKwh,
    datetime: new Date(at).toISOString(),
  }));
  return { zone, [list]: entries };
}

const portalColumns = {
  time: "Datetime (UTC)",
  zone: "Zone Id",
  direct: "(direct)",
  lifeCycle: "(LCA)",
  renewable: "Renewable Percentage",
};

/**
 * Reads the CSV of Electricity Maps' portal. `scope` chooses the column: `direct` emissions of burning, or `life-cycle`
 * with building and fuel supply.
 */
export function readElectricityMapsPortal(
  text: string,
  scope: "direct" | "life-cycle" = "life-cycle",
  file?: string,
): IntensitySeries<"average"> {
  const { header, rows, lines } = parseCsv(text, file);
  const wanted = scope === "direct" ? portalColumns.direct : portalColumns.lifeCycle;
  const time = header.indexOf(portalColumns.time);
  const zone = header.indexOf(portalColumns.zone);
  const value = header.findIndex((name) => name.startsWith("Carbon Intensity") && name.includes(wanted));
  if (time < 0 || zone < 0 || value < 0)
    throw new InputError(`the header is not that of Electricity Maps' portal; it needs "${portalColumns.time}"`, {
      file,
      line: 1,
    });
  const renewable = header.findIndex((name) => name.startsWith(portalColumns.renewable));
  const points = rows.map((row, i) => ({
    at: instant(row[time]!, undefined, file, lines[i]),
    gPerKwh: number(row[value]!, "an intensity; give gCO2e per kWh", file, lines[i]) ?? Number.NaN,
    renewableShare: shareOf(number(row[renewable] ?? "", "a percentage; give 0 to 100", file, lines[i])),
  }));
  return seriesOfPoints(points, { signal: "average", zone: rows[0]?.[zone] ?? "?", source, file });
}

/** The portal's CSV with the columns that a series can fill; the scope's column holds the values. */
export function writeElectricityMapsPortal(
  series: IntensitySeries<"average">,
  scope: "direct" | "life-cycle" = "life-cycle",
): string {
  const label = scope === "direct" ? portalColumns.direct : portalColumns.lifeCycle;
  const hasShare = series.renewableShare !== undefined;
  const head = [portalColumns.time, portalColumns.zone, `Carbon Intensity gCO₂eq/kWh ${label}`];
  if (hasShare) head.push(portalColumns.renewable);
  const cell = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? "" : `${value}`);
  const rows = pointsOfSeries(series).map(({ at, gPerKwh, renewableShare }) => {
    const row = [new Date(at).toISOString().slice(0, 19).replace("T", " "), series.zone, cell(gPerKwh)];
    return hasShare ? [...row, cell(percentageOf(renewableShare ?? Number.NaN))] : row;
  });
  return `${[head, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

function instant(text: string, field?: string, file?: string, line?: number): number {
  const at = parseInstant(text);
  if (Number.isNaN(at)) throw new InputError(`"${text}" is not a time; give ISO 8601`, { field, file, line });
  return at;
}

/** A cell as a number; nothing for an empty one. */
function number(text: string, what: string, file?: string, line?: number): number | undefined {
  if (text === "") return undefined;
  const value = Number(text);
  if (Number.isNaN(value)) throw new InputError(`"${text}" is not ${what}`, { file, line });
  return value;
}
