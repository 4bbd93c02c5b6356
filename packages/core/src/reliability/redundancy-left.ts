import type { SystemModel } from "../system/index.ts";
import { entryPoints, hardReach } from "./system-fault-tree.ts";

/** What stands between an entry point and its failure at this moment. */
export interface RedundancyLeft {
  readonly entry: string;
  /** Whether it serves now. */
  readonly isServing: boolean;
  /** What it does not serve for: components that it needs and that have too few replicas. */
  readonly lost: readonly string[];
  /** The least number of further replica failures that take it down; 0 where it is down. Zones are not counted. */
  readonly failuresLeft: number;
  /** The components of which the next replica to fail takes it down. */
  readonly fatalNext: readonly string[];
  /** The components that have lost replicas and still serve: redundancy that is in use. */
  readonly weakened: readonly { readonly component: string; readonly spare: number; readonly usual: number }[];
}

/**
 * For each entry point: what redundancy is left, and which next failure would be fatal.
 * @param replicasUp how many replicas of a component answer; all of them for a component that it does not know
 */
export function redundancyLeft(
  model: SystemModel,
  replicasUp: ReadonlyMap<string, number>,
  entries: readonly string[] = entryPoints(model),
): RedundancyLeft[] {
  const byId = new Map(model.components.map((component) => [component.id, component]));
  return entries.map((entry) => {
    const spares = hardReach(model, [entry]).map((id) => {
      const { replicas, requiredReplicas } = byId.get(id)!;
      const up = Math.min(replicas, replicasUp.get(id) ?? replicas);
      return { component: id, spare: up - requiredReplicas, usual: replicas - requiredReplicas };
    });
    const lost = spares.filter(({ spare }) => spare < 0).map(({ component }) => component);
    const isServing = lost.length === 0;
    return {
      entry,
      isServing,
      lost,
      failuresLeft: isServing ? Math.min(...spares.map(({ spare }) => spare)) + 1 : 0,
      fatalNext: isServing ? spares.filter(({ spare }) => spare === 0).map(({ component }) => component) : [],
      weakened: spares.filter(({ spare, usual }) => spare >= 0 && spare < usual),
    };
  });
}
