import { z } from "zod";

export const actionKindSchema = z.enum([
  "restart",
  "scale-out",
  "scale-in",
  "borrow-replicas",
  "give-back-replicas",
  "clear-cache",
  "optimize-queries",
  "fail-over",
  "isolate",
  "rejoin",
  "shed-load",
  "restore-load",
  "open-breaker",
  "close-breaker",
  "reroute",
  "restore-route",
  "roll-back",
  "move-work",
  "sleep-replicas",
  "wake-replicas",
  "gate-clocks",
  "restore-clocks",
  "compress-data",
  "stop-compressing",
  "consolidate",
  "spread-out",
  "restore-prior",
  "update-prior",
]);
export type ActionKind = z.infer<typeof actionKindSchema>;

/** Something the loop or a person does to a component. */
export const actionSchema = z.strictObject({
  kind: actionKindSchema,
  component: z.string(),
  /** How much, in the unit that `actionSpecs` gives for the kind. */
  amount: z.number().min(0).optional(),
  /**
   * The other component, for `reroute`, `move-work` and `open-breaker`; the lender, for what is borrowed; whose machines
   * are shared, for `consolidate`.
   */
  to: z.string().optional(),
});
export type Action = z.infer<typeof actionSchema>;

/** What an action did: it worked as seen afterwards, changed nothing, made things worse and was undone, or broke. */
export const outcomeKindSchema = z.enum(["verified", "no-effect", "worse", "failed"]);
export type OutcomeKind = z.infer<typeof outcomeKindSchema>;

/** What the managed system reports of one action that it was asked to take. */
export type ActionResult =
  | { readonly kind: "done"; readonly detail?: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "deadline-passed" };
