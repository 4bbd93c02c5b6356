import { type FindingKind, type Knowledge, knowledgeSchema, type Solution } from "../../journal/index.ts";
import { actionSpecs, type ComponentKind, parseYaml } from "../../system/index.ts";
import { InputError } from "../../kernel/index.ts";

/**
 * Reads a knowledge base (YAML).
 *
 * @throws {InputError} one sentence with file, line and field
 */
export function parseKnowledge(text: string, file?: string): Knowledge {
  const { value, placeOf } = parseYaml(knowledgeSchema, text, file, "a list `solutions`");
  const taken = new Map<string, number>();
  for (const [i, { finding, action, components }] of value.solutions.entries()) {
    const wrong = components?.find((kind) => !actionSpecs[action].fits.includes(kind));
    if (wrong !== undefined) {
      const reason = `"${action}" does not fit a ${wrong}; it fits ${actionSpecs[action].fits.join(", ")}`;
      throw new InputError(reason, placeOf(["solutions", i, "components"]));
    }
    for (const kind of components ?? actionSpecs[action].fits) {
      const before = taken.get(`${finding}/${action}/${kind}`);
      if (before !== undefined) {
        const reason = `"${action}" against ${finding} on a ${kind} stands in solutions[${before}] already; keep one`;
        throw new InputError(reason, placeOf(["solutions", i, "action"]));
      }
      taken.set(`${finding}/${action}/${kind}`, i);
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
