import { z } from "zod";
import { findingKindSchema, type FindingKind } from "../journal/index.ts";
import { actionKindSchema, actionSpecs, type ComponentKind, componentKindSchema, parseYaml } from "../system/index.ts";
import { InputError } from "../kernel/index.ts";

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

const knowledgeSchema = z.strictObject({ solutions: z.array(solutionSchema).min(1) });
export type Knowledge = z.infer<typeof knowledgeSchema>;

/**
 * Reads a knowledge base (YAML).
 *
 * @throws {InputError} one sentence with file, line and field
 */
export function parseKnowledge(text: string, file?: string): Knowledge {
  const { value, placeOf } = parseYaml(knowledgeSchema, text, file, "a list `solutions`");
  for (const [i, { action, components }] of value.solutions.entries()) {
    const wrong = components?.find((kind) => !actionSpecs[action].fits.includes(kind));
    if (wrong !== undefined) {
      const reason = `"${action}" does not fit a ${wrong}; it fits ${actionSpecs[action].fits.join(", ")}`;
      throw new InputError(reason, placeOf(["solutions", i, "components"]));
    }
  }
  return value;
}

/** The solutions for a finding on a component of a kind, in the file's order: the escalation ladder. */
export function solutionsFor(knowledge: Knowledge, finding: FindingKind, kind: ComponentKind): Solution[] {
  return knowledge.solutions.filter(
    (solution) =>
      solution.finding === finding &&
      (solution.components?.includes(kind) ?? true) &&
      actionSpecs[solution.action].fits.includes(kind),
  );
}
