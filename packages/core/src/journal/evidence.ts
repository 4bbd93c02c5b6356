import { z } from "zod";

/** By how much the errors of some classes of a decoder's prior became likelier. */
export const priorChangeSchema = z.strictObject({ classes: z.array(z.int()), differences: z.array(z.number()) });
export type PriorChangeRecord = z.infer<typeof priorChangeSchema>;

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
  /** Metrics that came before and have not come for eight of their intervals, although their component is heard. */
  z.strictObject({ kind: z.literal("absent"), component: z.string(), metrics: z.array(z.string()) }),
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
  /** A component is still unwell although the root that it came down with has been well for a while. */
  z.strictObject({ kind: z.literal("recovery"), component: z.string(), after: z.string() }),
  /** A known incident starts again; `similarity` is 0..1. */
  z.strictObject({ kind: z.literal("memory"), component: z.string(), cell: z.string(), similarity: z.number() }),
  /** The detectors of one ancilla have had far more events than its decoder expects, round after round. */
  z.strictObject({
    kind: z.literal("ancilla"),
    component: z.string(),
    qubit: z.number(),
    /** Detection events a round since then, and what a healthy one has. */
    seen: z.number(),
    expected: z.number(),
    /** How many rounds it had been so when it was named. */
    rounds: z.number(),
  }),
  /** What a decoder believes of its qubits is no longer so, as the stream of detection events shows. */
  z.strictObject({
    kind: z.literal("drift"),
    component: z.string(),
    /** Shots that the new estimate rests on. */
    shots: z.number(),
    /** Qubits that explain it, the worst first: how likely their errors were, and are. None where all drifted. */
    suspects: z.array(
      z.strictObject({ qubit: z.number(), role: z.enum(["ancilla", "data"]), before: z.number(), now: z.number() }),
    ),
    /** Of so many simulated shots, those that are decoded wrongly with the old prior and with the new. */
    gain: z.strictObject({ shots: z.number(), mistakesBefore: z.number(), mistakesAfter: z.number() }),
    /** The new prior: what is added to the probability of each class of errors. */
    change: priorChangeSchema,
  }),
  /** Shots since a new prior was adopted: mistakes with it, and what the one before would have made of the same. */
  z.strictObject({
    kind: z.literal("prior-review"),
    component: z.string(),
    shots: z.number(),
    mistakes: z.number(),
    mistakesBefore: z.number(),
  }),
  /** A quantum processor's logical errors a round, with their 95 % interval, beside the most that its prior allows. */
  z.strictObject({
    kind: z.literal("logical-errors"),
    component: z.string(),
    rate: z.number(),
    interval: z.tuple([z.number(), z.number()]),
    limit: z.number(),
    /** The newest shots that this rests on, and those of them that were decoded wrongly. */
    shots: z.number(),
    mistakes: z.number(),
  }),
  /** A component has had more capacity than its work needs, for a while. */
  z.strictObject({
    kind: z.literal("surplus"),
    component: z.string(),
    /** Share of its capacity in use: the mean, and the 95th percentile. */
    meanUse: z.number(),
    highUse: z.number(),
    replicas: z.number(),
    requestRate: z.number().optional(),
    /** Power that it draws now, and what its machines draw without any work, watts. */
    powerW: z.number(),
    idleW: z.number(),
    /** What the best of the ways to save it would save, by their models, watts. */
    savedW: z.number(),
    overMs: z.number(),
  }),
  /** A frame whose signature, order or values cannot be trusted. */
  z.strictObject({ kind: z.literal("trust"), component: z.string(), problem: z.string() }),
]);
export type Evidence = z.infer<typeof evidenceSchema>;
