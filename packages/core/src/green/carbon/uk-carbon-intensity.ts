import { z } from "zod";
import { InputError, minuteMs, parseInstant } from "../../kernel/index.ts";
import { type IntensitySeries, intensityPoints, seriesOfPoints } from "./intensity-series.ts";

/** An answer of the UK Carbon Intensity API's `/intensity/{from}/…`. */
export const ukCarbonIntensitySchema = z.looseObject({
  data: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      intensity: z.looseObject({
        forecast: z.number().nullable(),
        actual: z.number().nullable().optional(),
        index: z.string().optional(),
      }),
    }),
  ),
});

/**
 * Reads an answer of the UK Carbon Intensity API (CC BY 4.0): half-hourly average intensity of Great Britain.
 * `measured` takes what was measured where it is known, `forecast` only what was forecast.
 */
export function readUkCarbonIntensity(
  content: unknown,
  prefer: "measured" | "forecast" = "measured",
): IntensitySeries<"average"> {
  const parsed = ukCarbonIntensitySchema.safeParse(content);
  if (!parsed.success)
    throw new InputError(
      "this is not a UK Carbon Intensity answer; give {data: [{from, to, intensity: {forecast, actual}}]}",
    );
  const points = parsed.data.data.map(({ from, intensity }, i) => {
    const at = parseInstant(from);
    if (Number.isNaN(at)) throw new InputError(`"${from}" is not a time; give ISO 8601`, { field: `data[${i}].from` });
    const measured = prefer === "measured" ? intensity.actual : undefined;
    return { at, gPerKwh: measured ?? intensity.forecast ?? Number.NaN };
  });
  return seriesOfPoints(points, {
    signal: "average",
    zone: "GB",
    source: "UK Carbon Intensity",
    stepMs: 30 * minuteMs,
  });
}

/** The same shape as the API's answer; values are rounded to whole grams, as the API does. */
export function writeUkCarbonIntensity(series: IntensitySeries<"average">, kind: "actual" | "forecast" = "forecast") {
  const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`;
  return {
    data: intensityPoints(series).map(({ at, gPerKwh }) => ({
      from: minute(at),
      to: minute(at + series.stepMs),
      intensity: {
        forecast: Math.round(gPerKwh),
        actual: kind === "actual" ? Math.round(gPerKwh) : null,
        index: intensityIndex(gPerKwh),
      },
    })),
  };
}

/** The API's word for a half-hourly intensity, by the bands that it published for 2024. */
function intensityIndex(gPerKwh: number): string {
  if (gPerKwh < 40) return "very low";
  if (gPerKwh < 130) return "low";
  if (gPerKwh < 210) return "moderate";
  return gPerKwh < 320 ? "high" : "very high";
}
