import { clamp } from "../../kernel/index.ts";
import type { ConsoleState, Finding } from "../../journal/index.ts";
import { componentOf, type Fault } from "../../system/index.ts";

/**
 * The fault that would look like this finding, for rehearsing in a twin that was calibrated while all was well: a twin
 * does not know what has happened to the real system, only what it looks like.
 *
 * @returns undefined where no fault explains the finding
 */
export function hypothesisFor(state: ConsoleState, finding: Finding): Fault | undefined {
  const { component, kind } = finding;
  const metrics = state.components[component]?.metrics ?? {};
  const limit = finding.evidence.find((evidence) => evidence.kind === "limit");
  switch (kind) {
    case "silent":
      return { kind: "hang", component };
    case "replicas-down": {
      const replicas = componentOf(state.model, component)?.replicas ?? 1;
      return { kind: "crash", component, dose: Math.max(1, replicas - (metrics["replicasUp"] ?? 0)) };
    }
    case "errors-high":
      return { kind: "errors", component, dose: clamp(metrics["errorRate"] ?? 0.3, 0, 1) };
    case "latency-high":
    case "queue-high": {
      if (limit?.metric !== "latencyMs") return { kind: "cpu", component, dose: 0.7 };
      return { kind: "latency", component, dose: Math.max(1, limit.value - limit.limit / 3) };
    }
    case "cpu-high":
      return { kind: "cpu", component, dose: 0.5 };
    case "memory-high":
      return { kind: "memory-leak", component, dose: 1 };
    case "untrusted":
      return { kind: "tampering", component };
    case "ancilla-failing":
    case "decoder-drift":
    case "logical-errors-high": {
      const suspect = finding.evidence.find((evidence) => evidence.kind === "drift")?.suspects[0];
      if (suspect === undefined) return { kind: "qubit-error", component };
      return { kind: "qubit-error", component, qubit: suspect.qubit, dose: clamp(suspect.now, 0, 0.5) };
    }
    case "prior-wrong":
    case "anomaly":
    case "over-provisioned":
    case "breach-ahead":
      return undefined;
  }
}
