import { dayMs, type EpochMs, hourMs, InputError, minuteMs } from "../../kernel/index.ts";

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
  /** How much of the power was renewable, 0..1, one a step; NaN for a step, or nothing at all, where it is not given. */
  readonly renewableShare?: readonly number[];
}

/** One reading; it holds from `at` until the next one. */
export interface IntensityPoint {
  readonly at: EpochMs;
  /** NaN where only the renewable share is known. */
  readonly gPerKwh: number;
  /** 0..1. */
  readonly renewableShare?: number | undefined;
}

/** Steps that a series may have: more than a century of hours, where real ones have some years. */
const mostSteps = 1_000_000;
/** Above it no grid is: burning pure carbon emits less than a third of it. */
const mostGPerKwh = 10_000;
/** What a date can hold. */
const lastInstant = 8.64e15;

/** A pound per megawatt-hour in grams per kilowatt-hour. */
export const gPerKwhOfLbPerMwh = 453.59237 / 1000;

/**
 * Puts points in any order on a regular grid: the step is the most common distance between neighbours, of equal
 * instants the later entry counts, several in one step are averaged, and steps without a point are NaN. Throws for no
 * point at all, for an intensity below zero or above any grid's, and for points that lie too near or too far apart.
 */
export function seriesOfPoints<S extends Signal>(
  points: readonly IntensityPoint[],
  about: {
    readonly signal: S;
    readonly zone: string;
    readonly source: string;
    readonly stepMs?: number;
    /** Where the points were read, for what is wrong with them. */
    readonly file?: string | undefined;
  },
): IntensitySeries<S> {
  const { signal, zone, source, file } = about;
  const sorted = latestByInstant(points).sort((a, b) => a.at - b.at);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined)
    throw new InputError(`${source} gives no intensity for ${zone}; give at least one reading`, { file });
  for (const point of sorted) {
    const problem = impossibility(point);
    if (problem !== undefined) throw new InputError(problem, { file });
  }
  const stepMs = about.stepMs ?? commonStep(sorted);
  if (!(stepMs >= minuteMs))
    throw new InputError(`the readings for ${zone} lie ${stepMs} ms apart; give steps of a minute or more`, { file });
  const steps = Math.floor((last.at - first.at) / stepMs) + 1;
  if (!(steps <= mostSteps))
    throw new InputError(
      `the readings for ${zone} reach from ${clock(first.at)} to ${clock(last.at)} in steps of ${stepMs / minuteMs} minutes, which is too far; give at most ${mostSteps} steps`,
      { file },
    );
  const step = ({ at }: IntensityPoint) => Math.floor((at - first.at) / stepMs);
  const gPerKwh = meansBy(sorted, steps, step, (point) => point.gPerKwh);
  const series = { signal, zone, source, startMs: first.at, stepMs, gPerKwh };
  const isRenewableKnown = sorted.some(({ renewableShare }) => isNumber(renewableShare));
  return isRenewableKnown
    ? { ...series, renewableShare: meansBy(sorted, steps, step, (point) => point.renewableShare) }
    : series;
}

/** One point an instant; what a later entry does not know stays from the earlier one. */
function latestByInstant(points: readonly IntensityPoint[]): IntensityPoint[] {
  const byInstant = new Map<EpochMs, IntensityPoint>();
  for (const point of points) {
    const before = byInstant.get(point.at);
    byInstant.set(point.at, {
      at: point.at,
      gPerKwh: isNumber(point.gPerKwh) ? point.gPerKwh : (before?.gPerKwh ?? Number.NaN),
      renewableShare: isNumber(point.renewableShare) ? point.renewableShare : before?.renewableShare,
    });
  }
  return [...byInstant.values()];
}

/** What is wrong with a point in itself. */
function impossibility({ at, gPerKwh, renewableShare }: IntensityPoint): string | undefined {
  if (!(Math.abs(at) <= lastInstant)) return `${at} is not a time; give ISO 8601`;
  if (gPerKwh < 0 || gPerKwh > mostGPerKwh)
    return `${gPerKwh} at ${clock(at)} cannot be an intensity; give gCO2e per kWh from 0 to ${mostGPerKwh}`;
  if (renewableShare !== undefined && (renewableShare < 0 || renewableShare > 1))
    return `${renewableShare * 100} % at ${clock(at)} cannot be the renewable share; give a percentage from 0 to 100`;
  return undefined;
}

function clock(at: EpochMs): string {
  return new Date(at).toISOString();
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && !Number.isNaN(value);
}

