import { type Architecture, isFilterInterface, type Tenant } from "./architecture.ts";
import type { FailureKind } from "./inject-failure.ts";
import { itemPipe } from "./item-pipe.ts";
import { failureOf } from "./utility.ts";

/** Something that is wrong, where it is, and of what type the component is or was. */
export interface Issue {
  readonly kind: FailureKind;
  readonly tenant: Tenant;
  /** The component; undefined where it is gone. */
  readonly component: string | undefined;
  readonly type: string;
}

/** What must run for each tenant: the types that ran when the loop started. */
export type Blueprint = ReadonlyMap<string, readonly string[]>;

export function blueprintOf({ tenants }: Architecture): Blueprint {
  return new Map(tenants.map(({ name, components }) => [name, components.map(({ type }) => type)]));
}

/**
 * Looks at the architecture alone, never at what was injected: components that are not started, that throw, that are
 * missing, and connectors that are missing although somebody could be connected to.
 */
export function findIssues(architecture: Architecture, blueprint: Blueprint): Issue[] {
  const issues: Issue[] = [];
  for (const tenant of architecture.tenants) {
    const present = new Set(tenant.components.map(({ type }) => type));
    const offered = new Set(tenant.components.flatMap(({ provided }) => provided.map(({ type }) => type)));
    for (const component of tenant.components) {
      const at = { tenant, component: component.uid, type: component.type };
      const failure = failureOf(architecture, component);
      if (failure === "CF1" || failure === "CF2") issues.push({ kind: failure, ...at });
      const isLoose = component.required.some(
        ({ target, type }) => target === undefined && offered.has(type) && !isFilterInterface(architecture, type),
      );
      if (isLoose) issues.push({ kind: "CF5", ...at });
    }
    const missing = (blueprint.get(tenant.name) ?? []).filter((type) => !present.has(type));
    for (const type of missing) issues.push({ kind: "CF3", tenant, component: undefined, type });
    if (missing.length > 0) continue;
    const { consumer, pieces } = itemPipe(architecture, tenant);
    for (let k = 1; k < pieces.length; k++) {
      const before = pieces[k - 1]!.at(-1) ?? consumer;
      if (before !== undefined) issues.push({ kind: "CF5", tenant, component: before.uid, type: before.type });
    }
  }
  return issues;
}
