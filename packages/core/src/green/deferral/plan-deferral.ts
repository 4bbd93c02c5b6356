import { type EpochMs, hourMs, minuteMs } from "../../kernel/index.ts";
import { IntensityForecaster } from "../carbon/intensity-forecaster.ts";
import { endOfSeries, type IntensitySeries, resample, withoutHoles } from "../carbon/intensity-series.ts";
import { planSchedule } from "../schedule/plan-schedule.ts";
import type { JobPlan } from "../schedule/job-plan.ts";
import type { ScheduleJob, ScheduleProblem } from "../schedule/schedule-problem.ts";
import type { DeferrableJob, DeferralPlan, IntensityRecord, JobRun } from "../../system/index.ts";

export interface DeferralRequest {
  readonly jobs: readonly DeferrableJob[];
  /** One a zone, all of one signal. */
  readonly intensities: readonly IntensityRecord[];
  /** The most power that all jobs together may draw in a zone; none where it is left out. */
  readonly capW?: number | undefined;
  readonly at: EpochMs;
  /** What was planned before: jobs that have begun stay where they are. */
  readonly runsBefore?: Readonly<Record<string, readonly JobRun[]>>;
}

/** How far beyond the last reading a series may be continued by learning. */
const mostLearnedMs = 8 * 24 * hourMs;

/** The slots of a plan: a quarter, half or whole hour, as fine as the intensity is. */
export function slotLength(intensities: readonly IntensityRecord[]): number {
  const finest = Math.min(hourMs, ...intensities.map(({ stepMs }) => stepMs));
  return (
    [60, 30, 15].map((minutes) => minutes * minuteMs).find((slot) => slot <= finest && hourMs % slot === 0) ??
    15 * minuteMs
  );
}

/**
 * Plans deferrable jobs from `at` on. Intensity beyond what its provider gives is learned from what it gave. Jobs that
 * run already go on as planned; pinned ones start when their person said.
 */
export function planDeferral(
  request: DeferralRequest,
  options: { readonly now: () => number; readonly limitMs?: number; readonly seed?: number },
): DeferralPlan {
  const { jobs, intensities, at } = request;
  const impossible = (reason: string): DeferralPlan => ({ kind: "impossible", isProven: true, reason });
  if (intensities.length === 0) return impossible("no carbon intensity is known; send some to /api/carbon/intensity");
  if (new Set(intensities.map(({ signal }) => signal)).size > 1)
    return impossible(
      "some zones have average and some marginal intensity, which count different things; use one kind",
    );
  const slotMs = slotLength(intensities);
  const start = Math.floor(at / slotMs) * slotMs;
  const horizon = Math.max(1, Math.ceil((Math.max(at, ...jobs.map(({ deadlineAt }) => deadlineAt)) - start) / slotMs));
  const total = jobs.reduce((sum, { powerW }) => sum + powerW, 0);
  const cap = Array.from({ length: horizon }, () => request.capW ?? total);
  const regions = [];
  for (const record of intensities) {
    const values = intensityAhead(record, start, slotMs, horizon);
    if (values === undefined)
      return impossible(`the intensity of ${record.zone} ends long before now; send newer readings`);
    regions.push({ name: record.zone, intensityGPerKwh: values, cap });
  }
  const zones = new Map(regions.map(({ name }, k) => [name, k]));
  const index = new Map(jobs.map(({ id }, j) => [id, j]));
  const scheduled: ScheduleJob[] = [];
  const behind: JobRun[][] = [];
  for (const job of jobs) {
    const allowed = (job.zones.length === 0 ? [...zones.keys()] : job.zones).flatMap((zone) => zones.get(zone) ?? []);
    if (allowed.length === 0)
      return impossible(`job ${job.name} may run in ${job.zones.join(", ")}, of which no intensity is known`);
    const { entry, done } = scheduleJob(job, request, start, slotMs, allowed, zones);
    scheduled.push({ ...entry, after: job.after.flatMap((id) => index.get(id) ?? []) });
    behind.push(done);
  }
  const problem: ScheduleProblem = { regions, jobs: scheduled };
  const plan = planSchedule(problem, options);
  if (plan.kind === "infeasible") return { kind: "impossible", isProven: plan.isProven, reason: inClock(plan.reason) };
  const grams = slotMs / hourMs / 1000;
  const runs: Record<string, JobRun[]> = {};
  for (const [j, own] of plan.jobs.entries())
    runs[jobs[j]!.id] = joinRuns([...behind[j]!, ...runsOf(own, scheduled[j]!, regions, start, slotMs)]);
  return {
    kind: "planned",
    slotMs,
    costG: plan.cost * grams,
    boundG: plan.bound * grams,
    gap: plan.gap,
    baselineG: plan.baseline.cost * grams,
    baselineKeepsCap: plan.baseline.isFeasible,
    runs,
    notes: [...plan.notes],
  };
}

