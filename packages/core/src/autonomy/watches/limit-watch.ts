import type { DurationMs } from "../../kernel/index.ts";
import type { ConsoleState, FindingKind } from "../../journal/index.ts";
import type { Frame, StandardMetric } from "../../system/index.ts";
import type { Condition } from "./finding-tracker.ts";
import type { Watch } from "./watch.ts";

/** A metric's limits: beyond `warning` it is a warning, beyond `critical` it is critical. */
export interface Limit {
  readonly metric: StandardMetric;
  readonly finding: FindingKind;
  readonly warning: number;
  readonly critical: number;
}

/** The limits that people start from: CPU over 0.8 and 0.9, memory over 0.85 and 0.9, error rate over 0.05 and 0.1. */
export const defaultLimits: readonly Limit[] = [
  { metric: "cpu", finding: "cpu-high", warning: 0.8, critical: 0.9 },
  { metric: "memory", finding: "memory-high", warning: 0.85, critical: 0.9 },
  { metric: "errorRate", finding: "errors-high", warning: 0.05, critical: 0.1 },
];

/** A latency this many times its own usual value is degraded service. */
const latencyWarningFactor = 3;
const latencyCriticalFactor = 8;
/** Multiples of less than this (milliseconds, or requests in a queue) are not worth a finding. */
const leastUsual = 20;
const holdMs: DurationMs = 3_000;
/** Frames after which the usual latency of a component is known. */
const usualAfter = 20;

/** Sees metrics beyond limits: fixed ones, and for latency and queues a multiple of the component's own usual value. */
export class LimitWatch implements Watch {
  readonly #limits: readonly Limit[];
  /** By component, for each metric of `usualFindings`: a slow mean of the good times, and how many samples it rests on. */
  readonly #usual = new Map<string, { mean: number; count: number }[]>();

  constructor(limits: readonly Limit[] = defaultLimits) {
    this.#limits = limits;
  }

  observe({ component, samples }: Frame): void {
    let usual = this.#usual.get(component);
    if (usual === undefined) {
      usual = usualFindings.map(() => ({ mean: 0, count: 0 }));
      this.#usual.set(component, usual);
    }
    for (let i = 0; i < usualFindings.length; i++) {
      const value = samples[usualFindings[i]![0]];
      if (value === undefined || !Number.isFinite(value)) continue;
      const known = usual[i]!;
      if (known.count >= usualAfter && value >= 2 * known.mean + 1) continue;
      known.count++;
      known.mean += Math.max(1 / known.count, 0.005) * (value - known.mean);
    }
  }

  conditions(state: ConsoleState): readonly Condition[] {
    const found: Condition[] = [];
    for (const component of state.model?.components ?? []) {
      const metrics = state.components[component.id]?.metrics ?? {};
      for (const limit of this.#limits) checkLimit(found, component.id, limit.finding, limit, metrics[limit.metric]);
      const known = this.#usual.get(component.id);
      for (let i = 0; i < usualFindings.length; i++) {
        const [metric, finding] = usualFindings[i]!;
        const usual = known?.[i];
        if (usual === undefined || usual.count < usualAfter) continue;
        const floor = Math.max(usual.mean, leastUsual);
        const limit = { metric, warning: floor * latencyWarningFactor, critical: floor * latencyCriticalFactor };
        checkLimit(found, component.id, finding, limit, metrics[metric]);
      }
    }
    return found;
  }
}

function checkLimit(
  found: Condition[],
  component: string,
  kind: FindingKind,
  { metric, warning, critical }: Pick<Limit, "metric" | "warning" | "critical">,
  value: number | undefined,
): void {
  if (value === undefined || value <= warning) return;
  const isCritical = value > critical;
  const limit = isCritical ? critical : warning;
  found.push({
    kind,
    component,
    severity: isCritical ? "critical" : "warning",
    evidence: [{ kind: "limit", component, metric, value, limit, heldForMs: 0 }],
    holdMs,
  });
}

const usualFindings: readonly (readonly [StandardMetric, FindingKind])[] = [
  ["latencyMs", "latency-high"],
  ["queueLength", "queue-high"],
];
