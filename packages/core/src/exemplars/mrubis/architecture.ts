/** A provided interface: what others connect to, and how often a call of it has ended in an exception. */
export interface ProvidedInterface {
  readonly uid: string;
  readonly type: string;
  exceptions: number;
}

/** A required interface: what a component needs, and the provided interface that it is connected to. */
export interface RequiredInterface {
  readonly uid: string;
  readonly type: string;
  target: string | undefined;
}

export type LifeCycleState = "STARTED" | "DEPLOYED" | "UNDEPLOYED" | "UNKNOWN";

export interface ArchitectureComponent {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly criticality: number;
  state: LifeCycleState;
  readonly required: RequiredInterface[];
  readonly provided: ProvidedInterface[];
}

export interface ArchitectureComponentType {
  readonly uid: string;
  readonly name: string;
  readonly criticality: number;
  readonly reliability: number;
  /** Interface types, by uid. */
  readonly required: readonly string[];
  readonly provided: readonly string[];
}

/** One shop on the platform: its components, in the order of the file. */
export interface Tenant {
  readonly name: string;
  components: ArchitectureComponent[];
}

/** An architecture: what kinds of components there are, and what runs for each tenant. */
export interface Architecture {
  readonly name: string;
  readonly componentTypes: ReadonlyMap<string, ArchitectureComponentType>;
  /** Full names of the interface types, by uid. */
  readonly interfaceTypes: ReadonlyMap<string, string>;
  readonly tenants: readonly Tenant[];
}

/** The interface that the filters of the item pipe provide and require. */
const filterInterface = /\.filter\.ItemFilter$/;

export function isFilterInterface(architecture: Architecture, type: string): boolean {
  return filterInterface.test(architecture.interfaceTypes.get(type) ?? "");
}

/** Whether a component is a link of the item pipe: it provides the filter interface. */
export function isFilter(architecture: Architecture, { provided }: Pick<ArchitectureComponent, "provided">): boolean {
  return provided.some(({ type }) => isFilterInterface(architecture, type));
}

/** How many connectors end at each provided interface of a tenant. */
export function connectorCounts({ components }: Tenant): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { required } of components) {
    for (const { target } of required) if (target !== undefined) counts.set(target, (counts.get(target) ?? 0) + 1);
  }
  return counts;
}
