import { z } from "zod";

/** What a date can hold. */
const lastInstant = 8.64e15;
const instant = z.number().min(-lastInstant).max(lastInstant);
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "an id is 1 to 64 letters, digits, '.', '_' and '-'");

/** Real work that can wait: it asks for its slot and is told when to start. */
export const deferrableJobSchema = z
  .strictObject({
    id,
    name: z.string().min(1).max(120),
    /** The component whose work it is; while service needs what that has, it does not begin. */
    component: z.string().max(64).optional(),
    powerW: z.number().positive().max(1e9),
    durationMs: z.number().positive(),
    /** Not before. */
    releaseAt: instant,
    /** Ended by then. */
    deadlineAt: instant,
    isInterruptible: z.boolean().default(false),
    /** Ids of jobs that must have ended first. */
    after: z.array(z.string().max(64)).max(50).default([]),
    /** Grid zones that it may run in; any where it is empty. */
    zones: z.array(z.string().max(64)).max(50).default([]),
    /** A person has said: at this time and no other. */
    pinnedAt: instant.optional(),
    /** The recurring job of the system file that it is one time of. */
    recurringId: z.string().max(64).optional(),
  })
  .refine((job) => job.deadlineAt - job.releaseAt >= job.durationMs, {
    path: ["deadlineAt"],
    message: "the job runs longer than from its release to its deadline; give a later deadline",
  });
export type DeferrableJob = z.infer<typeof deferrableJobSchema>;

const mostSteps = 3_000;

/** A carbon intensity series as it is kept and sent: null where there is no reading. */
export const intensityRecordSchema = z.strictObject({
  zone: z.string().min(1).max(64),
  signal: z.enum(["average", "marginal"]),
  source: z.string().max(200),
  /** `reported` by somebody who watches the grid; `typical` day and `yearly` mean only say how it usually is. */
  basis: z.enum(["reported", "typical", "yearly"]).default("reported"),
  startMs: instant,
  stepMs: z.number().min(60_000),
  gPerKwh: z.array(z.number().min(0).nullable()).min(1).max(mostSteps),
  /** 0..1 by step, where the provider gives it. */
  renewableShare: z.array(z.number().min(0).max(1).nullable()).max(mostSteps).optional(),
});
export type IntensityRecord = z.infer<typeof intensityRecordSchema>;

/** A span in which a job draws a constant power in one zone. */
export const jobRunSchema = z.strictObject({ zone: z.string(), from: instant, to: instant, powerW: z.number() });
export type JobRun = z.infer<typeof jobRunSchema>;

const runsByJob = z.record(z.string(), z.array(jobRunSchema));

/** When each job runs, what that emits, and how good it is. */
export const deferralPlanSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("planned"),
    slotMs: z.number(),
    /** gCO2e of all jobs from the moment of planning on. */
    costG: z.number(),
    /** No plan emits less. */
    boundG: z.number(),
    /** (cost − bound) / cost, 0..1. */
    gap: z.number(),
    /** The same jobs run at once. */
    baselineG: z.number(),
    baselineKeepsCap: z.boolean(),
    /** By job id. */
    runs: runsByJob,
    /** By job id: why it has no slot. */
    leftOut: z.record(z.string(), z.string()).default({}),
    notes: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal("impossible"),
    isProven: z.boolean(),
    reason: z.string(),
    /** Of the jobs that had begun: they go on. */
    runs: runsByJob.default({}),
  }),
]);
export type DeferralPlan = z.infer<typeof deferralPlanSchema>;
