import { z } from "zod";
import { type EpochMs, InputError, minuteMs, parseInstant } from "../../kernel/index.ts";
import {
  between,
  endOfSeries,
  type IntensitySeries,
  intensityPoints,
  seriesOfPoints,
  type Signal,
} from "./intensity-series.ts";

/** One entry of the Carbon Aware SDK's `/emissions/bylocations`. */
export const emissionsDataSchema = z.looseObject({
  location: z.string(),
  time: z.string(),
  /** gCO2e per kWh. */
  rating: z.number(),
  /** A .NET time span: `[d.]hh:mm:ss`. */
  duration: z.string(),
});
export type EmissionsData = z.infer<typeof emissionsDataSchema>;

/** Answers `/emissions/bylocations`: the readings of a series that lie in a span. */
export function emissionsByLocation(series: IntensitySeries, from?: EpochMs, to?: EpochMs): EmissionsData[] {
  const start = Math.max(series.startMs, from ?? series.startMs);
  const part = between(series, start, Math.min(endOfSeries(series), to ?? endOfSeries(series)));
  return intensityPoints(part).map(({ at, gPerKwh }) => ({
    location: series.zone,
    time: new Date(at).toISOString(),
    rating: gPerKwh,
    duration: timeSpan(series.stepMs),
  }));
}

/** Answers `/emissions/bylocations/best`: the entries with the least rating. */
export function bestEmissions(entries: readonly EmissionsData[]): EmissionsData[] {
  const least = Math.min(...entries.map(({ rating }) => rating));
  return entries.filter(({ rating }) => rating === least);
}

/** Reads `/emissions/bylocations` for one location back into a series. */
export function readEmissionsByLocation<S extends Signal>(content: unknown, signal: S): IntensitySeries<S> {
  const parsed = z.array(emissionsDataSchema).safeParse(content);
  if (!parsed.success)
    throw new InputError("this is not an answer of the Carbon Aware SDK; give [{location, time, rating, duration}]");
  const first = parsed.data[0];
  const points = parsed.data.map(({ time, rating }, i) => {
    const at = parseInstant(time);
    if (Number.isNaN(at)) throw new InputError(`"${time}" is not a time; give ISO 8601`, { field: `[${i}].time` });
    return { at, gPerKwh: rating };
  });
  const stepMs = first === undefined ? undefined : timeSpanMs(first.duration);
  return seriesOfPoints(points, {
    signal,
    zone: first?.location ?? "?",
    source: "Carbon Aware SDK",
    ...(stepMs === undefined ? {} : { stepMs }),
  });
}

export interface ForecastQuery {
  readonly dataStartAt?: EpochMs;
  readonly dataEndAt?: EpochMs;
  /** Minutes; one step where it is left out. */
  readonly windowSize?: number;
  readonly requestedAt: EpochMs;
  readonly generatedAt: EpochMs;
}

/** Answers `/emissions/forecasts/current`: rolling means over the window, and the best of them. */
export function emissionsForecast(series: IntensitySeries, query: ForecastQuery) {
  const { requestedAt, generatedAt } = query;
  const end = endOfSeries(series);
  const part = between(
    series,
    Math.max(series.startMs, query.dataStartAt ?? series.startMs),
    Math.min(end, query.dataEndAt ?? end),
  );
  const stepMinutes = series.stepMs / minuteMs;
  const windowSize = query.windowSize ?? stepMinutes;
  const length = windowSize / stepMinutes;
  if (!Number.isInteger(length) || length < 1)
    throw new InputError(
      `a window of ${windowSize} minutes is not a number of steps; give a multiple of ${stepMinutes}`,
      {
        field: "windowSize",
      },
    );
  const forecastData = [];
  for (let i = 0; i + length <= part.gPerKwh.length; i++) {
    const own = part.gPerKwh.slice(i, i + length);
    if (own.some(Number.isNaN)) continue;
    forecastData.push({
      location: series.zone,
      timestamp: new Date(part.startMs + i * part.stepMs).toISOString(),
      duration: windowSize,
      value: own.reduce((a, b) => a + b, 0) / length,
    });
  }
  const least = Math.min(...forecastData.map(({ value }) => value));
  const iso = (at: EpochMs) => new Date(at).toISOString();
  return {
    requestedAt: iso(requestedAt),
    generatedAt: iso(generatedAt),
    location: series.zone,
    dataStartAt: iso(part.startMs),
    dataEndAt: iso(endOfSeries(part)),
    windowSize,
    optimalDataPoints: forecastData.filter(({ value }) => value === least),
    forecastData,
  };
}

/** Answers `/emissions/average-carbon-intensity`: the mean over a span, each step by its share in it. */
export function averageCarbonIntensity(series: IntensitySeries, from: EpochMs, to: EpochMs) {
  if (!(to > from))
    throw new InputError("the end is not behind the start; give endTime after startTime", { field: "endTime" });
  let sum = 0;
  let time = 0;
  for (const { at, gPerKwh } of intensityPoints(series)) {
    const overlap = Math.min(to, at + series.stepMs) - Math.max(from, at);
    if (overlap <= 0) continue;
    sum += overlap * gPerKwh;
    time += overlap;
  }
  if (time === 0)
    throw new InputError(
      `there is no intensity for ${series.zone} in that span; give one from ${new Date(series.startMs).toISOString()} on`,
    );
  return {
    location: series.zone,
    startTime: new Date(from).toISOString(),
    endTime: new Date(to).toISOString(),
    carbonIntensity: sum / time,
  };
}

/** Milliseconds as a .NET time span. */
function timeSpan(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  const clock = new Date(ms % 86_400_000).toISOString().slice(11, 19);
  return days > 0 ? `${days}.${clock}` : clock;
}

function timeSpanMs(text: string): number | undefined {
  const parts = /^(?:(\d+)\.)?(\d\d):(\d\d):(\d\d)/.exec(text);
  if (parts === null) return undefined;
  const [, days = "0", hours, minutes, seconds] = parts;
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
