import { z } from "zod";

/** The samples that one component's node sends at one instant. */
export const frameSchema = z.strictObject({
  component: z.string(),
  /** Counts up by one for each frame of a component; a gap means that frames were lost. */
  sequence: z.int().min(0),
  /** When it was taken, by the sender's clock. */
  at: z.number(),
  /** Value by metric name; units as in `metricSpecs`. */
  samples: z.record(z.string(), z.number()),
  /** Over everything above, in hexadecimal, where the sender signs. */
  signature: z.string().optional(),
});
export type Frame = z.infer<typeof frameSchema>;
