import type { EpochMs } from "../../kernel/index.ts";
import { type ComponentLoad, headroom } from "../../green/index.ts";
import type { ConsoleState } from "../../journal/index.ts";
import { type Component, componentOf } from "../../system/index.ts";
import type { Condition } from "../watches/finding-tracker.ts";
import { isProtected } from "../left-alone.ts";
import { isResting, possibleSavings } from "./opportunities.ts";
import { UseWindow } from "./use-window.ts";
import type { Watch } from "../watches/watch.ts";

/** Less than this share of a component's power is not worth an action. */
const leastShare = 0.05;
const leastW = 1;

/**
 * Sees components that have had more capacity than their work needs for as long as the policy asks, and on which power
 * could be saved with enough headroom left. Nothing is wrong with them: what it finds is an opportunity. A change of a
 * component's replicas, an action on it, a fault or any illness starts its time anew.
 */
export class SurplusWatch implements Watch {
  readonly #windows = new Map<string, UseWindow>();
  /** What was said last, by component; it stands until a span of the window has passed. */
  readonly #found = new Map<string, Condition | undefined>();

  observe(): void {}

  conditions(state: ConsoleState, now: EpochMs): readonly Condition[] {
    const { model, policy } = state;
    if (model === null) return [];
    const stale = model.components.filter((component) => this.#measure(state, component, now));
    if (stale.length > 0) {
      const loads = this.#loads(now, policy.surplusAfterMs);
      for (const { id } of stale) this.#found.set(id, this.#judge(state, id, loads, now));
    }
    return [...this.#found.values()].filter((condition) => condition !== undefined);
  }

  /** Takes in what a component measures now; returns whether it is to be judged anew. */
  #measure(state: ConsoleState, component: Component, now: EpochMs): boolean {
    const { id } = component;
    const { cpu, replicasUp, powerW, requestRate = 0 } = state.components[id]?.metrics ?? {};
    const window = this.#windows.get(id) ?? new UseWindow();
    this.#windows.set(id, window);
    const isUnmeasured = cpu === undefined || replicasUp === undefined || powerW === undefined;
    if (isUnmeasured || isDisturbed(state, component, window.since ?? now)) {
      window.clear();
      this.#found.delete(id);
      return false;
    }
    return window.add(now, { use: cpu, replicasUp, powerW, requestRate }, state.policy.surplusAfterMs);
  }

  #loads(now: EpochMs, windowMs: number): Map<string, ComponentLoad> {
    const loads = new Map<string, ComponentLoad>();
    for (const [id, window] of this.#windows) if (window.isFull(now, windowMs)) loads.set(id, window.load());
    return loads;
  }

  #judge(
    state: ConsoleState,
    id: string,
    loads: ReadonlyMap<string, ComponentLoad>,
    now: EpochMs,
  ): Condition | undefined {
    const window = this.#windows.get(id);
    const power = componentOf(state.model, id)?.power;
    if (window === undefined || power === undefined || !loads.has(id) || isResting(state, id, now)) return undefined;
    const { replicasUp, meanUse, highUse, requestRate = 0, powerW } = window.load();
    if (highUse > headroom.savesUpTo) return undefined;
    const best = possibleSavings(state, id, loads).find(({ leavesHeadroom }) => leavesHeadroom);
    if (best === undefined || best.savedW < Math.max(leastW, leastShare * powerW)) return undefined;
    return {
      kind: "over-provisioned",
      component: id,
      severity: "opportunity",
      holdMs: 0,
      evidence: [
        {
          kind: "surplus",
          component: id,
          meanUse,
          highUse,
          replicas: replicasUp,
          requestRate,
          powerW,
          idleW: replicasUp * power.idleW,
          savedW: best.savedW,
          overMs: state.policy.surplusAfterMs,
        },
      ],
    };
  }
}

/** Whether what is measured now, or was measured since, says nothing of how a component usually is. */
function isDisturbed(state: ConsoleState, { id, power }: Component, since: EpochMs): boolean {
  return (
    power === undefined ||
    state.components[id]?.health !== "healthy" ||
    isProtected(state.model, state.policy, id) ||
    state.actionsTaken.some(({ component, at }) => component === id && at >= since) ||
    Object.values(state.faults).some(({ fault }) => fault.component === id)
  );
}