/** Intensity from `start` on: as given, and learned where that ends; undefined where it ended long ago. */
export function intensityAhead(
  record: IntensityRecord,
  start: EpochMs,
  slotMs: number,
  count: number,
): number[] | undefined {
  const series = resample(withoutHoles(seriesOf(record)).series, slotMs);
  const end = endOfSeries(series);
  const missing = Math.ceil((start + count * slotMs - end) / slotMs);
  const first = Math.round((start - series.startMs) / slotMs);
  if (missing * slotMs > mostLearnedMs || series.gPerKwh.length === 0) return undefined;
  let values = series.gPerKwh;
  if (missing > 0) {
    const forecaster = new IntensityForecaster(series.startMs, slotMs);
    for (const value of values) forecaster.push(value);
    values = [...values, ...forecaster.forecast(missing)];
  }
  return Array.from({ length: count }, (_, t) => values[first + t] ?? values[0]!);
}

/** A kept series as one to reckon with. */
export function seriesOf(record: IntensityRecord): IntensitySeries {
  return { ...record, gPerKwh: record.gPerKwh.map((value) => value ?? Number.NaN) };
}

/** A reported series as it is kept: the newest `most` steps. */
export function recordOf(series: IntensitySeries, most = 2_000): IntensityRecord {
  const skip = Math.max(0, series.gPerKwh.length - most);
  return {
    zone: series.zone,
    signal: series.signal,
    source: series.source,
    basis: "reported",
    startMs: series.startMs + skip * series.stepMs,
    stepMs: series.stepMs,
    gPerKwh: series.gPerKwh.slice(skip).map((value) => (Number.isNaN(value) ? null : value)),
  };
}

function scheduleJob(
  job: DeferrableJob,
  { runsBefore = {}, at }: DeferralRequest,
  start: EpochMs,
  slotMs: number,
  allowed: readonly number[],
  zones: ReadonlyMap<string, number>,
): { entry: ScheduleJob; done: JobRun[] } {
  const slots = Math.max(1, Math.ceil(job.durationMs / slotMs - 1e-9));
  const before = runsBefore[job.id] ?? [];
  const begun = before.filter(({ from }) => from < start);
  const done = begun.map((run) => ({ ...run, to: Math.min(run.to, start) }));
  const doneSlots = done.reduce((sum, { from, to, powerW }) => sum + ((to - from) / slotMs) * (powerW / job.powerW), 0);
  const base = { name: job.name, power: job.powerW, isInterruptible: job.isInterruptible, after: [], regions: allowed };
  const release = Math.max(0, Math.ceil((job.releaseAt - start) / slotMs - 1e-9));
  const deadline = Math.floor((job.deadlineAt - start) / slotMs + 1e-9);
  if (begun.length > 0 && doneSlots < slots && !job.isInterruptible) {
    const rest = Math.ceil(slots - doneSlots);
    const zone = zones.get(begun[0]!.zone);
    return {
      entry: { ...base, duration: rest, release: 0, deadline: rest, regions: zone === undefined ? allowed : [zone] },
      done,
    };
  }
  const left = Math.max(1, Math.round(slots - doneSlots));
  if (job.pinnedAt !== undefined && job.pinnedAt >= at - slotMs) {
    const pinned = Math.max(0, Math.round((job.pinnedAt - start) / slotMs));
    return {
      entry: { ...base, isInterruptible: false, duration: left, release: pinned, deadline: pinned + left },
      done,
    };
  }
  return { entry: { ...base, duration: left, release, deadline }, done };
}

function runsOf(
  plan: JobPlan,
  job: ScheduleJob,
  regions: readonly { readonly name: string }[],
  start: EpochMs,
  slotMs: number,
): JobRun[] {
  const draws =
    plan.kind === "in-parts"
      ? plan.draws
      : Array.from({ length: job.duration }, (_, t) => ({
          region: plan.region,
          slot: plan.start + t,
          power: job.power,
        }));
  return [...draws]
    .sort((a, b) => a.slot - b.slot || a.region - b.region)
    .map(({ region, slot, power }) => ({
      zone: regions[region]!.name,
      from: start + slot * slotMs,
      to: start + (slot + 1) * slotMs,
      powerW: power,
    }));
}

function joinRuns(runs: readonly JobRun[]): JobRun[] {
  const joined: JobRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (
      last !== undefined &&
      last.to === run.from &&
      last.zone === run.zone &&
      Math.abs(last.powerW - run.powerW) < 1e-9
    )
      joined[joined.length - 1] = { ...last, to: run.to };
    else joined.push(run);
  }
  return joined;
}

/** Slots count from now in a schedule; say so. */
function inClock(reason: string): string {
  return /\bslot/.test(reason) ? `${reason} (slots count from now)` : reason;
}
