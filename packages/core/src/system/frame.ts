import { z } from "zod";

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "expected bytes");

/**
 * Shots of a quantum processor: what its detectors saw, and what was read of its logical qubits. Bits are packed as in
 * the b8 format, ⌈bits / 8⌉ bytes a shot, first bit least significant.
 */
const shotsSchema = z.strictObject({
  count: z.int().min(0),
  detectors: bytes,
  observables: bytes,
});

/** The samples that one component's node sends at one instant. */
export const frameSchema = z.strictObject({
  component: z.string(),
  /** Counts up by one for each frame of a component; a gap means that frames were lost. */
  sequence: z.int().min(0),
  /** When it was taken, by the sender's clock. */
  at: z.number(),
  /** Value by metric name; units as in `metricSpecs`. */
  samples: z.record(z.string(), z.number()),
  /** What a quantum processor measured since its last frame, as far as it is told; never kept in the journal. */
  shots: shotsSchema.optional(),
  /** Over everything above, in hexadecimal, where the sender signs. */
  signature: z.string().optional(),
});
export type Frame = z.infer<typeof frameSchema>;
