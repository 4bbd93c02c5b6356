import type { ConsoleState, Policy } from "../../journal/index.ts";

/**
 * What is wrong with a policy that its schema cannot see: a name that no component has would protect nothing, and a
 * window that ends before it begins would hold nothing back. Names that the policy in force has already may stay.
 *
 * @returns one sentence, or undefined where nothing is wrong
 */
export function policyProblem({ model, policy: before }: ConsoleState, policy: Policy): string | undefined {
  const known = new Set([...(model?.components.map(({ id }) => id) ?? []), ...namesIn(before)]);
  const unknown = namesIn(policy).find((name) => !known.has(name));
  if (unknown !== undefined) return `there is no component "${unknown}"; check its spelling`;
  const reversed = policy.maintenanceWindows.find(({ from, to }) => to <= from);
  return reversed && "a maintenance window ends before it begins; give a later end";
}

function namesIn({ byComponent, protectedComponents, maintenanceWindows }: Policy): string[] {
  return [
    ...Object.keys(byComponent),
    ...protectedComponents,
    ...maintenanceWindows.flatMap(({ components }) => components),
  ];
}
