import { z } from "zod";
import { minuteMs } from "../kernel/index.ts";
import { actionKindSchema, actionSchema, outcomeKindSchema } from "../system/index.ts";
import { evidenceSchema } from "./evidence.ts";
import { findingKindSchema } from "./finding.ts";

/** How much the autopilot may do without being asked. */
export const modeSchema = z.enum(["observe", "suggest", "approve", "veto", "auto"]);
export type Mode = z.infer<typeof modeSchema>;

/** What a rehearsal measured over its horizon, with and without the action: mean and standard deviation over seeds. */
export const effectSchema = z.strictObject({
  /** Share of requests served within the SLO, 0..1. */
  served: z.number(),
  servedDeviation: z.number(),
  /** Components that are not healthy at the end. */
  unhealthy: z.number(),
  /** Mean electrical power of the whole system, watts. */
  powerW: z.number(),
});
export type Effect = z.infer<typeof effectSchema>;

export const rehearsalSchema = z.strictObject({
  seeds: z.int(),
  horizonMs: z.number(),
  withAction: effectSchema,
  without: effectSchema,
  /** Share of the seeds in which acting was better. */
  betterShare: z.number(),
  /** The SLO on which acting tells most, where there are several: share of its requests served, mean over seeds. */
  slo: z.strictObject({ name: z.string(), withAction: z.number(), without: z.number() }).optional(),
  /**
   * Power that the components in question no longer drew, watts: mean and standard deviation over seeds. Only of actions
   * that are taken to save it.
   */
  saved: z.strictObject({ meanW: z.number(), deviationW: z.number() }).optional(),
});
export type Rehearsal = z.infer<typeof rehearsalSchema>;

/** A rule that can hold an action back, and what it says now. */
export const guardCheckSchema = z.strictObject({
  guard: z.enum([
    "kill-switch",
    "paused",
    "protected",
    "one-action-a-target",
    "cool-down",
    "budget",
    "healthy-floor",
    "flapping",
    "maintenance-window",
    "capability",
    "lender",
    "slo-headroom",
  ]),
  holds: z.boolean(),
  /** Numbers that explain it, such as `{used: 3, limit: 6}`; times are epoch milliseconds. */
  detail: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});
export type GuardCheck = z.infer<typeof guardCheckSchema>;

/** Another action that was considered, and why it was not taken. */
export const alternativeSchema = z.strictObject({
  action: actionSchema,
  confidence: z.number(),
  score: z.number(),
  whyNot: z.enum(["lower-score", "below-threshold", "guard", "rehearsed-worse", "already-tried", "does-not-fit"]),
  /** The guard that held it back. */
  guard: guardCheckSchema.optional(),
});
export type Alternative = z.infer<typeof alternativeSchema>;

/** Power that an action is predicted to save, and what that costs in headroom. */
export const savingSchema = z.strictObject({
  /** Mean power of the components that it is done to, watts: as it was, and what is no longer drawn. */
  beforeW: z.number(),
  savedW: z.number(),
  /** Standard deviation of what is saved, over the seeds of the rehearsal; absent where it is modelled only. */
  deviationW: z.number().optional(),
  /** Carbon intensity where it runs, gCO2e/kWh, and PUE; absent where no intensity is known. */
  gPerKwh: z.number().optional(),
  /** The high share of capacity in use: the component's own before, the fullest one's after. */
  useBefore: z.number(),
  useAfter: z.number(),
  /** The component's own mean time for a request, milliseconds. */
  responseBeforeMs: z.number(),
  responseAfterMs: z.number(),
});
export type PredictedSaving = z.infer<typeof savingSchema>;

