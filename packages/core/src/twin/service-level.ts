import type { SystemModel } from "../system/index.ts";
import { exceedance, percentile99 } from "./latency-model.ts";
import { errorRate, measuredLatency } from "./telemetry.ts";
import type { Topology } from "./topology.ts";
import type { TwinState } from "./twin-state.ts";

/** How one promise of the system is kept. */
export interface ServiceLevel {
  readonly name: string;
  readonly entry: string;
  /** Share of the requests in the last seconds that were answered well and in time; 0..1. */
  readonly servedShare: number;
  /** The same since the start. */
  readonly servedShareSinceStart: number;
  /** Share of them that went without something soft. */
  readonly degradedShare: number;
  readonly latencyP99Ms: number;
  readonly requestRate: number;
  /** Whether the last seconds keep the promise. */
  readonly isMet: boolean;
}

export function readServiceLevels(state: TwinState, model: SystemModel, topology: Topology): ServiceLevel[] {
  const { c } = state;
  return model.slos.map(({ name, entry, availability, latencyMs }) => {
    const i = topology.indexOf.get(entry)!;
    const { mean, variance } = measuredLatency(state, i);
    const late = latencyMs === undefined ? 0 : exceedance(latencyMs, mean, variance);
    const servedShare = (1 - errorRate(state, i)) * (1 - late);
    return {
      name,
      entry,
      servedShare,
      servedShareSinceStart: c.totalArrived[i]! > 0 ? Math.min(1, c.totalOnTime[i]! / c.totalArrived[i]!) : 1,
      degradedShare: c.windowServed[i]! > 0.5 ? Math.min(1, c.windowDegraded[i]! / c.windowServed[i]!) : 0,
      latencyP99Ms: percentile99(mean, variance),
      requestRate: c.windowMs[i]! > 0 ? (1000 * c.windowArrived[i]!) / c.windowMs[i]! : 0,
      isMet: servedShare >= availability,
    };
  });
}
