import type { ScheduleProblem } from "./schedule-problem.ts";

/**
 * A problem laid out for the hot loops. Positions put the regions one behind the other: slot `t` of region `k` is
 * position `k * slots + t`. A job's possible starts are the positions `low..high` of its segments, one a region.
 */
export interface PlacementModel {
  readonly problem: ScheduleProblem;
  readonly slots: number;
  readonly positions: number;
  readonly jobs: number;
  readonly power: Float64Array;
  readonly duration: Int32Array;
  /** Segments of job `j` are `firstSegment[j] .. firstSegment[j + 1] - 1`. */
  readonly firstSegment: Int32Array;
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly intensity: Float64Array;
  /** Sum of the intensity over the positions before each one. */
  readonly intensityBefore: Float64Array;
  readonly cap: Float64Array;
  /** How far above a cap rounding may carry a load. */
  readonly tolerance: number;
  readonly before: readonly (readonly number[])[];
  readonly behind: readonly (readonly number[])[];
  readonly hasPrecedence: boolean;
  /** 1 for the jobs that may pause. */
  readonly mayPause: Uint8Array;
}

/** The windows of the jobs, narrowed by what must run before and behind them: `[release, deadline]` by job. */
export type Windows = readonly (readonly [release: number, deadline: number])[];

export function placementModel(problem: ScheduleProblem, windows: Windows): PlacementModel {
  const slots = problem.regions[0]?.cap.length ?? 0;
  const positions = slots * problem.regions.length;
  const n = problem.jobs.length;
  const low: number[] = [];
  const high: number[] = [];
  const firstSegment = new Int32Array(n + 1);
  for (const [j, job] of problem.jobs.entries()) {
    const [release, deadline] = windows[j]!;
    for (const k of job.regions) {
      low.push(k * slots + release);
      high.push(k * slots + deadline - job.duration);
    }
    firstSegment[j + 1] = low.length;
  }
  const intensity = Float64Array.from(problem.regions.flatMap(({ intensityGPerKwh }) => [...intensityGPerKwh]));
  const cap = Float64Array.from(problem.regions.flatMap(({ cap }) => [...cap]));
  const behind: number[][] = problem.jobs.map(() => []);
  for (const [j, job] of problem.jobs.entries()) for (const i of job.after) behind[i]!.push(j);
  return {
    problem,
    slots,
    positions,
    jobs: n,
    power: Float64Array.from(problem.jobs, ({ power }) => power),
    duration: Int32Array.from(problem.jobs, ({ duration }) => duration),
    firstSegment,
    low: Int32Array.from(low),
    high: Int32Array.from(high),
    intensity,
    intensityBefore: sumsBefore(intensity),
    cap,
    tolerance: 1e-9 * Math.max(1, ...problem.regions.map((region) => Math.max(...region.cap))),
    before: problem.jobs.map(({ after }) => after),
    behind,
    mayPause: Uint8Array.from(problem.jobs, ({ isInterruptible }) => (isInterruptible ? 1 : 0)),
    hasPrecedence: problem.jobs.some(({ after }) => after.length > 0),
  };
}

/** `sums[t]` is the sum of the values before `t`; one longer than `values`. */
export function sumsBefore(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let t = 0; t < values.length; t++) sums[t + 1] = sums[t]! + values[t]!;
  return sums;
}
