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
  "over-provisioned",
]);
export type FindingKind = z.infer<typeof findingKindSchema>;

/** `opportunity`: nothing is wrong, but something could be saved. */
export const severitySchema = z.enum(["opportunity", "warning", "critical"]);
export type Severity = z.infer<typeof severitySchema>;

/** Something observed that an action could better: what is wrong, or what is more than is needed. */
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

/** What an incident is about, as far as it was known at one moment: cause, critical failure and impact are three things. */
/** What a verdict taught the detector of one metric. */
export const taughtMetricSchema = z.strictObject({
  metric: z.string(),
  /** What a surprise of the judged shape is multiplied by, before and after: below 1 it is tolerated, above 1 sought. */
  before: z.number(),
  after: z.number(),
  /** What all verdicts of this kind on this shape weigh: one fresh verdict is 1, and age halves it. */
  weight: z.number(),
});
export type TaughtMetric = z.infer<typeof taughtMetricSchema>;

const diagnosisSchema = z.strictObject({
  at: z.number(),
  /** The incident's root then. */
  root: z.string(),
  /** What could have caused it, by how it moved and what its own dependencies do not explain; likeliest first. */
  ranking: z.array(
    z.strictObject({
      component: z.string(),
      /** As a share of the first one's, 0..1. */
      score: z.number(),
      /** The share of what it shows that the components it needs explain, 0..1. */
      explained: z.number(),
      /** What moved most, in robust deviations from normal, signed. */
      metrics: z.array(z.strictObject({ metric: z.string(), deviation: z.number() })),
    }),
  ),
  /** Where the most requests fail; null where none does. */
  critical: z.strictObject({ component: z.string(), failedRps: z.number() }).nullable(),
  /** Who feels it when the root fails, nearest first, without the root. */
  impact: z.array(z.strictObject({ component: z.string(), how: z.enum(["fails", "degrades"]) })),
  /** What is unwell, in waves that recover together, first to last. */
  recovery: z.array(z.array(z.string())),
});
export type Diagnosis = z.infer<typeof diagnosisSchema>;

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
  diagnosis: diagnosisSchema.optional(),
  healedAt: z.number().optional(),
  /** The incident that took its findings over, once they turned out to share a cause. */
  mergedInto: z.string().optional(),
});
export type Incident = z.infer<typeof incidentSchema>;
