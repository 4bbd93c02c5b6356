import { z } from "zod";

/** From best to worst, then the two that are no judgement: `isolated` was cut off on purpose, `unknown` is silent. */
export const healthSchema = z.enum(["healthy", "healing", "degraded", "failing", "isolated", "unknown"]);
export type Health = z.infer<typeof healthSchema>;
