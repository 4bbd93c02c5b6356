import { z } from "zod";

/** What a component is; it decides which actions fit it and how it is drawn. */
export const componentKindSchema = z.enum([
  "service",
  "database",
  "cache",
  "queue",
  "storage",
  "gateway",
  "quantum-processor",
  "external",
]);
export type ComponentKind = z.infer<typeof componentKindSchema>;

const id = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    "an id is 1 to 63 of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit",
  );
const probability = z.number().min(0).max(1);
const positive = z.number().positive();

/** A unit that can fail. What is left out of the file gets the default that stands here. */
export const componentSchema = z
  .strictObject({
    /** Unique in the system; also the key in frames, findings and actions. */
    id,
    /** For people; the id where it is left out. */
    name: z.string().min(1).optional(),
    kind: componentKindSchema,
    description: z.string().optional(),
    /** Where it is drawn: components of one group collapse together. */
    group: z.string().min(1).optional(),
    /** What fails together: a shared cause, such as an availability zone. */
    zone: z.string().min(1).optional(),
    /** How many equal instances run. */
    replicas: z.int().min(1).max(1000).default(1),
    /** How many of them must work for the component to work; all share the load. */
    requiredReplicas: z.int().min(1).max(1000).default(1),
    /** The most replicas that scaling out may reach. */
    maxReplicas: z.int().min(1).max(1000).optional(),
    /** Probability that one replica is failed at a random moment (unavailability), 0..1. */
    failureProbability: probability.default(0.001),
    /** Mean time to repair one replica without help, seconds. */
    recoverySeconds: positive.default(60),
    /** Mean time to failure of one replica, hours; follows from the two above where it is left out. */
    mttfHours: positive.optional(),
    /** How long a replica takes from its start to serving, seconds; a fifth of a repair (2 to 60 s) where left out. */
    startSeconds: positive.optional(),
    /** Mean time to serve one request with nothing else to do, milliseconds. */
    serviceTimeMs: positive.default(10),
    /** Requests that one replica serves at the same time. */
    concurrency: z.int().min(1).max(100_000).default(8),
    /** Share of requests answered without asking what stands behind it, once warm; caches only. */
    hitRate: probability.optional(),
    /** Requests a second that enter the system here, at the mean of the day. */
    loadRps: z.number().min(0).default(0),
    /** Never lent from, shed or isolated by the autopilot. */
    isCritical: z.boolean().default(false),
    /** The autopilot never acts on it. */
    isProtected: z.boolean().default(false),
    /** Electrical power of one replica, idle and at full utilisation, watts. */
    power: z.strictObject({ idleW: z.number().min(0), peakW: z.number().min(0) }).optional(),
    /** A quantum processor's code: its distance and physical error rate. */
    quantum: z
      .strictObject({
        code: z.enum(["rotated_memory_x", "rotated_memory_z", "repetition"]),
        distance: z.int().min(3).max(25),
        physicalErrorRate: probability,
      })
      .optional(),
  })
  .refine((c) => c.requiredReplicas <= c.replicas, {
    path: ["requiredReplicas"],
    message: "more replicas are required than there are; give a number up to `replicas`",
  })
  .refine((c) => c.maxReplicas === undefined || c.maxReplicas >= c.replicas, {
    path: ["maxReplicas"],
    message: "fewer than there are; give a number from `replicas` up",
  });
export type Component = z.infer<typeof componentSchema>;

/** How long a replica takes from its start to serving, seconds: a fifth of a repair, 2 s to a minute, where not given. */
export function startSecondsOf({ startSeconds, recoverySeconds }: Component): number {
  return startSeconds ?? Math.min(60, Math.max(2, recoverySeconds / 5));
}
