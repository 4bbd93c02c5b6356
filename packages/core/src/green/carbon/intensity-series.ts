import { type EpochMs, hourMs, InputError } from "../../kernel/index.ts";

/**
 * What a carbon intensity counts: `average` is the mean of all power in the grid, `marginal` what one more kWh would
 * cause. The two must never be mixed, so the kind is part of the type.
 */
export type Signal = "average" | "marginal";

/** Carbon intensity over time, in steps of equal length; gCO2e per kWh. */
export interface IntensitySeries<S extends Signal = Signal> {
  readonly signal: S;
  /** The grid zone, as its provider names it. */
  readonly zone: string;
  /** Who says so. */
  readonly source: string;
  readonly startMs: EpochMs;
  readonly stepMs: number;
  /** One a step; NaN where the provider has none. */
  readonly gPerKwh: readonly number[];
}

/** One reading; it holds from `at` until the next one. */
export interface IntensityPoint {
  readonly at: EpochMs;
  readonly gPerKwh: number;
}

/** A pound per megawatt-hour in grams per kilowatt-hour. */
export const gPerKwhOfLbPerMwh = 453.59237 / 1000;

/**
 * Puts points in any order on a regular grid: the step is the most common distance between neighbours, equal instants
 * keep the later entry, and steps without a point are NaN. Throws for fewer than one point.
 */
export function seriesOfPoints<S extends Signal>(
  points: readonly IntensityPoint[],
  about: { readonly signal: S; readonly zone: string; readonly source: string; readonly stepMs?: number },
): IntensitySeries<S> {
  const sorted = [...new Map(points.map((point) => [point.at, point])).values()].sort((a, b) => a.at - b.at);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined)
    throw new InputError(`${about.source} gives no intensity for ${about.zone}; give at least one reading`);
  const stepMs = about.stepMs ?? commonStep(sorted);
  const gPerKwh = Array.from({ length: Math.floor((last.at - first.at) / stepMs) + 1 }, () => Number.NaN);
  const taken = new Set<number>();
  for (const { at, gPerKwh: value } of sorted) {
    const i = Math.floor((at - first.at) / stepMs);
    if (taken.has(i)) continue;
    taken.add(i);
    gPerKwh[i] = value;
  }
  return { signal: about.signal, zone: about.zone, source: about.source, startMs: first.at, stepMs, gPerKwh };
}

function commonStep(sorted: readonly IntensityPoint[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i]!.at - sorted[i - 1]!.at;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let common = hourMs;
  let most = 0;
  for (const [step, count] of counts) {
    if (count > most) {
      common = step;
      most = count;
    }
  }
  return common;
}

/** The readings of a series; steps without one are left out. */
export function pointsOfSeries(series: IntensitySeries): IntensityPoint[] {
  return series.gPerKwh
    .map((gPerKwh, i) => ({ at: series.startMs + i * series.stepMs, gPerKwh }))
    .filter(({ gPerKwh }) => !Number.isNaN(gPerKwh));
}

/** The first instant behind a series. */
export function endOfSeries(series: IntensitySeries): EpochMs {
  return series.startMs + series.gPerKwh.length * series.stepMs;
}

/**
 * A series without holes: up to three hours by a straight line between the neighbours, longer ones by the hour of the
 * day before (or after), and the rest by the nearest reading. `filled` counts the steps that were made up.
 */
