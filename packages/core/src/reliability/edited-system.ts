import type { Probability } from "../kernel/index.ts";
import type { SystemModel } from "../system/index.ts";

/** What somebody would like to try. */
export interface SystemEdits {
  /** By component: the probability that one replica is down. */
  readonly failureProbability: Readonly<Record<string, Probability>>;
  /** By component: how many replicas run. */
  readonly replicas: Readonly<Record<string, number>>;
  /** Dependencies that are no longer there. */
  readonly cutEdges: readonly { readonly from: string; readonly to: string }[];
}

export const noEdits: SystemEdits = { failureProbability: {}, replicas: {}, cutEdges: [] };

/** The system as it would be. A failure probability that was tried stands in place of the mean times. */
export function editedSystem(model: SystemModel, edits: SystemEdits): SystemModel {
  const components = model.components.map((component) => {
    const { id } = component;
    const replicas = Math.max(component.requiredReplicas, edits.replicas[id] ?? component.replicas);
    const tried = edits.failureProbability[id];
    if (tried === undefined) return { ...component, replicas };
    const { mttfHours: _, ...rest } = component;
    return { ...rest, replicas, failureProbability: tried };
  });
  const dependencies = model.dependencies.filter(
    ({ from, to }) => !edits.cutEdges.some((edge) => edge.from === from && edge.to === to),
  );
  return { ...model, components, dependencies };
}
