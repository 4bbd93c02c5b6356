import { z } from "zod";
import {
  actionKindSchema,
  actionSchema,
  faultHandleSchema,
  faultKindSchema,
  healthSchema,
  systemModelSchema,
} from "../system/index.ts";
import { deferrableJobSchema, deferralPlanSchema, intensityRecordSchema } from "../system/index.ts";
import { findingSchema, findingVerdictSchema, incidentSchema, taughtMetricSchema } from "./finding.ts";
import { knowledgeSchema } from "./knowledge.ts";
import {
  decisionSchema,
  guardCheckSchema,
  outcomeSchema,
  policySchema,
  proposalSchema,
  withdrawalSchema,
} from "./proposal.ts";

const by = z.string();

/**
 * What happened. Every change of what the console shows is one of these, in the past tense; the fold in `fold.ts` is
 * their only meaning.
 */
export const eventSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("SystemDescribed"),
    model: systemModelSchema,
    managed: z.enum(["twin", "lab", "cluster"]),
    faults: z.array(faultKindSchema),
    actions: z.array(actionKindSchema),
  }),
  /**
   * The samples of one instant. `metrics` names the columns; each row is the component's place in the model and then a
   * value for each column, null where there is none.
   */
  z.strictObject({
    kind: z.literal("TelemetryRecorded"),
    metrics: z.array(z.string()),
    rows: z.array(z.array(z.number().nullable())),
  }),
  /** By component: what its health is from now on. */
  z.strictObject({ kind: z.literal("HealthChanged"), healths: z.record(z.string(), healthSchema) }),
  z.strictObject({ kind: z.literal("FindingOpened"), finding: findingSchema }),
  z.strictObject({ kind: z.literal("FindingChanged"), finding: findingSchema }),
  z.strictObject({ kind: z.literal("FindingClosed"), finding: z.string() }),
  z.strictObject({ kind: z.literal("FindingJudged"), finding: z.string(), verdict: findingVerdictSchema, by }),
  /** What the loop's detectors learned from a verdict; empty where the event was over and there was nothing to learn. */
  z.strictObject({ kind: z.literal("DetectorsTaught"), finding: z.string(), taught: z.array(taughtMetricSchema) }),
  z.strictObject({ kind: z.literal("IncidentOpened"), incident: incidentSchema }),
  z.strictObject({ kind: z.literal("IncidentChanged"), incident: incidentSchema }),
  z.strictObject({ kind: z.literal("IncidentHealed"), incident: z.string(), mergedInto: z.string().optional() }),
  z.strictObject({
    kind: z.literal("FaultInjected"),
    handle: faultHandleSchema,
    by,
    /** When it is cleared by itself. */
    until: z.number().optional(),
    /** Components that were predicted to be affected, the target first. */
    predicted: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal("FaultCleared"), fault: z.string(), by }),
  z.strictObject({ kind: z.literal("ProposalMade"), proposal: proposalSchema }),
  z.strictObject({
    kind: z.literal("ProposalExtended"),
    proposal: z.string(),
    expiresAt: z.number(),
    /** The new end of its veto window. */
    actsAt: z.number().optional(),
    by,
  }),
  z.strictObject({ kind: z.literal("ProposalSeconded"), proposal: z.string(), by }),
  /** A guard holds an action back that goes on once it lets go; null: it has. */
  z.strictObject({ kind: z.literal("ProposalHeldBack"), proposal: z.string(), guard: guardCheckSchema.nullable() }),
  z.strictObject({ kind: z.literal("ProposalWithdrawn"), proposal: z.string(), reason: withdrawalSchema }),
  z.strictObject({ kind: z.literal("ProposalDecided"), decision: decisionSchema }),
  z.strictObject({
    kind: z.literal("ActionStarted"),
    proposal: z.string(),
    action: actionSchema,
    deadline: z.number(),
    isUndo: z.boolean(),
    /** The target's metrics and the number of unhealthy components at that moment, for the verification. */
    before: z.record(z.string(), z.number()),
    unhealthyBefore: z.int(),
  }),
  z.strictObject({
    kind: z.literal("ActionFinished"),
    proposal: z.string(),
    isUndo: z.boolean(),
    result: z.enum(["done", "failed", "deadline-passed", "interrupted"]),
    detail: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal("OutcomeObserved"), outcome: outcomeSchema }),
  z.strictObject({
    kind: z.literal("UndoRequested"),
    proposal: z.string(),
    by,
    /** Why the loop itself takes it back. */
    reason: z.enum(["loan-over", "headroom-needed"]).optional(),
  }),
  z.strictObject({ kind: z.literal("UndoFailed"), proposal: z.string(), detail: z.string() }),
  /** Somebody looks after what could not be taken back. */
  z.strictObject({ kind: z.literal("UndoTakenOver"), proposal: z.string(), by, reason: z.string() }),
  /** A zone's carbon intensity, in place of what was known of it. */
  z.strictObject({ kind: z.literal("IntensityReceived"), intensity: intensityRecordSchema }),
  z.strictObject({ kind: z.literal("IntensityForgotten"), zone: z.string(), by }),
  /** A provider that is asked again and again gave nothing that can be used, or, with no problem, does so again. */
  z.strictObject({
    kind: z.literal("IntensityFeedChanged"),
    feed: z.string(),
    /** What it gave before; null where it never gave anything. */
    zone: z.string().nullable(),
    problem: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal("JobSubmitted"), job: deferrableJobSchema, by }),
  z.strictObject({ kind: z.literal("JobChanged"), job: deferrableJobSchema, by }),
  /** It was taken back, or it has run. */
  z.strictObject({
    kind: z.literal("JobEnded"),
    job: z.string(),
    reason: z.enum(["withdrawn", "completed", "missed"]),
    by,
  }),
  z.strictObject({ kind: z.literal("PowerCapChanged"), capW: z.number().positive().nullable(), by }),
  z.strictObject({ kind: z.literal("SchedulePlanned"), plan: deferralPlanSchema }),
  z.strictObject({ kind: z.literal("KnowledgeLoaded"), knowledge: knowledgeSchema }),
  z.strictObject({ kind: z.literal("PolicyChanged"), policy: policySchema, by }),
  z.strictObject({ kind: z.literal("KillSwitchThrown"), by, reason: z.string() }),
  z.strictObject({ kind: z.literal("KillSwitchReset"), by, reason: z.string() }),
  z.strictObject({ kind: z.literal("LoopPaused"), by, reason: z.string() }),
  z.strictObject({ kind: z.literal("LoopResumed"), by }),
]);
export type JournalEvent = z.infer<typeof eventSchema>;
export type EventKind = JournalEvent["kind"];
export type EventOf<K extends EventKind> = Extract<JournalEvent, { kind: K }>;

/** One line of the journal. `seq` counts up by one from 1 without gaps. */
export const entrySchema = z.strictObject({ seq: z.int().min(1), at: z.number(), event: eventSchema });
export type Entry = z.infer<typeof entrySchema>;
