import { dayMs, type EpochMs, hourMs, minuteMs } from "../../kernel/index.ts";
import type { DeferrableJob, DeferralPlan, IntensityRecord, JobRun } from "../../system/index.ts";
import type { JobPlan } from "../schedule/job-plan.ts";
import { planSchedule, type SchedulePlan } from "../schedule/plan-schedule.ts";
import type { Region, ScheduleJob } from "../schedule/schedule-problem.ts";
import { type DeferralEntry, deferralEntry, type DeferralGrid } from "./deferral-entry.ts";
import { intensityAhead } from "./intensity-record.ts";

export interface DeferralRequest {
  /** The oldest first: where not all fit, the newest are left out. */
  readonly jobs: readonly DeferrableJob[];
  /** One a zone, all of one signal. */
  readonly intensities: readonly IntensityRecord[];
  /** The most power that all jobs together may draw in a zone; none where it is left out. */
  readonly capW?: number | undefined;
  readonly at: EpochMs;
  /** What was planned before: jobs that have begun stay where they are. */
  readonly runsBefore?: Readonly<Record<string, readonly JobRun[]>>;
}

export interface DeferralOptions {
  readonly now: () => number;
  readonly limitMs?: number;
  readonly seed?: number;
}

/** The slots of a plan, whatever the steps of the intensity are: as exact as start times are told. */
export const planSlotMs = 15 * minuteMs;
/** How far ahead is planned; later deadlines are seen when they come nearer. */
const mostAheadMs = 35 * dayMs;
/** How many plans are tried to find out which jobs do not fit. */
const mostAttempts = 16;

interface Ground {
  readonly grid: DeferralGrid;
  readonly regions: readonly Region[];
  readonly notes: readonly string[];
}

type Placed = Extract<DeferralEntry, { kind: "entry" }>;

/**
 * Plans deferrable jobs from the next slot on. Intensity beyond what its provider gives is learned from what it gave.
 * Jobs that run already go on as planned; pinned ones start when their person said. A job that cannot be placed is left
 * out with its reason, and does not keep the others from their slots.
 */
export function planDeferral(request: DeferralRequest, options: DeferralOptions): DeferralPlan {
  const ground = groundOf(request);
  const impossible = (reason: string, isProven: boolean): DeferralPlan => ({
    kind: "impossible",
    isProven,
    reason,
    runs: runsUnderWay(request),
  });
  if (typeof ground === "string") return impossible(ground, true);
  const { jobs, runsBefore = {} } = request;
  const placed = new Map<DeferrableJob, Placed>();
  const leftOut: Record<string, string> = {};
  for (const job of jobs) {
    const found = deferralEntry(job, runsBefore[job.id] ?? [], ground.grid);
    if (found.kind === "entry") placed.set(job, found);
    else leftOut[job.id] = found.reason;
  }
  leaveOutWaiting(placed, leftOut);
  const { plan, isProven } = planWhatFits(ground, placed, leftOut, options);
  const [first] = Object.entries(leftOut);
  if (first !== undefined && Object.keys(leftOut).length === jobs.length) {
    const name = jobs.find(({ id }) => id === first[0])!.name;
    return impossible(first[1].startsWith("it ") ? `job ${name}: ${first[1]}` : first[1], isProven);
  }
  if (plan.kind === "infeasible") return impossible(inClock(plan.reason), plan.isProven);
  return deferralPlan(ground, placed, plan, leftOut);
}

/** What was planned of jobs that have begun: they go on, whatever becomes of the plan. */
export function runsUnderWay({ jobs, runsBefore = {}, at }: DeferralRequest): Record<string, JobRun[]> {
  const begun = jobs.flatMap(({ id }): [string, JobRun[]][] => {
    const runs = runsBefore[id] ?? [];
    return runs.some(({ from }) => from <= at) ? [[id, [...runs]]] : [];
  });
  return Object.fromEntries(begun);
}

function groundOf({ jobs, intensities, at, capW }: DeferralRequest): Ground | string {
  if (intensities.length === 0) return "no carbon intensity is known; send some to /api/carbon/intensity";
  if (new Set(intensities.map(({ signal }) => signal)).size > 1)
    return "some zones have average and some marginal intensity, which count different things; use one kind";
  const slotMs = planSlotMs;
  const start = Math.ceil(at / slotMs) * slotMs;
  const last = jobs.reduce(
    (end, job) => Math.max(end, job.deadlineAt, (job.pinnedAt ?? 0) + job.durationMs),
    start + slotMs,
  );
  const count = Math.ceil((Math.min(last, start + mostAheadMs) - start) / slotMs);
  const total = jobs.reduce((sum, { powerW }) => sum + powerW, 0);
  const cap = Array.from({ length: count }, () => capW ?? total);
  const regions: Region[] = [];
  const notes: string[] = [];
  for (const record of intensities) {
    const intensityGPerKwh = intensityAhead(record, start, slotMs, count);
    if (intensityGPerKwh === undefined)
      notes.push(`the intensity of ${record.zone} ends long before now; send newer readings`);
    else regions.push({ name: record.zone, intensityGPerKwh, cap });
  }
  if (regions.length === 0) return notes[0]!;
  const zones = new Map(regions.map(({ name }, k) => [name, k]));
  return { grid: { at, start, slotMs, count, zones }, regions, notes };
}

