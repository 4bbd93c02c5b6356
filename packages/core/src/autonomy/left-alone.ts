import type { EpochMs } from "../kernel/index.ts";
import type { MaintenanceWindow, Policy } from "../journal/index.ts";
import { type Action, type ActionKind, componentOf, type SystemModel } from "../system/index.ts";

/** Actions that are done to their other component, too. */
const doneToBoth: readonly ActionKind[] = ["borrow-replicas", "give-back-replicas", "consolidate", "spread-out"];

/** The components that an action is done to: its target, and whoever lends to it or shares its machines. */
export function touchedBy({ kind, component, to }: Action): readonly string[] {
  return doneToBoth.includes(kind) && to !== undefined ? [component, to] : [component];
}

/** Whether nothing may ever be done to a component, by the system's own description or by the policy. */
export function isProtected(model: SystemModel | null, policy: Policy, component: string): boolean {
  return componentOf(model, component)?.isProtected === true || policy.protectedComponents.includes(component);
}

/** The window in which a component is left to those who work on it, if one is open. */
export function maintenanceWindowOf(policy: Policy, component: string, now: EpochMs): MaintenanceWindow | undefined {
  return policy.maintenanceWindows.find(
    ({ from, to, components }) =>
      from <= now && now < to && (components.length === 0 || components.includes(component)),
  );
}