/** An action that the loop wants to take. */
export const proposalSchema = z.strictObject({
  id: z.string(),
  /** What it is to heal; null where nothing is wrong and it takes an opportunity. */
  incident: z.string().nullable(),
  finding: z.string(),
  findingKind: findingKindSchema,
  action: actionSchema,
  /** What takes it back; null where nothing does. */
  undo: actionSchema.nullable(),
  mode: modeSchema,
  /** Posterior mean of "this action heals this kind of finding on this kind of component", 0..1. */
  confidence: z.number(),
  successes: z.number(),
  failures: z.number(),
  /** 0 nothing can go wrong, 1 loses the component for a while, 2 cannot be undone. */
  risk: z.int().min(0).max(2),
  blastRadius: z.array(z.string()),
  evidence: z.array(evidenceSchema),
  alternatives: z.array(alternativeSchema),
  guards: z.array(guardCheckSchema),
  rehearsal: rehearsalSchema.optional(),
  /** What it would save and cost, of an action that saves power. */
  saving: savingSchema.optional(),
  createdAt: z.number(),
  /** From then on an approval is refused and nothing happens. */
  expiresAt: z.number(),
  /** Mode `veto`: when it acts unless someone objects. */
  actsAt: z.number().optional(),
  approvalsNeeded: z.int().min(1).max(2),
  /** SHA-256 over the plan: action, undo, incident, finding. */
  planHash: z.string(),
  /** SHA-256 over the facts that it was made for; when they change it is withdrawn. */
  stateVersion: z.string(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** Who decided: a person by name, or the loop itself. */
export const verdictSchema = z.enum(["approved", "vetoed", "expired", "automatic"]);
export type Verdict = z.infer<typeof verdictSchema>;

export const decisionSchema = z.strictObject({
  proposal: z.string(),
  verdict: verdictSchema,
  /** An operator's name; "autopilot" for expired and automatic. */
  by: z.string(),
  at: z.number(),
  reason: z.string().optional(),
  planHash: z.string(),
  stateVersion: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;

export const withdrawalSchema = z.enum(["evidence-changed", "healed", "guard", "superseded", "kill-switch", "lapsed"]);
export type Withdrawal = z.infer<typeof withdrawalSchema>;

/** What a verified action changed: the target's own metrics before and after. */
export const outcomeSchema = z.strictObject({
  proposal: z.string(),
  kind: outcomeKindSchema,
  before: z.record(z.string(), z.number()),
  after: z.record(z.string(), z.number()),
  detail: z.string().optional(),
  /**
   * Mean power of the components that an action which saves power was done to, watts: before it, after it, and what it
   * would have been afterwards without it, with the load as it was then.
   */
  power: z.strictObject({ beforeW: z.number(), afterW: z.number(), withoutW: z.number() }).optional(),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** Nothing is done on these components between the two instants; an empty list means all. */
export const maintenanceWindowSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  components: z.array(z.string()),
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindowSchema>;

/** What may be done unattended. An action's mode is `byAction`, else `defaultMode`; component and risk can only narrow it. */
export const policySchema = z.strictObject({
  /** For every action that `byAction` does not name. */
  defaultMode: modeSchema,
  byAction: z.partialRecord(actionKindSchema, modeSchema),
  /** The most that is allowed on a component. */
  byComponent: z.record(z.string(), modeSchema),
  /** The most that is allowed at risk 0, 1, 2. */
  byRisk: z.tuple([modeSchema, modeSchema, modeSchema]),
  /** Below it nothing is proposed, 0..1. */
  confidenceThreshold: z.number().min(0).max(1),
  approvalTimeoutMs: z.number().positive(),
  vetoWindowMs: z.number().positive(),
  /** No new action while a smaller share of the components is healthy, 0..1. */
  healthyFloor: z.number().min(0).max(1),
  coolDownMs: z.number().min(0),
  actionsPerHour: z.int().min(0),
  actionsPerTargetPerHour: z.int().min(0),
  /** Failed actions on one target within an hour that block it for an hour. */
  failuresThatBlock: z.int().min(1),
  protectedComponents: z.array(z.string()),
  maintenanceWindows: z.array(maintenanceWindowSchema),
  /** How long a component must have had more capacity than it needs before saving its power is proposed. */
  surplusAfterMs: z
    .number()
    .positive()
    .default(5 * minuteMs),
});
export type Policy = z.infer<typeof policySchema>;
