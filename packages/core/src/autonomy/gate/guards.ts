import { hourMs, type EpochMs } from "../../kernel/index.ts";
import { type ComponentState, type ConsoleState, type GuardCheck, isOpen } from "../../journal/index.ts";
import { type Action, actionSpecs, type Component, componentOf } from "../../system/index.ts";
import { isProtected, maintenanceWindowOf, touchedBy } from "../left-alone.ts";
import { canSpare } from "../loans.ts";
import { savesPower } from "../savings/opportunities.ts";
import { headroomWanted } from "../savings/slo-headroom.ts";

/**
 * Every rule that can hold an action back, as it stands now. They are checked when a proposal is made, when it is
 * approved, and again at the moment of execution, whichever way the action came.
 *
 * @param self the proposal that the action belongs to; it does not stand in its own way
 */
export function checkGuards(state: ConsoleState, action: Action, now: EpochMs, self?: string): GuardCheck[] {
  const { policy } = state;
  const target = componentOf(state.model, action.component);
  const touched = touchedBy(action);
  const taken = state.actionsTaken.filter((a) => a.at > now - hourMs && a.proposal !== self);
  const onTarget = taken.filter((a) => a.component === action.component);
  const last = onTarget.at(-1);
  const failures = onTarget.filter(({ failed }) => failed).length;
  const busy = Object.values(state.proposals).find(
    (held) =>
      held.proposal.id !== self &&
      isOpen(held) &&
      held.status.kind !== "waiting" &&
      touchedBy(held.proposal.action).some((id) => touched.includes(id)),
  );
  const [window] = touched.flatMap((id) => maintenanceWindowOf(policy, id, now) ?? []);
  const serving = servingShareAfter(state, action, target);
  const isCooling = last !== undefined && now - last.at < policy.coolDownMs;
  const overBudget = taken.length >= policy.actionsPerHour || onTarget.length >= policy.actionsPerTargetPerHour;

  const wanted = headroomWanted(state, action);

  return [
    check(
      "kill-switch",
      state.killSwitch !== null,
      state.killSwitch && { by: state.killSwitch.by, reason: state.killSwitch.reason },
    ),
    check("paused", state.paused !== null, state.paused && { by: state.paused.by, reason: state.paused.reason }),
    check("capability", target === undefined || !state.capabilities.actions.includes(action.kind)),
    check(
      "protected",
      touched.some((id) => isProtected(state.model, policy, id)),
    ),
    check("lender", action.kind === "borrow-replicas" && !canSpare(state, action)),
    check("maintenance-window", window !== undefined, window && { until: window.to }),
    check("one-action-a-target", busy !== undefined, busy && { proposal: busy.proposal.id }),
    check("cool-down", isCooling, isCooling ? { until: last.at + policy.coolDownMs } : undefined),
    check("budget", overBudget, {
      used: taken.length,
      limit: policy.actionsPerHour,
      usedOnTarget: onTarget.length,
      limitOnTarget: policy.actionsPerTargetPerHour,
    }),
    check("flapping", failures >= policy.failuresThatBlock, { failures, limit: policy.failuresThatBlock }),
    check(
      "healthy-floor",
      serving.after < policy.healthyFloor && (serving.after < serving.before || savesPower(action)),
      {
        after: serving.after,
        floor: policy.healthyFloor,
      },
    ),
    check("slo-headroom", wanted !== undefined, wanted),
  ];
}

/** The first guard that holds the action back, if any. */
export function holdingGuard(checks: readonly GuardCheck[]): GuardCheck | undefined {
  return checks.find(({ holds }) => holds);
}

/** Whether a guard only makes an action wait: what was decided goes on, within its time, once the guard lets go. */
export function isOnlyDelay({ guard }: GuardCheck): boolean {
  return guard === "slo-headroom";
}

/**
 * The share of components that serve, before the action and while it disturbs its target. What has failed already
 * cannot be taken away, so repairing it never lowers the share.
 */
function servingShareAfter(state: ConsoleState, action: Action, target: Component | undefined) {
  const all = state.model?.components.length ?? 0;
  if (all === 0) return { before: 1, after: 1 };
  const before = servingCount(state.components);
  // What saves power leaves its target serving; it only has to wait where too few serve already.
  const isLost = actionSpecs[action.kind].risk > 0 && !savesPower(action);
  const takesAway = target !== undefined && isLost && serves(state.components[target.id]);
  return { before: before / all, after: (before - (takesAway ? 1 : 0)) / all };
}

function serves(component: ComponentState | undefined): boolean {
  return component?.health === "healthy" || component?.health === "degraded";
}

const servingCounts = new WeakMap<ConsoleState["components"], number>();

/** Counted once for each generation of the components. */
function servingCount(components: ConsoleState["components"]): number {
  let count = servingCounts.get(components);
  if (count === undefined) {
    count = 0;
    for (const id of Object.keys(components)) if (serves(components[id])) count++;
    servingCounts.set(components, count);
  }
  return count;
}

function check(guard: GuardCheck["guard"], holds: boolean, detail?: GuardCheck["detail"] | null): GuardCheck {
  return detail === undefined || detail === null ? { guard, holds } : { guard, holds, detail };
}
