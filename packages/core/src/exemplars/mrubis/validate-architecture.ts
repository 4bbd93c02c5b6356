import { type Architecture, isFilterInterface } from "./architecture.ts";
import type { Blueprint } from "./find-issues.ts";
import { itemPipe } from "./item-pipe.ts";

const shortestPipe = 4;

/**
 * The exemplar's validators, as one sentence for each violation: every component is started (life cycle), every type
 * that ran runs again (replacement), every need is met (smallest configuration), and the item pipe is one piece of at
 * least four filters without a cycle.
 */
export function validateArchitecture(architecture: Architecture, blueprint: Blueprint): string[] {
  const violations: string[] = [];
  for (const tenant of architecture.tenants) {
    const say = (what: string) => violations.push(`${tenant.name}: ${what}`);
    const types = tenant.components.map(({ type }) => type);
    for (const { name, state, type, required, provided } of tenant.components) {
      if (state !== "STARTED") say(`${name} is ${state}, not STARTED`);
      const spec = architecture.componentTypes.get(type);
      if (required.length !== spec?.required.length || provided.length !== spec.provided.length) {
        say(`${name} does not have the interfaces of its type`);
      }
      for (const end of required) {
        if (end.target === undefined && !isFilterInterface(architecture, end.type)) say(`${name} lacks a connector`);
      }
    }
    for (const type of blueprint.get(tenant.name) ?? []) {
      const count = types.filter((present) => present === type).length;
      if (count !== 1) say(`${architecture.componentTypes.get(type)?.name} runs ${count} times`);
    }
    const { consumer, pieces, inCycles } = itemPipe(architecture, tenant);
    if (consumer === undefined) say("nothing asks the item pipe");
    if (pieces.length !== 1) say(`the item pipe is in ${pieces.length} pieces`);
    if (inCycles > 0) say("the item pipe has a cycle");
    if ((pieces[0]?.length ?? 0) < shortestPipe) say(`the item pipe has fewer than ${shortestPipe} filters`);
  }
  return violations;
}