export function withoutHoles<S extends Signal>(
  series: IntensitySeries<S>,
): { series: IntensitySeries<S>; filled: number } {
  const { gPerKwh, stepMs } = series;
  const known = gPerKwh.filter((value) => !Number.isNaN(value)).length;
  if (known === gPerKwh.length) return { series, filled: 0 };
  if (known === 0)
    throw new InputError(`${series.source} has no intensity for ${series.zone}; give at least one reading`);
  const values = [...gPerKwh];
  const day = Math.round((24 * hourMs) / stepMs);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) continue;
    let end = i;
    while (end < values.length && Number.isNaN(gPerKwh[end]!)) end++;
    const left = values[i - 1];
    const right = gPerKwh[end];
    for (let t = i; t < end; t++) {
      const share = (t - i + 1) / (end - i + 1);
      const isShort = (end - i) * stepMs <= 3 * hourMs && left !== undefined && right !== undefined;
      values[t] = isShort
        ? left + share * (right - left)
        : (definedNumber(values[t - day]) ?? definedNumber(gPerKwh[t + day]) ?? left ?? right ?? 0);
    }
    i = end;
  }
  return { series: { ...series, gPerKwh: values }, filled: gPerKwh.length - known };
}

function definedNumber(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/**
 * The same series in other steps, which must divide the old ones or be a multiple of them. Longer steps take the mean
 * (`mean`) or the reading at the step's beginning (`start`); shorter ones repeat. Steps begin at multiples of
 * themselves.
 */
export function resample<S extends Signal>(
  series: IntensitySeries<S>,
  stepMs: number,
  by: "mean" | "start" = "mean",
): IntensitySeries<S> {
  if (stepMs === series.stepMs) return series;
  const longer = Math.max(stepMs, series.stepMs);
  const shorter = Math.min(stepMs, series.stepMs);
  if (longer % shorter !== 0)
    throw new InputError(
      `steps of ${series.stepMs / 60_000} minutes do not fit into steps of ${stepMs / 60_000}; give one that divides the other`,
    );
  if (stepMs < series.stepMs) {
    const times = series.stepMs / stepMs;
    return {
      ...series,
      stepMs,
      gPerKwh: series.gPerKwh.flatMap((value) => Array.from({ length: times }, () => value)),
    };
  }
  const times = stepMs / series.stepMs;
  const firstStep = Math.ceil(series.startMs / stepMs) * stepMs;
  const skip = (firstStep - series.startMs) / series.stepMs;
  const gPerKwh: number[] = [];
  for (let i = skip; i + times <= series.gPerKwh.length; i += times) {
    const own = series.gPerKwh.slice(i, i + times).filter((value) => !Number.isNaN(value));
    gPerKwh.push(
      own.length === 0 ? Number.NaN : by === "start" ? own[0]! : own.reduce((a, b) => a + b, 0) / own.length,
    );
  }
  return { ...series, startMs: firstStep, stepMs, gPerKwh };
}

/** The part of a series from `from` until before `to`; NaN where the series does not reach. */
export function between<S extends Signal>(series: IntensitySeries<S>, from: EpochMs, to: EpochMs): IntensitySeries<S> {
  const first = Math.floor((from - series.startMs) / series.stepMs);
  const last = Math.ceil((to - series.startMs) / series.stepMs);
  const gPerKwh = Array.from({ length: Math.max(0, last - first) }, (_, i) => series.gPerKwh[first + i] ?? Number.NaN);
  return { ...series, startMs: series.startMs + first * series.stepMs, gPerKwh };
}

/** One series behind another, for instance history and forecast. Average and marginal do not mix. */
export function joined<S extends Signal>(
  earlier: IntensitySeries<S>,
  later: IntensitySeries<NoInfer<S>>,
): IntensitySeries<S> {
  assertSameSignal(earlier, later);
  const fitted = resample(later as IntensitySeries<S>, earlier.stepMs);
  return seriesOfPoints([...pointsOfSeries(earlier), ...pointsOfSeries(fitted)], {
    ...earlier,
    stepMs: earlier.stepMs,
  });
}

/** Throws an `InputError` where one series is average and the other marginal. */
export function assertSameSignal(a: IntensitySeries, b: IntensitySeries): void {
  if (a.signal !== b.signal)
    throw new InputError(
      `${a.source} gives ${a.signal} intensity and ${b.source} ${b.signal}, which count different things; use one kind`,
    );
}
