import { planSlotMs } from "../../green/index.ts";
import type { ConsoleState, GuardCheck } from "../../journal/index.ts";
import type { EpochMs } from "../../kernel/index.ts";
import { serviceNeed } from "./slo-headroom.ts";

/**
 * Jobs that are not to begin for now, because service needs what their component has, by id with the reason. One that
 * has begun goes on; one that a person has pinned, or that would miss its deadline by waiting, is not held back.
 */
export function heldBackJobs(state: ConsoleState, at: EpochMs): ReadonlyMap<string, NonNullable<GuardCheck["detail"]>> {
  const { jobs, plan } = state.green;
  const held = new Map<string, NonNullable<GuardCheck["detail"]>>();
  for (const { id, component, pinnedAt, deadlineAt, durationMs } of Object.values(jobs)) {
    if (component === undefined || pinnedAt !== undefined) continue;
    const begins = plan?.plan.runs[id]?.[0]?.from;
    const hasBegun = begins !== undefined && begins <= at;
    const canWait = heldBackUntil(at) + durationMs + planSlotMs <= deadlineAt;
    const need = hasBegun || !canWait ? undefined : serviceNeed(state, [component]);
    if (need !== undefined) held.set(id, need);
  }
  return held;
}

/** What is held back now begins no earlier: behind the slot that comes next, in which it would be asked for again. */
export function heldBackUntil(at: EpochMs): EpochMs {
  return (Math.floor(at / planSlotMs) + 2) * planSlotMs;
}