/** A job that waits for one that is left out is left out too. */
function leaveOutWaiting(placed: Map<DeferrableJob, Placed>, leftOut: Record<string, string>): void {
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const [job, { done }] of placed) {
      const missing = job.after.find((id) => Object.hasOwn(leftOut, id));
      if (missing === undefined || done.length > 0) continue;
      placed.delete(job);
      leftOut[job.id] = `it waits for ${missing}, which has no slot`;
      hasChanged = true;
    }
  }
}

/**
 * Plans all jobs, or as many as fit: those that no plan has room for even alone go first, then the newest one that
 * breaks the plan of those before it, and so on. Takes out of `placed` and tells `leftOut` what it leaves out.
 */
function planWhatFits(
  ground: Ground,
  placed: Map<DeferrableJob, Placed>,
  leftOut: Record<string, string>,
  options: DeferralOptions,
): { readonly plan: SchedulePlan; readonly isProven: boolean } {
  let isProven = true;
  const attempt = (jobs: readonly DeferrableJob[]) => planOf(ground, jobs, placed, options);
  const leave = (job: DeferrableJob, plan: SchedulePlan) => {
    if (plan.kind !== "infeasible") return;
    leftOut[job.id] = inClock(plan.reason);
    isProven &&= plan.isProven;
    placed.delete(job);
    leaveOutWaiting(placed, leftOut);
  };
  let plan = attempt([...placed.keys()]);
  if (plan.kind === "planned") return { plan, isProven };
  const free = [...placed].filter(([, { done, entry }]) => done.length === 0 && entry !== undefined);
  for (const [job] of free) if (placed.has(job)) leave(job, attempt([job]));
  for (let attempts = 0; attempts < mostAttempts; attempts++) {
    const jobs = [...placed.keys()].sort((a, b) => Number(hasBegun(b)) - Number(hasBegun(a)));
    plan = attempt(jobs);
    if (plan.kind === "planned" || jobs.length === 0) return { plan, isProven };
    let fits = 0;
    let breaks = jobs.length;
    let broken = plan;
    while (breaks - fits > 1) {
      const middle = (fits + breaks) >> 1;
      const part = attempt(jobs.slice(0, middle));
      if (part.kind === "planned") fits = middle;
      else [breaks, broken] = [middle, part];
    }
    leave(jobs[breaks - 1]!, broken);
  }
  for (const job of placed.keys()) if (!hasBegun(job)) leave(job, plan);
  return { plan: attempt([...placed.keys()]), isProven };

  function hasBegun(job: DeferrableJob): boolean {
    return placed.get(job)!.done.length > 0;
  }
}

/** The plan of some jobs; what they wait for counts where it is among them. */
function planOf(
  { regions }: Ground,
  jobs: readonly DeferrableJob[],
  placed: ReadonlyMap<DeferrableJob, Placed>,
  options: DeferralOptions,
): SchedulePlan {
  const open = jobs.filter((job) => placed.get(job)?.entry !== undefined);
  const index = new Map(open.map(({ id }, j) => [id, j]));
  const entries = open.map((job): ScheduleJob => {
    const { entry, done } = placed.get(job)!;
    return { ...entry!, after: done.length > 0 ? [] : job.after.flatMap((id) => index.get(id) ?? []) };
  });
  return planSchedule({ regions, jobs: entries }, options);
}

function deferralPlan(
  { grid, regions, notes }: Ground,
  placed: ReadonlyMap<DeferrableJob, Placed>,
  plan: Extract<SchedulePlan, { kind: "planned" }>,
  leftOut: Readonly<Record<string, string>>,
): DeferralPlan {
  const grams = grid.slotMs / hourMs / 1000;
  const runs: Record<string, JobRun[]> = {};
  let j = 0;
  for (const [job, { done, entry, exactly }] of placed) {
    let ahead: JobRun[] = [];
    if (entry !== undefined) ahead = runsOf(plan.jobs[j++]!, entry, regions, grid);
    if (exactly !== undefined) ahead = [{ ...ahead[0]!, ...exactly }];
    runs[job.id] = joinRuns([...done, ...ahead]);
  }
  return {
    kind: "planned",
    slotMs: grid.slotMs,
    costG: plan.cost * grams,
    boundG: plan.bound * grams,
    gap: plan.gap,
    baselineG: plan.baseline.cost * grams,
    baselineKeepsCap: plan.baseline.isFeasible,
    runs,
    leftOut,
    notes: [...notes, ...plan.notes],
  };
}

function runsOf(
  plan: JobPlan,
  job: ScheduleJob,
  regions: readonly Region[],
  { start, slotMs }: DeferralGrid,
): JobRun[] {
  const draws =
    plan.kind === "in-parts"
      ? plan.draws
      : Array.from({ length: job.duration }, (_, t) => ({
          region: plan.region,
          slot: plan.start + t,
          power: job.power,
        }));
  return joinRuns(
    [...draws]
      .sort((a, b) => a.slot - b.slot || a.region - b.region)
      .map(({ region, slot, power }) => ({
        zone: regions[region]!.name,
        from: start + slot * slotMs,
        to: start + (slot + 1) * slotMs,
        powerW: power,
      })),
  );
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
  return /\bslot/.test(reason) ? `${reason} (slots are quarters of an hour from now on)` : reason;
}
