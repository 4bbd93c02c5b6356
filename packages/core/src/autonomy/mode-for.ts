import type { Mode, Policy } from "../journal/index.ts";
import { type Action, actionSpecs } from "../system/index.ts";

/** From the least to the most that the autopilot may do by itself. */
const permissiveness: readonly Mode[] = ["observe", "suggest", "approve", "veto", "auto"];

/** The mode that counts for an action: that of its kind, narrowed by what its component and its risk allow. */
export function modeFor(policy: Policy, action: Action): Mode {
  const byAction = policy.byAction[action.kind] ?? policy.defaultMode;
  const byComponent = policy.byComponent[action.component] ?? "auto";
  const byRisk = policy.byRisk[actionSpecs[action.kind].risk];
  return [byAction, byComponent, byRisk].reduce((least, mode) =>
    permissiveness.indexOf(mode) < permissiveness.indexOf(least) ? mode : least,
  );
}
