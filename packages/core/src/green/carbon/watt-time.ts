import { z } from "zod";
import { InputError, parseInstant } from "../../kernel/index.ts";
import { gPerKwhOfLbPerMwh, type IntensitySeries, intensityPoints, seriesOfPoints } from "./intensity-series.ts";

/** An answer of WattTime's `/v3/forecast` or `/v3/historical`. */
export const wattTimeSchema = z.looseObject({
  data: z.array(z.looseObject({ point_time: z.string(), value: z.number() })),
  meta: z.looseObject({
    region: z.string(),
    signal_type: z.string(),
    units: z.string(),
    data_point_period_seconds: z.number().positive(),
    generated_at: z.string().optional(),
    model: z.unknown().optional(),
  }),
});

/** Reads a WattTime v3 answer in pounds of CO2 a MWh; a marginal signal, here in grams a kWh. */
export function readWattTime(content: unknown): IntensitySeries<"marginal"> {
  const parsed = wattTimeSchema.safeParse(content);
  if (!parsed.success)
    throw new InputError(
      "this is not a WattTime v3 answer; give {data: [{point_time, value}], meta: {region, signal_type, units, …}}",
    );
  const { data, meta } = parsed.data;
  if (meta.signal_type !== "co2_moer" || meta.units !== "lbs_co2_per_mwh")
    throw new InputError(`signal ${meta.signal_type} in ${meta.units} is not known; give co2_moer in lbs_co2_per_mwh`, {
      field: "meta",
    });
  const points = data.map(({ point_time, value }, i) => {
    const at = parseInstant(point_time);
    if (Number.isNaN(at))
      throw new InputError(`"${point_time}" is not a time; give ISO 8601`, { field: `data[${i}].point_time` });
    return { at, gPerKwh: value * gPerKwhOfLbPerMwh };
  });
  return seriesOfPoints(points, {
    signal: "marginal",
    zone: meta.region,
    source: "WattTime",
    stepMs: meta.data_point_period_seconds * 1000,
  });
}

/** The same shape as a WattTime v3 answer. */
export function writeWattTime(series: IntensitySeries<"marginal">) {
  return {
    data: intensityPoints(series).map(({ at, gPerKwh }) => ({
      point_time: new Date(at).toISOString(),
      value: gPerKwh / gPerKwhOfLbPerMwh,
    })),
    meta: {
      region: series.zone,
      signal_type: "co2_moer",
      units: "lbs_co2_per_mwh",
      data_point_period_seconds: series.stepMs / 1000,
    },
  };
}
