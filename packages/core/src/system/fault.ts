import { z } from "zod";

export const faultKindSchema = z.enum([
  "crash",
  "hang",
  "latency",
  "errors",
  "cpu",
  "memory-leak",
  "partition",
  "tampering",
  "replay",
  "qubit-error",
]);
export type FaultKind = z.infer<typeof faultKindSchema>;

/** A failure that a person injects. */
export const faultSchema = z.strictObject({
  kind: faultKindSchema,
  component: z.string(),
  /** How much, in the unit that `faultSpecs` gives for the kind; its default where it is left out. */
  dose: z.number().min(0).optional(),
  /** How long, milliseconds; until it is cleared where it is left out. */
  durationMs: z
    .number()
    .positive()
    .max(7 * 24 * 3_600_000)
    .optional(),
  /** The other end of a partition; all of the component's dependencies where it is left out. */
  to: z.string().optional(),
  /** The qubit that an error befalls, by its number in the circuit; all of the processor's where it is left out. */
  qubit: z.int().min(0).max(100_000).optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** An injected fault that can be cleared. */
export const faultHandleSchema = z.strictObject({ id: z.string(), fault: faultSchema });
export type FaultHandle = z.infer<typeof faultHandleSchema>;
