import { type Architecture, type ArchitectureComponent, isFilterInterface, type Tenant } from "./architecture.ts";
import type { Issue } from "./find-issues.ts";
import { removeComponent, type FailureKind } from "./inject-failure.ts";
import { joinItemPipe } from "./item-pipe.ts";

export type Repair = "light-redeploy" | "restart" | "heavy-redeploy" | "recreate-connector" | "replace";

/** How long a repair takes, seconds. */
export const repairSeconds: Readonly<Record<Repair, number>> = {
  "recreate-connector": 5,
  restart: 10,
  "light-redeploy": 20,
  "heavy-redeploy": 60,
  replace: 45,
};

/** What a minute of repair costs beside a failure healed. */
const minuteCost = 0.2;

/** What trying a repair is worth that works with this chance: failures healed less time spent. */
export function worthOfTrying(repair: Repair, chance: number): number {
  return chance - (minuteCost * repairSeconds[repair]) / 60;
}

/** The repairs that can heal a kind of failure; the first is that of the exemplar's fixed table. */
export const repairsFor: Readonly<Record<FailureKind, readonly Repair[]>> = {
  CF1: ["light-redeploy", "restart", "heavy-redeploy"],
  CF2: ["restart", "light-redeploy", "heavy-redeploy"],
  CF3: ["heavy-redeploy", "replace"],
  CF5: ["recreate-connector", "restart", "heavy-redeploy"],
};

/**
 * Carries out a repair that works.
 *
 * @param freshUid gives a name that nothing has yet
 */
export function repair(architecture: Architecture, issue: Issue, kind: Repair, freshUid: () => string): void {
  const { tenant, type } = issue;
  let component = tenant.components.find(({ uid }) => uid === issue.component);
  if (kind === "heavy-redeploy" || kind === "replace") {
    if (component !== undefined) removeComponent(tenant, component.uid);
    component = instantiate(architecture, type, freshUid);
    tenant.components.push(component);
  } else if (kind !== "recreate-connector" && component !== undefined) {
    component.state = "STARTED";
    for (const end of component.provided) end.exceptions = 0;
  }
  if (component !== undefined && kind !== "light-redeploy") connect(architecture, tenant, component);
}

function instantiate(architecture: Architecture, type: string, freshUid: () => string): ArchitectureComponent {
  const { name, criticality, required, provided } = architecture.componentTypes.get(type)!;
  return {
    uid: freshUid(),
    name,
    type,
    criticality,
    state: "STARTED",
    required: required.map((end) => ({ uid: freshUid(), type: end, target: undefined })),
    provided: provided.map((end) => ({ uid: freshUid(), type: end, exceptions: 0 })),
  };
}

/** Connects a component's loose ends to whoever provides what they need, and its peers' loose ends to it. */
function connect(architecture: Architecture, tenant: Tenant, component: ArchitectureComponent): void {
  const isPlain = (type: string) => !isFilterInterface(architecture, type);
  for (const end of component.required) {
    if (end.target !== undefined || !isPlain(end.type)) continue;
    end.target = tenant.components.flatMap(({ provided }) => provided).find(({ type }) => type === end.type)?.uid;
  }
  for (const { type, uid } of component.provided) {
    if (!isPlain(type)) continue;
    for (const { required } of tenant.components) {
      for (const end of required) if (end.type === type) end.target ??= uid;
    }
  }
  if ([...component.required, ...component.provided].some(({ type }) => !isPlain(type)))
    joinItemPipe(architecture, tenant);
}
