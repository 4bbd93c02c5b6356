import { z } from "zod";

/** `hard`: without it the caller fails; `soft`: the caller goes on, degraded; `async`: work queues up meanwhile. */
export const dependencyKindSchema = z.enum(["hard", "soft", "async"]);
export type DependencyKind = z.infer<typeof dependencyKindSchema>;

/** An edge: `from` needs `to`. */
export const dependencySchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  kind: dependencyKindSchema.default("hard"),
  /** Calls to `to` for each request that `from` serves. */
  callsPerRequest: z.number().min(0).max(1000).default(1),
  /** How long `from` waits for one attempt, milliseconds. */
  timeoutMs: z.number().positive().default(1000),
  /** What one call moves both ways, kilobytes; between two zones the energy of the network is counted by it. */
  payloadKb: z.number().min(0).max(1e6).optional(),
  /** Further attempts after a failed one. */
  retries: z.int().min(0).max(10).default(0),
});
export type Dependency = z.infer<typeof dependencySchema>;
