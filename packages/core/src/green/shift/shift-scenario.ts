import { z } from "zod";
import { dayMs, InputError } from "../../kernel/index.ts";
import { between, endOfSeries, type IntensitySeries, resample, withoutHoles } from "../carbon/intensity-series.ts";
import { deadlineOf, type ShiftPolicy } from "./shift-policy.ts";
import { type ShiftJob, type ShiftResult, shiftOnline, shiftPerfectly } from "./shift-jobs.ts";

const pair = z.tuple([z.int().min(0), z.int().min(1)]);

/** A jobs file: `[arrival slot, duration in slots]` each, slots counted from 1 January 00:00 UTC of `year`. */
export const shiftFileSchema = z.union([
  z.array(pair).transform((jobs) => ({ year: undefined, slotMinutes: undefined, jobs })),
  z.looseObject({ year: z.int().optional(), slotMinutes: z.number().positive().optional(), jobs: z.array(pair) }),
]);
export type ShiftFile = z.infer<typeof shiftFileSchema>;

export interface ShiftScenario {
  readonly intensity: IntensitySeries;
  /** The jobs; for `nightly` they may be left out: a job of one slot at 01:00 on each of the year's first 365 days. */
  readonly file?: ShiftFile;
  readonly policy: ShiftPolicy;
  readonly isInterruptible?: boolean;
  /** Slots: how far to either side for `nightly` (default 16), and at most how much later otherwise. */
  readonly window?: number;
  readonly forecast?: "perfect" | "online";
  /** As the authors' simulation: windows include their last slot, running at once may too, and nights that would begin before the series are left out of the emissions only. */
  readonly paperSemantics?: boolean;
}

export interface ShiftScenarioResult extends ShiftResult {
  readonly jobs: number;
  /** Jobs that do not end within the series, and were left out. */
  readonly leftOut: number;
  /** Slots without a reading, that were filled. */
  readonly filledSlots: number;
  /** The most jobs that run at one time if run at once; shifting knows no cap here. */
  readonly highestConcurrencyAtOnce: number;
}

/** Measures what a policy of waiting would have saved on a recorded intensity. */
export function runShiftScenario(scenario: ShiftScenario): ShiftScenarioResult {
  const { file, policy, isInterruptible = false, forecast = "perfect" } = scenario;
  const stepMs = (file?.slotMinutes ?? 30) * 60_000;
  // A finer series counts by its reading at the beginning of a slot: only so do the published figures come out.
  const { series, filled } = withoutHoles(resample(scenario.intensity, stepMs, "start"));
  const startMs = yearStart(series, file?.year);
  const history = between(series, series.startMs, startMs).gPerKwh;
  const gPerKwh = between(series, startMs, endOfSeries(series)).gPerKwh;
  const slotsPerDay = dayMs / stepMs;
  const given = file?.jobs ?? nightlyJobs(policy, slotsPerDay);
  const calendar = { slotsPerDay, weekdayOfFirst: (Math.floor(startMs / dayMs) + 3) % 7 };
  const jobs: ShiftJob[] = [];
  const droppedByPaper: ShiftJob[] = [];
  for (const [arrival, duration] of given) {
    const job = windowOf(scenario, arrival, duration, calendar, gPerKwh.length);
    if (job === undefined) continue;
    if (scenario.paperSemantics === true && policy === "nightly" && arrival - (scenario.window ?? 16) < 0)
      droppedByPaper.push(job);
    else jobs.push(job);
  }
  if (jobs.length === 0)
    throw new InputError(
      `no job lies within the series, which has ${gPerKwh.length} slots from ${new Date(startMs).toISOString()} on`,
    );
  const run =
    forecast === "online"
      ? shiftOnline(gPerKwh, jobs, { isInterruptible, stepMs, startMs, history })
      : shiftPerfectly(gPerKwh, jobs, { isInterruptible, stepMs });
  const extra = shiftPerfectly(gPerKwh, droppedByPaper, { isInterruptible, stepMs }).baseline;
  const baseline = run.baseline + extra;
  return {
    baseline,
    emitted: run.emitted,
    savedPercent: 100 * (1 - run.emitted / baseline),
    jobs: jobs.length + droppedByPaper.length,
    leftOut: given.length - jobs.length - droppedByPaper.length,
    filledSlots: filled,
    highestConcurrencyAtOnce: concurrency(jobs, gPerKwh.length),
  };
}

/** The first 1 January 00:00 UTC in the series, or that of `year`; the beginning of a series that has none. */
function yearStart(series: IntensitySeries, year: number | undefined): number {
  const own = year ?? new Date(series.startMs - 1).getUTCFullYear() + 1;
  const start = Date.UTC(own, 0, 1);
  if (start >= series.startMs && start < endOfSeries(series)) return start;
  if (year === undefined) return series.startMs;
  throw new InputError(`the series has nothing of ${year}; it begins at ${new Date(series.startMs).toISOString()}`, {
    field: "year",
  });
}

function nightlyJobs(policy: ShiftPolicy, slotsPerDay: number): [number, number][] {
  if (policy !== "nightly") throw new InputError(`the policy ${policy} needs jobs; give them with --jobs`);
  return Array.from({ length: 365 }, (_, day) => [day * slotsPerDay + slotsPerDay / 24, 1]);
}

function windowOf(
  { policy, window, paperSemantics = false }: ShiftScenario,
  arrival: number,
  duration: number,
  calendar: { slotsPerDay: number; weekdayOfFirst: number },
  slots: number,
): ShiftJob | undefined {
  const atOnce = arrival + duration;
  if (atOnce > slots) return undefined;
  if (policy === "nightly") {
    const reach = window ?? 16;
    return { arrival, duration, from: Math.max(0, arrival - reach), end: Math.min(slots, atOnce + reach) };
  }
  const deadline = Math.min(
    deadlineOf(policy, atOnce, calendar),
    window === undefined ? Number.POSITIVE_INFINITY : atOnce + window,
  );
  const late = paperSemantics ? 1 : 0;
  return {
    arrival,
    duration,
    from: arrival,
    end: Math.min(slots, deadline + late),
    baselineEnd: Math.min(slots, atOnce + late),
  };
}

function concurrency(jobs: readonly ShiftJob[], slots: number): number {
  const change = new Int32Array(slots + 1);
  for (const { arrival, duration } of jobs) {
    change[arrival]!++;
    change[arrival + duration]!--;
  }
  let now = 0;
  let most = 0;
  for (const step of change) most = Math.max(most, (now += step));
  return most;
}
