import { z } from "zod";
import { deferrableJobSchema } from "../system/index.ts";
import { findingVerdictSchema, maintenanceWindowSchema, policySchema } from "../journal/index.ts";
import { faultSchema } from "../system/index.ts";

const reason = z.string().max(500);
const proposal = z.string().max(100);
/** What the person saw when they decided: an approval counts only for that plan and state. */
const seen = { planHash: z.string().max(100), stateVersion: z.string().max(100) };

/**
 * What a person asks of the server. `id` is made by the browser, anew for each click: the same id is carried out at
 * most once, however often it is sent.
 */
export const commandSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("injectFault"), id: z.uuid(), fault: faultSchema }),
  z.strictObject({ kind: z.literal("clearFault"), id: z.uuid(), fault: z.string().max(100) }),
  z.strictObject({ kind: z.literal("clearAllFaults"), id: z.uuid() }),
  z.strictObject({
    kind: z.literal("approve"),
    id: z.uuid(),
    proposal,
    ...seen,
    reason: reason.optional(),
    confirmation: z.string().max(100).optional(),
  }),
  z.strictObject({ kind: z.literal("veto"), id: z.uuid(), proposal, ...seen, reason }),
  z.strictObject({ kind: z.literal("extend"), id: z.uuid(), proposal }),
  z.strictObject({ kind: z.literal("undo"), id: z.uuid(), proposal }),
  /** Look after what could not be taken back. */
  z.strictObject({ kind: z.literal("takeOver"), id: z.uuid(), proposal, reason: reason.min(1) }),
  z.strictObject({
    kind: z.literal("judgeFinding"),
    id: z.uuid(),
    finding: z.string().max(200),
    verdict: findingVerdictSchema,
  }),
  /** New work that can wait, or other times for it; the server plans it anew. */
  z.strictObject({ kind: z.literal("submitJob"), id: z.uuid(), job: deferrableJobSchema }),
  z.strictObject({ kind: z.literal("changeJob"), id: z.uuid(), job: deferrableJobSchema }),
  z.strictObject({ kind: z.literal("withdrawJob"), id: z.uuid(), job: z.string().max(100) }),
  z.strictObject({ kind: z.literal("setPowerCap"), id: z.uuid(), capW: z.number().positive().nullable() }),
  z.strictObject({ kind: z.literal("setPolicy"), id: z.uuid(), policy: policySchema }),
  /** Leave components alone for a while, and end that early; the policy's maintenance windows. */
  z.strictObject({ kind: z.literal("openWindow"), id: z.uuid(), window: maintenanceWindowSchema }),
  z.strictObject({ kind: z.literal("closeWindow"), id: z.uuid(), window: maintenanceWindowSchema }),
  z.strictObject({ kind: z.literal("throwKillSwitch"), id: z.uuid(), reason }),
  z.strictObject({ kind: z.literal("resetKillSwitch"), id: z.uuid(), reason }),
  z.strictObject({ kind: z.literal("pause"), id: z.uuid(), reason }),
  z.strictObject({ kind: z.literal("resume"), id: z.uuid() }),
]);
export type Command = z.infer<typeof commandSchema>;
export type CommandKind = Command["kind"];

/** Why a command was not carried out; the console words it in the reader's language. */
export const refusalSchema = z.enum([
  "malformed",
  "not-allowed",
  "unknown-proposal",
  "unknown-finding",
  "unknown-fault",
  "unknown-component",
  "unknown-job",
  "unknown-window",
  "not-supported",
  "already-decided",
  "expired",
  "evidence-changed",
  "confirmation-needed",
  "second-person-needed",
  "operators-needed",
  "guard",
  "too-many",
  "not-undoable",
  "failed",
]);
export type Refusal = z.infer<typeof refusalSchema>;

/** The answer to a command. `seq` is the journal entry that carries its effect: it is on disk. */
export type CommandResult =
  | { readonly ok: true; readonly seq: number }
  | { readonly ok: false; readonly refusal: Refusal; readonly message: string };
