import { z } from "zod";
import { type Comparison, whatIfSchema } from "../fork/index.ts";

/** `GET /api/fork?decision=SEQ&whatIf=approved|vetoed|unanswered`: what would have become of another decision. */
export const forkQuerySchema = z.strictObject({
  /** The number of the entry that recorded the decision. */
  decision: z.coerce.number().int().min(1),
  whatIf: whatIfSchema,
});

/** One line of the answer, which is JSON by lines; the last one is `done` or `failed`. */
export type ForkLine =
  | { readonly kind: "progress"; readonly share: number }
  | { readonly kind: "done"; readonly comparison: Comparison }
  | { readonly kind: "failed"; readonly message: string };
