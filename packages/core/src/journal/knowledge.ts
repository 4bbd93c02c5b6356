import { z } from "zod";
import { actionKindSchema, componentKindSchema } from "../system/index.ts";
import { findingKindSchema } from "./finding.ts";

/** One thing that is known to help: against this finding, on these kinds of component, this action. */
const solutionSchema = z.strictObject({
  finding: findingKindSchema,
  /** All kinds that the action fits where it is left out. */
  components: z.array(componentKindSchema).optional(),
  action: actionKindSchema,
  amount: z.number().positive().optional(),
  /** What people already believe, as imagined outcomes: the prior of the Beta posterior. */
  prior: z.strictObject({ successes: z.number().positive(), failures: z.number().positive() }),
  /** How long the action may take, seconds. */
  deadlineSeconds: z.number().positive().default(20),
  /** How long its effect may take to show, seconds. */
  verifySeconds: z.number().positive().default(30),
  /** For people: why it helps. */
  why: z.string().optional(),
});
export type Solution = z.infer<typeof solutionSchema>;

/** What is known to help, in the order in which it is tried: the file that people read and edit. */
export const knowledgeSchema = z.strictObject({ solutions: z.array(solutionSchema).min(1) });
export type Knowledge = z.infer<typeof knowledgeSchema>;
