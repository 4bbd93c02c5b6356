import { z } from "zod";
import { InputError, parseCsv, parseInstant } from "../../kernel/index.ts";
import { type IntensitySeries, pointsOfSeries, seriesOfPoints } from "./intensity-series.ts";

const source = "Electricity Maps";

const reading = z.looseObject({
  zone: z.string().optional(),
  carbonIntensity: z.number().nullable(),
  datetime: z.string(),
  updatedAt: z.string().optional(),
  createdAt: z.string().optional(),
  emissionFactorType: z.string().optional(),
  isEstimated: z.boolean().optional(),
  estimationMethod: z.string().nullable().optional(),
});

/** An answer of `/v3/carbon-intensity/{latest,history,past,past-range,forecast}`. */
export const electricityMapsSchema = z.union([
  z.looseObject({ zone: z.string(), history: z.array(reading) }),
  z.looseObject({ zone: z.string(), data: z.array(reading) }),
  z.looseObject({ zone: z.string(), forecast: z.array(reading), updatedAt: z.string().optional() }),
  reading.extend({ zone: z.string() }),
]);

/** Reads an Electricity Maps v3 answer; average intensity, gCO2e per kWh. */
export function readElectricityMaps(content: unknown): IntensitySeries<"average"> {
  const parsed = electricityMapsSchema.safeParse(content);
  if (!parsed.success)
    throw new InputError("this is not an Electricity Maps v3 answer; give {zone, history | data | forecast: [...]}");
  const answer = parsed.data;
  const readings =
    "history" in answer
      ? (answer.history as z.infer<typeof reading>[])
      : "data" in answer
        ? (answer.data as z.infer<typeof reading>[])
        : "forecast" in answer
          ? (answer.forecast as z.infer<typeof reading>[])
          : [answer as z.infer<typeof reading>];
  const points = readings.map((entry, i) => ({
    at: instant(entry.datetime, `[${i}].datetime`),
    gPerKwh: entry.carbonIntensity ?? Number.NaN,
  }));
  return seriesOfPoints(points, { signal: "average", zone: answer.zone, source });
}

/** The same shape as Electricity Maps' `history`, `data` (past-range) or `forecast` answers. */
export function writeElectricityMaps(series: IntensitySeries<"average">, list: "history" | "data" | "forecast") {
  const { zone } = series;
  const readings = pointsOfSeries(series).map(({ at, gPerKwh }) => ({
    ...(list === "forecast" ? {} : { zone }),
    carbonIntensity: gPerKwh,
    datetime: new Date(at).toISOString(),
  }));
  return { zone, [list]: readings };
}

const portalColumns = { time: "Datetime (UTC)", zone: "Zone Id", direct: "(direct)", lifeCycle: "(LCA)" };

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
  const points = rows.map((row, i) => ({
    at: instant(row[time]!, undefined, file, lines[i]),
    gPerKwh: row[value] === "" ? Number.NaN : Number(row[value]),
  }));
  return seriesOfPoints(points, { signal: "average", zone: rows[0]?.[zone] ?? "?", source });
}

/** The portal's CSV with the columns that a series can fill; the scope's column holds the values. */
export function writeElectricityMapsPortal(
  series: IntensitySeries<"average">,
  scope: "direct" | "life-cycle" = "life-cycle",
): string {
  const label = scope === "direct" ? portalColumns.direct : portalColumns.lifeCycle;
  const head = `${portalColumns.time},${portalColumns.zone},Carbon Intensity gCO₂eq/kWh ${label}`;
  const rows = pointsOfSeries(series).map(
    ({ at, gPerKwh }) => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")},${series.zone},${gPerKwh}`,
  );
  return `${[head, ...rows].join("\n")}\n`;
}

function instant(text: string, field?: string, file?: string, line?: number): number {
  const at = parseInstant(text);
  if (Number.isNaN(at)) throw new InputError(`"${text}" is not a time; give ISO 8601`, { field, file, line });
  return at;
}
