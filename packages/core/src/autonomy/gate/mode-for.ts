import type { Mode, Policy } from "../../journal/index.ts";
import { type Action, actionSpecs } from "../../system/index.ts";

/** From the least to the most that the autopilot may do by itself. */
const permissiveness: readonly Mode[] = ["observe", "suggest", "approve", "veto", "auto"];

/** The most that any policy allows at risk 0, 1, 2: what cannot be undone is always for people to decide. */
export const mostAtRisk: readonly [Mode, Mode, Mode] = ["auto", "auto", "approve"];

/** The mode that counts for an action: that of its kind, narrowed by what its component and its risk allow. */
export function modeFor(policy: Policy, action: Action): Mode {
  const { risk } = actionSpecs[action.kind];
  const byAction = policy.byAction[action.kind] ?? policy.defaultMode;
  const byComponent = policy.byComponent[action.component] ?? "auto";
  return [byAction, byComponent, policy.byRisk[risk], mostAtRisk[risk]].reduce((least, mode) =>
    isMorePermissive(least, mode) ? mode : least,
  );
}

/** Whether `mode` lets the autopilot do more by itself than `other` does. */
export function isMorePermissive(mode: Mode, other: Mode): boolean {
  return permissiveness.indexOf(mode) > permissiveness.indexOf(other);
}
