import { z } from "zod";

/**
 * Why something is believed, as data: the console words it in the reader's language, a program can check it.
 * Every number was observed or computed; none is made for show.
 */
export const evidenceSchema = z.discriminatedUnion("kind", [
  /** A metric was beyond its limit for a while. */
  z.strictObject({
    kind: z.literal("limit"),
    component: z.string(),
    metric: z.string(),
    value: z.number(),
    limit: z.number(),
    heldForMs: z.number(),
  }),
  /** Nothing was heard of the component. */
  z.strictObject({ kind: z.literal("silence"), component: z.string(), lastSeenAt: z.number() }),
  /** Fewer replicas answer than run, or than are required. */
  z.strictObject({ kind: z.literal("replicas"), component: z.string(), up: z.number(), of: z.number() }),
  /** A detector's level, with the metrics that moved most, in order. */
  z.strictObject({
    kind: z.literal("anomaly"),
    component: z.string(),
    level: z.number(),
    metrics: z.array(
      z.strictObject({
        metric: z.string(),
        value: z.number(),
        expected: z.number(),
        /** Signed, in radii that hold 98 % of what is normal for it. */
        departure: z.number().optional(),
      }),
    ),
  }),
  /** A forecast reaches a limit. */
  z.strictObject({
    kind: z.literal("forecast"),
    component: z.string(),
    metric: z.string(),
    limit: z.number(),
    breachAt: z.number(),
    model: z.string(),
  }),
  /** A component that this one needs is unwell; `score` ranks root causes, 0..1. */
  z.strictObject({ kind: z.literal("cause"), component: z.string(), cause: z.string(), score: z.number() }),
  /** A known incident starts again; `similarity` is 0..1. */
  z.strictObject({ kind: z.literal("memory"), component: z.string(), cell: z.string(), similarity: z.number() }),
  /** A frame whose signature, order or values cannot be trusted. */
  z.strictObject({ kind: z.literal("trust"), component: z.string(), problem: z.string() }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;
