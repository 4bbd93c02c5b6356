import type { Fault, FaultKind, SystemModel } from "../system/index.ts";
import { type Affected, affectedBy } from "./affected.ts";

/** What a kind of fault takes from its component: `stops` all service, `slows` it, or only its telemetry `lies`. */
const effects: Record<FaultKind, "stops" | "slows" | "lies"> = {
  crash: "stops",
  hang: "stops",
  partition: "stops",
  latency: "slows",
  errors: "slows",
  cpu: "slows",
  "memory-leak": "slows",
  "qubit-error": "slows",
  tampering: "lies",
  replay: "lies",
};

/**
 * Whom a fault is expected to reach before it is injected, from the shape of the system alone: as `affectedBy`, but a crash
 * that leaves enough replicas only degrades, what is slowed slows its callers without failing them, a partition from one
 * soft dependency degrades only the component itself, and false telemetry reaches nobody else.
 *
 * @returns the component itself first, then by distance; empty for a component that is not in the model
 */
export function predictReach(model: SystemModel, fault: Fault): Affected[] {
  const component = model.components.find(({ id }) => id === fault.component);
  if (component === undefined) return [];
  const itself: Affected = { component: component.id, how: "degrades", distance: 0 };
  switch (effects[fault.kind]) {
    case "lies":
      return [itself];
    case "slows":
      return affectedBy(model, component.id).map((affected) => ({ ...affected, how: "degrades" }));
    case "stops":
      if (fault.kind === "crash" && component.replicas - (fault.dose ?? 1) >= component.requiredReplicas)
        return [itself];
      if (fault.kind === "partition" && fault.to !== undefined) {
        const isNeeded = model.dependencies.some(
          ({ from, to, kind }) => from === component.id && to === fault.to && kind === "hard",
        );
        if (!isNeeded) return [itself];
      }
      return affectedBy(model, component.id);
  }
}
