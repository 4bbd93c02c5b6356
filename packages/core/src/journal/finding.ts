import { z } from "zod";
import { evidenceSchema } from "./evidence.ts";

export const findingKindSchema = z.enum([
  "cpu-high",
  "memory-high",
  "errors-high",
  "latency-high",
  "queue-high",
  "replicas-down",
  "silent",
  "anomaly",
  "breach-ahead",
  "logical-errors-high",
  "decoder-drift",
  "ancilla-failing",
  "prior-wrong",
  "untrusted",
]);
export type FindingKind = z.infer<typeof findingKindSchema>;

export const severitySchema = z.enum(["warning", "critical"]);
export type Severity = z.infer<typeof severitySchema>;

/** Something observed to be wrong. */
export const findingSchema = z.strictObject({
  id: z.string(),
  kind: findingKindSchema,
  component: z.string(),
  severity: severitySchema,
  since: z.number(),
  evidence: z.array(evidenceSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a person says of a finding: it was real, or it was harmless. */
export const findingVerdictSchema = z.enum(["confirmed", "dismissed"]);
export type FindingVerdict = z.infer<typeof findingVerdictSchema>;

/** Findings that share a root cause, from the first finding until all are gone. */
export const incidentSchema = z.strictObject({
  id: z.string(),
  /** The component held to be the root cause; a symptom is never called a cause. */
  root: z.string(),
  /** Findings that belong to it, open or closed, oldest first. */
  findings: z.array(z.string()),
  /** Components with a finding in it, the root first. */
  affected: z.array(z.string()),
  openedAt: z.number(),
  healedAt: z.number().optional(),
  /** The incident that took its findings over, once they turned out to share a cause. */
  mergedInto: z.string().optional(),
});
export type Incident = z.infer<typeof incidentSchema>;