function meansBy(
  points: readonly IntensityPoint[],
  steps: number,
  step: (point: IntensityPoint) => number,
  value: (point: IntensityPoint) => number | undefined,
): number[] {
  const sums = Array.from({ length: steps }, () => 0);
  const counts = new Uint32Array(steps);
  for (const point of points) {
    const own = value(point);
    if (!isNumber(own)) continue;
    sums[step(point)]! += own;
    counts[step(point)]!++;
  }
  return sums.map((sum, i) => (counts[i] === 0 ? Number.NaN : sum / counts[i]!));
}

function commonStep(sorted: readonly IntensityPoint[]): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i]!.at - sorted[i - 1]!.at;
    // A longer distance is a hole, and no step.
    if (step > dayMs) continue;
    counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  let common = hourMs;
  let most = 0;
  for (const [step, count] of counts) {
    if (count > most || (count === most && step < common)) {
      common = step;
      most = count;
    }
  }
  return common;
}

/** The readings of a series; steps without one are left out. */
export function pointsOfSeries({ startMs, stepMs, gPerKwh, renewableShare }: IntensitySeries): IntensityPoint[] {
  return gPerKwh
    .map((own, i) => ({
      at: startMs + i * stepMs,
      gPerKwh: own,
      ...(renewableShare === undefined ? {} : { renewableShare: renewableShare[i] }),
    }))
    .filter((point) => isNumber(point.gPerKwh) || isNumber(point.renewableShare));
}

/** The readings of a series that give an intensity. */
export function intensityPoints(series: IntensitySeries): IntensityPoint[] {
  return pointsOfSeries(series).filter(({ gPerKwh }) => isNumber(gPerKwh));
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
  const firstStep = stepMs < series.stepMs ? series.startMs : Math.ceil(series.startMs / stepMs) * stepMs;
  const fit = (values: readonly number[]) =>
    stepMs < series.stepMs
      ? repeated(values, series.stepMs / stepMs)
      : merged(values, (firstStep - series.startMs) / series.stepMs, stepMs / series.stepMs, by);
  return changed(series, { startMs: firstStep, stepMs }, fit);
}

/** A series on another grid: both of its rows go through `fit`. */
function changed<S extends Signal>(
  series: IntensitySeries<S>,
  grid: { readonly startMs: EpochMs; readonly stepMs: number },
  fit: (values: readonly number[]) => number[],
): IntensitySeries<S> {
  const { renewableShare } = series;
  const own = { ...series, ...grid, gPerKwh: fit(series.gPerKwh) };
  return renewableShare === undefined ? own : { ...own, renewableShare: fit(renewableShare) };
}

function repeated(values: readonly number[], times: number): number[] {
  return values.flatMap((value) => Array.from({ length: times }, () => value));
}

function merged(values: readonly number[], skip: number, times: number, by: "mean" | "start"): number[] {
  const out: number[] = [];
  for (let i = Math.ceil(skip); i + times <= values.length; i += times) {
    const own = values.slice(i, i + times).filter((value) => !Number.isNaN(value));
    out.push(own.length === 0 ? Number.NaN : by === "start" ? own[0]! : own.reduce((a, b) => a + b, 0) / own.length);
  }
  return out;
}

/** The part of a series from `from` until before `to`; NaN where the series does not reach. */
export function between<S extends Signal>(series: IntensitySeries<S>, from: EpochMs, to: EpochMs): IntensitySeries<S> {
  const first = Math.floor((from - series.startMs) / series.stepMs);
  const last = Math.ceil((to - series.startMs) / series.stepMs);
  const grid = { startMs: series.startMs + first * series.stepMs, stepMs: series.stepMs };
  return changed(series, grid, (values) =>
    Array.from({ length: Math.max(0, last - first) }, (_, i) => values[first + i] ?? Number.NaN),
  );
}

/** One series behind another, for instance history and forecast. Average and marginal do not mix. */
export function joined<S extends Signal>(
  earlier: IntensitySeries<S>,
  later: IntensitySeries<NoInfer<S>>,
): IntensitySeries<S> {
  assertSameSignal(earlier, later);
  const fitted = resample(later as IntensitySeries<S>, earlier.stepMs);
  return seriesOfPoints([...pointsOfSeries(earlier), ...pointsOfSeries(fitted)], {
    signal: earlier.signal,
    zone: earlier.zone,
    source: [...new Set([...earlier.source.split(" and "), later.source])].join(" and "),
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
