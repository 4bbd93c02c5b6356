import { type DurationMs, type EpochMs, hourMs, mean, minuteMs } from "../kernel/index.ts";
import type { Reading } from "./reading.ts";

/** What a future came to, from the moment of the decision on. */
export interface Totals {
  /** How long the decision's component was not well. */
  readonly unwellMs: DurationMs;
  /** How long a promise of the system was broken. */
  readonly brokenMs: DurationMs;
  /** Requests that were not served well and in time, as minutes of all of them. */
  readonly errorMinutes: number;
  /** Electrical energy, watt-hours; null where nothing tells the power. */
  readonly energyWh: number | null;
}

/** Values at equal steps of time; null where nothing is known. */
export interface Curves {
  readonly served: readonly (number | null)[];
  readonly unhealthy: readonly (number | null)[];
  /** Since the decision. */
  readonly errorMinutes: readonly (number | null)[];
  readonly energyWh: readonly (number | null)[];
}
export type CurveName = keyof Curves;
export const curveNames: readonly CurveName[] = ["served", "unhealthy", "errorMinutes", "energyWh"];

/** Sums readings up from `from` to `until`; each counts until the next one. */
export function totalsOf(readings: readonly Reading[], from: EpochMs, until: EpochMs): Totals {
  return sum(readings, from, [until]).totals;
}

/** The curves of readings at each moment of `at`, which ascends; null beyond the last reading. */
export function curvesOf(readings: readonly Reading[], from: EpochMs, at: readonly EpochMs[]): Curves {
  return sum(readings, from, at).curves;
}

function sum(readings: readonly Reading[], from: EpochMs, moments: readonly EpochMs[]) {
  const totals: { -readonly [K in keyof Totals]: Totals[K] } = {
    unwellMs: 0,
    brokenMs: 0,
    errorMinutes: 0,
    energyWh: readings.some(({ powerW }) => powerW !== null) ? 0 : null,
  };
  const curves = { served: [], unhealthy: [], errorMinutes: [], energyWh: [] } as Record<CurveName, (number | null)[]>;
  const last = readings.at(-1)?.at ?? from;
  let now = from;
  let next = 0;
  for (const moment of moments) {
    while (now < moment) {
      const held = readings[Math.max(0, next - 1)];
      const until = Math.min(moment, readings[next]?.at ?? moment);
      if (held !== undefined) add(totals, held, until - now);
      now = until;
      if (readings[next] !== undefined && readings[next]!.at <= now) next++;
    }
    const held = moment > last + toleranceMs ? undefined : readings[Math.max(0, next - 1)];
    curves.served.push(held?.served ?? null);
    curves.unhealthy.push(held?.unhealthy ?? null);
    curves.errorMinutes.push(held === undefined ? null : totals.errorMinutes);
    curves.energyWh.push(held === undefined ? null : totals.energyWh);
  }
  return { totals, curves };
}

/** A reading counts so long where none follows it. */
const toleranceMs = 2_000;

function add(totals: { -readonly [K in keyof Totals]: Totals[K] }, reading: Reading, ms: DurationMs): void {
  if (!reading.isTargetWell) totals.unwellMs += ms;
  if (!reading.isPromiseKept) totals.brokenMs += ms;
  totals.errorMinutes += ((1 - reading.served) * ms) / minuteMs;
  if (totals.energyWh !== null) totals.energyWh += ((reading.powerW ?? 0) * ms) / hourMs;
}

/** One total in both futures over all seeds; seed by seed they share their chance, so that the difference is the decision's. */
export interface Contrast {
  readonly asItWas: number;
  readonly whatIf: number;
  /** What if, less as it was: mean, least and greatest over the seeds. */
  readonly difference: number;
  readonly least: number;
  readonly most: number;
  /** Seeds whose difference goes the way of the mean. */
  readonly agreeing: number;
}

/** The contrast of one total over pairs of futures; undefined where it is not known. */
export function contrastOf(
  pairs: readonly { readonly asItWas: Totals; readonly whatIf: Totals }[],
  of: keyof Totals,
): Contrast | undefined {
  const known = pairs.flatMap((pair) => {
    const [asItWas, whatIf] = [pair.asItWas[of], pair.whatIf[of]];
    return asItWas === null || whatIf === null ? [] : [{ asItWas, whatIf, difference: whatIf - asItWas }];
  });
  if (known.length === 0) return undefined;
  const differences = known.map(({ difference }) => difference);
  const difference = mean(differences);
  return {
    asItWas: mean(known.map(({ asItWas }) => asItWas)),
    whatIf: mean(known.map(({ whatIf }) => whatIf)),
    difference,
    least: Math.min(...differences),
    most: Math.max(...differences),
    agreeing: differences.filter((each) => Math.sign(each) === Math.sign(difference)).length,
  };
}
