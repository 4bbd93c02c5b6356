import type { EpochMs } from "../kernel/index.ts";
import type { MaintenanceWindow, Policy } from "../journal/index.ts";
import { type Action, componentOf, type SystemModel } from "../system/index.ts";

/** The components that an action is done to: its target, and whoever lends to it. */
export function touchedBy({ kind, component, to }: Action): readonly string[] {
  const isLoan = kind === "borrow-replicas" || kind === "give-back-replicas";
  return isLoan && to !== undefined ? [component, to] : [component];
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
