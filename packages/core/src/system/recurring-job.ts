import { z } from "zod";
import { dayMs, type EpochMs, hourMs, minuteMs } from "../kernel/index.ts";
import { type DeferrableJob, deferrableJobSchema } from "./deferrable-job.ts";

const { id, name, component, powerW, isInterruptible } = deferrableJobSchema.shape;

/** Work that can wait and comes again: a backup, a report, a failover drill. */
export const recurringJobSchema = z
  .strictObject({
    id: id.max(40),
    name,
    component,
    powerW,
    durationMinutes: z.number().positive(),
    /** It may start from this time of day on, UTC. */
    releaseAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time of day in UTC, such as "18:00"'),
    /** It must have ended so long after that. */
    withinHours: z.number().positive().max(168),
    everyDays: z.int().min(1).max(366).default(1),
    isInterruptible,
  })
  .refine((job) => slackMs(job) >= leastSlackMs, {
    path: ["withinHours"],
    message: "work that can wait needs at least two hours more than it runs; give more hours",
  });
export type RecurringJob = z.infer<typeof recurringJobSchema>;

/** A plan has slots of up to an hour, in which a job must still fit when its ends do not fall on theirs. */
const leastSlackMs = 2 * hourMs;

/** How long a job may wait at most. */
function slackMs(job: { readonly withinHours: number; readonly durationMinutes: number }): number {
  return job.withinHours * hourMs - job.durationMinutes * minuteMs;
}

/**
 * The jobs that one recurring job is due to hand in: those that are released in the day to come, and earlier ones that
 * still have time.
 *
 * @param now the moment
 * @param handedIn the release of the newest one that was handed in before
 * @returns in order of release
 */
export function dueOccurrences(recurring: RecurringJob, now: EpochMs, handedIn = -Infinity): DeferrableJob[] {
  return occurrencesOf(recurring, Math.max(handedIn, now - (slackMs(recurring) - leastSlackMs)), now + dayMs);
}

/**
 * The jobs that one recurring job comes to, by when they are released.
 *
 * @param after those released later than this
 * @param until and no later than this
 * @returns in order of release; each has an id of its own that is the same whenever it is asked for
 */
export function occurrencesOf(recurring: RecurringJob, after: EpochMs, until: EpochMs): DeferrableJob[] {
  const [hours, minutes] = recurring.releaseAt.split(":").map(Number) as [number, number];
  const jobs: DeferrableJob[] = [];
  for (let day = Math.floor(after / dayMs); day * dayMs <= until; day++) {
    const releaseAt = day * dayMs + hours * hourMs + minutes * minuteMs;
    if (day % recurring.everyDays !== 0 || releaseAt <= after || releaseAt > until) continue;
    jobs.push({
      id: `${recurring.id}.${new Date(releaseAt).toISOString().slice(0, 10)}`,
      recurringId: recurring.id,
      name: recurring.name,
      ...(recurring.component === undefined ? {} : { component: recurring.component }),
      powerW: recurring.powerW,
      durationMs: recurring.durationMinutes * minuteMs,
      releaseAt,
      deadlineAt: releaseAt + recurring.withinHours * hourMs,
      isInterruptible: recurring.isInterruptible,
      after: [],
      zones: [],
    });
  }
  return jobs;
}
