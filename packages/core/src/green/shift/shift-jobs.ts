import { hourMs } from "../../kernel/index.ts";
import { IntensityForecaster } from "../carbon/intensity-forecaster.ts";
import { sumsBefore } from "../schedule/placement-model.ts";

/** A job that may run in slots `from` to `end - 1`, all of `duration` slots; at once it would start at `arrival`. */
export interface ShiftJob {
  readonly arrival: number;
  readonly duration: number;
  readonly from: number;
  readonly end: number;
  /** What running at once may choose from, where that is not `arrival` alone. */
  readonly baselineEnd?: number;
}

export interface ShiftResult {
  /** Grams of CO2e of jobs that draw one kilowatt, run at once. */
  readonly baseline: number;
  /** The same jobs, shifted. */
  readonly emitted: number;
  readonly savedPercent: number;
}

/** Runs every job in its best slots, with the whole future known. No cap: this is the limit of what shifting can save. */
export function shiftPerfectly(
  gPerKwh: readonly number[],
  jobs: readonly ShiftJob[],
  options: { readonly isInterruptible: boolean; readonly stepMs: number },
): ShiftResult {
  const sums = sumsBefore(gPerKwh);
  let emitted = 0;
  for (const { duration, from, end } of jobs)
    emitted += options.isInterruptible
      ? cheapestSlots(gPerKwh, from, end, duration)
      : cheapestRun(sums, from, end, duration);
  return result(baselineOf(sums, jobs), emitted, options.stepMs);
}

/**
 * Runs the jobs as time goes on: at the beginning of each slot its intensity is known, and what comes next only as the
 * forecaster learned it from the past; every waiting job is planned anew. `history` are the slots before slot 0.
 */
export function shiftOnline(
  gPerKwh: readonly number[],
  jobs: readonly ShiftJob[],
  options: {
    readonly isInterruptible: boolean;
    readonly stepMs: number;
    readonly startMs: number;
    readonly history?: readonly number[];
  },
): ShiftResult {
  const { isInterruptible, stepMs, startMs, history = [] } = options;
  const forecaster = new IntensityForecaster(startMs - history.length * stepMs, stepMs);
  for (const value of history) forecaster.push(value);
  const sums = sumsBefore(gPerKwh);
  const arriving = jobs.map((job) => ({ ...job, left: job.duration })).sort((a, b) => a.from - b.from);
  let next = 0;
  let waiting: typeof arriving = [];
  let emitted = 0;
  for (let slot = 0; slot < gPerKwh.length && (next < arriving.length || waiting.length > 0); slot++) {
    forecaster.push(gPerKwh[slot]!);
    while (next < arriving.length && arriving[next]!.from <= slot) waiting.push(arriving[next++]!);
    if (waiting.length === 0) continue;
    const furthest = waiting.reduce((end, job) => Math.max(end, job.end), 0);
    const ahead = forecaster.forecast(Math.max(0, furthest - slot - 1));
    const expected = new Float64Array(ahead.length + 1);
    expected[0] = gPerKwh[slot]!;
    expected.set(ahead, 1);
    const expectedSums = sumsBefore(expected);
    for (const job of waiting) {
      if (isInterruptible) {
        if (!isWorthRunning(expected, job.end - slot, job.left)) continue;
        emitted += gPerKwh[slot]!;
        job.left--;
      } else if (startsBest(expectedSums, job.end - slot, job.duration)) {
        emitted += sums[slot + job.duration]! - sums[slot]!;
        job.left = 0;
      }
    }
    waiting = waiting.filter(({ left }) => left > 0);
  }
  return result(baselineOf(sums, jobs), emitted, stepMs);
}

/** How much less a slot has to promise to be worth waiting for: the best of many forecasts is too good to be true. */
const promise = 0.02;

/** Whether slot 0 is among the `need` best of the `room` slots ahead, or nearly so. */
function isWorthRunning(expected: Float64Array, room: number, need: number): boolean {
  if (room <= need) return true;
  const worthwhile = expected[0]! * (1 - promise);
  let better = 0;
  for (let t = 1; t < room; t++) if (expected[t]! < worthwhile && ++better >= need) return false;
  return true;
}

/** Whether a run of `duration` slots costs least if it starts in slot 0. */
function startsBest(sums: Float64Array, room: number, duration: number): boolean {
  const now = sums[duration]!;
  for (let s = 1; s + duration <= room; s++) if (sums[s + duration]! - sums[s]! < now) return false;
  return true;
}

function baselineOf(sums: Float64Array, jobs: readonly ShiftJob[]): number {
  let baseline = 0;
  for (const { arrival, duration, baselineEnd = arrival + duration } of jobs)
    baseline += cheapestRun(sums, arrival, baselineEnd, duration);
  return baseline;
}

/** The least cost of `duration` slots in a row in `from .. end - 1`. */
export function cheapestRun(sums: Float64Array, from: number, end: number, duration: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let s = from; s + duration <= end; s++) {
    const cost = sums[s + duration]! - sums[s]!;
    if (cost < least) least = cost;
  }
  return least;
}

/** The least cost of any `duration` slots in `from .. end - 1`. */
export function cheapestSlots(gPerKwh: readonly number[], from: number, end: number, duration: number): number {
  const sorted = Float64Array.from(gPerKwh.slice(from, end)).sort();
  let sum = 0;
  for (let i = 0; i < duration; i++) sum += sorted[i]!;
  return sum;
}

function result(baseline: number, emitted: number, stepMs: number): ShiftResult {
  const hours = stepMs / hourMs;
  return {
    baseline: baseline * hours,
    emitted: emitted * hours,
    savedPercent: baseline > 0 ? 100 * (1 - emitted / baseline) : 0,
  };
}
