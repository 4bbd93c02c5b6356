import { modeFor } from "@homeostat/core/autonomy";
import type { ConsoleState, FindingKind, Mode } from "@homeostat/core/journal";
import { type Action, actionSpecs, type Component, type Fault, type FaultKind } from "@homeostat/core/system";

/** Findings by which a fault shows itself on its component, the plainest first. */
const showsAs: Record<FaultKind, readonly FindingKind[]> = {
  crash: ["replicas-down", "silent", "errors-high"],
  hang: ["silent", "latency-high", "errors-high"],
  latency: ["latency-high"],
  errors: ["errors-high"],
  cpu: ["cpu-high", "latency-high"],
  "memory-leak": ["memory-high"],
  partition: ["errors-high", "silent"],
  tampering: ["untrusted", "anomaly"],
  replay: ["untrusted", "anomaly"],
  "qubit-error": ["decoder-drift", "ancilla-failing", "logical-errors-high"],
};

export type ExpectedAnswer =
  | { readonly kind: "protected" }
  | { readonly kind: "nothing-known" }
  | { readonly kind: "acts"; readonly action: Action; readonly mode: Mode };

type Known = Pick<ConsoleState, "knowledge" | "policy" | "capabilities">;

/**
 * What the autopilot would first come up with, by its knowledge base and the policy of this moment. Evidence and learning
 * may lead it elsewhere; it is said as what would be expected.
 */
export function expectedAnswer(state: Known, component: Component, fault: Fault): ExpectedAnswer {
  if (component.isProtected || state.policy.protectedComponents.includes(component.id)) return { kind: "protected" };
  for (const finding of showsAs[fault.kind]) {
    const solution = state.knowledge?.solutions.find(
      (one) =>
        one.finding === finding &&
        (one.components?.includes(component.kind) ?? true) &&
        actionSpecs[one.action].fits.includes(component.kind) &&
        state.capabilities.actions.includes(one.action),
    );
    if (solution === undefined) continue;
    const amount = solution.amount === undefined ? {} : { amount: solution.amount };
    const action: Action = { kind: solution.action, component: component.id, ...amount };
    return { kind: "acts", action, mode: modeFor(state.policy, action) };
  }
  return { kind: "nothing-known" };
}
