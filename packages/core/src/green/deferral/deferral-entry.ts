import type { EpochMs } from "../../kernel/index.ts";
import type { DeferrableJob, JobRun } from "../../system/index.ts";
import type { ScheduleJob } from "../schedule/schedule-problem.ts";

/** The slots that a plan may fill: `count` of them from `start` on, and the zones by name. */
export interface DeferralGrid {
  /** When the plan is made; at most a slot before `start`. */
  readonly at: EpochMs;
  readonly start: EpochMs;
  readonly slotMs: number;
  readonly count: number;
  readonly zones: ReadonlyMap<string, number>;
}

export type DeferralEntry =
  /** `done` has run, or runs until the first slot; `entry` is what is still to be placed, if anything. */
  | {
      readonly kind: "entry";
      readonly done: readonly JobRun[];
      readonly entry?: ScheduleJob;
      /** Where its window is too narrow for whole slots: exactly when it runs. */
      readonly exactly?: { readonly from: EpochMs; readonly to: EpochMs };
    }
  | { readonly kind: "left-out"; readonly reason: string };

const tolerance = 1e-6;

/**
 * What of a job is still to be placed on the grid. What has begun stays as it was planned; a job in one piece that has
 * begun goes on at once. `before` are its runs in the plan before.
 */
export function deferralEntry(job: DeferrableJob, before: readonly JobRun[], grid: DeferralGrid): DeferralEntry {
  const { start, slotMs, zones } = grid;
  const allowed = (job.zones.length === 0 ? [...zones.keys()] : job.zones).flatMap((zone) => zones.get(zone) ?? []);
  const done = before.filter(({ from }) => from < start).map((run) => ({ ...run, to: Math.min(run.to, start) }));
  const hasBegun = done.length > 0;
  const left = job.durationMs - done.reduce((sum, run) => sum + ((run.to - run.from) * run.powerW) / job.powerW, 0);
  if (hasBegun && left <= tolerance * slotMs) return { kind: "entry", done };
  if (hasBegun && !job.isInterruptible) return goingOn(job, before, grid, done);
  if (allowed.length === 0)
    return { kind: "left-out", reason: `it may run in ${job.zones.join(", ")}, of which no intensity is known` };
  const duration = Math.ceil(left / slotMs - tolerance);
  const entry = { ...entryOf(job), duration, regions: allowed };
  const slotOf = (at: EpochMs) => (at - start) / slotMs;
  if (job.pinnedAt !== undefined && !hasBegun && job.pinnedAt > grid.at - slotMs) {
    const pinned = Math.max(0, Math.round(slotOf(job.pinnedAt)));
    return {
      kind: "entry",
      done,
      entry: { ...entry, isInterruptible: false, release: pinned, deadline: pinned + duration },
    };
  }
  const release = Math.max(0, Math.ceil(slotOf(job.releaseAt) - tolerance));
  const deadline = Math.min(grid.count, Math.floor(slotOf(job.deadlineAt) + tolerance));
  if (deadline - release >= duration) return { kind: "entry", done, entry: { ...entry, release, deadline } };
  return atOnce(job, left, grid, done, entry);
}

function entryOf(job: DeferrableJob): Omit<ScheduleJob, "duration" | "release" | "deadline" | "regions"> {
  return { name: job.name, power: job.powerW, isInterruptible: job.isInterruptible, after: [] };
}

/** A job in one piece that runs: its end stays, and its power is taken from the cap. */
function goingOn(
  job: DeferrableJob,
  before: readonly JobRun[],
  { start, slotMs, zones }: DeferralGrid,
  done: readonly JobRun[],
): DeferralEntry {
  const end = before.at(-1)!.to;
  const region = zones.get(done[0]!.zone);
  const exactly = { from: start, to: end };
  const duration = Math.ceil((end - start) / slotMs - tolerance);
  // Its zone gives nothing any more: it goes on all the same.
  if (region === undefined) return { kind: "entry", done: [...before] };
  const entry = { ...entryOf(job), isInterruptible: false, duration, release: 0, deadline: duration };
  return { kind: "entry", done, entry: { ...entry, regions: [region] }, exactly };
}

/** A job whose window has no room for whole slots: as soon as it may, if it still ends in time. */
function atOnce(
  job: DeferrableJob,
  left: number,
  { at, start, slotMs, count }: DeferralGrid,
  done: readonly JobRun[],
  entry: Omit<ScheduleJob, "release" | "deadline">,
): DeferralEntry {
  const from = Math.max(done.length > 0 ? start : at, job.releaseAt);
  const to = from + left;
  const clock = (moment: EpochMs) => new Date(moment).toISOString().slice(0, 16).replace("T", " ");
  if (to > job.deadlineAt + tolerance * slotMs)
    return {
      kind: "left-out",
      reason: `it would end at ${clock(to)} UTC at the earliest, and its deadline is ${clock(job.deadlineAt)} UTC`,
    };
  const first = Math.max(0, Math.floor((from - start) / slotMs));
  const end = Math.ceil((to - start) / slotMs - tolerance);
  if (end > count)
    return {
      kind: "left-out",
      reason: `it may not run before ${clock(from)} UTC, and the plan reaches until ${clock(start + count * slotMs)} UTC; its turn comes later`,
    };
  const duration = Math.max(1, end - first);
  return {
    kind: "entry",
    done,
    entry: { ...entry, isInterruptible: false, duration, release: first, deadline: first + duration },
    exactly: { from, to },
  };
}
