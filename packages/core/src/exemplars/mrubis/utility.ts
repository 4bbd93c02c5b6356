import {
  type Architecture,
  type ArchitectureComponent,
  connectorCounts,
  isFilter,
  type Tenant,
} from "./architecture.ts";

/** More exceptions than this on one provided interface count as a failure. */
export const exceptionThreshold = 5;

/** Why a component is worth nothing now; undefined for one that works. */
export function failureOf(
  architecture: Architecture,
  component: ArchitectureComponent,
): "CF1" | "CF2" | "CF5" | undefined {
  if (component.state !== "STARTED") return "CF1";
  if (component.provided.some(({ exceptions }) => exceptions > exceptionThreshold)) return "CF2";
  if (!isFilter(architecture, component) && component.required.some(({ target }) => target === undefined)) return "CF5";
  return undefined;
}

/** What a component is worth when it works: reliability of its type · criticality · connectivity. */
function componentWorth(
  architecture: Architecture,
  component: ArchitectureComponent,
  connectors: ReadonlyMap<string, number>,
): number {
  const reliability = architecture.componentTypes.get(component.type)?.reliability ?? 0;
  const used = component.provided.reduce((sum, { uid }) => sum + (connectors.get(uid) ?? 0), 0);
  return reliability * component.criticality * (used + component.required.length);
}

/** The sum over a tenant's working components; added up in the order of their types, so that a repair leaves every digit. */
function tenantUtility(architecture: Architecture, tenant: Tenant): number {
  const connectors = connectorCounts(tenant);
  const worth = new Map<string, number>();
  for (const component of tenant.components) {
    if (failureOf(architecture, component) !== undefined) continue;
    worth.set(component.type, (worth.get(component.type) ?? 0) + componentWorth(architecture, component, connectors));
  }
  let sum = 0;
  for (const type of architecture.componentTypes.keys()) sum += worth.get(type) ?? 0;
  return sum;
}

/** The utility of the whole architecture (Vogel, 2018): the sum over its tenants' working components. */
export function architectureUtility(architecture: Architecture): number {
  return architecture.tenants.reduce((sum, tenant) => sum + tenantUtility(architecture, tenant), 0);
}
