import { clamp, median, queueWait } from "../kernel/index.ts";
import type { Frame, StandardMetric } from "../system/index.ts";
import { dayFactor } from "./day-curve.ts";
import { asyncEdge, hardEdge, type Topology } from "./topology.ts";
import { settleNormalLoad, type TwinState } from "./twin-state.ts";

/** What was learned of one component; what its frames do not tell is left out. */
export interface CalibratedComponent {
  readonly component: string;
  readonly frames: number;
  /** Requests a second from outside, at the mean of the day. */
  readonly loadRps?: number;
  readonly serviceTimeMs?: number;
  /** Time in every answer that keeps no processor busy. */
  readonly extraMs?: number;
  /** Share of requests that fail for no reason of those behind it. */
  readonly errorRate?: number;
  readonly replicasUp?: number;
}

export interface Calibration {
  readonly components: readonly CalibratedComponent[];
}

/** Below this use of the processors what is measured is mostly the system itself, not the requests. */
const leastCpu = 0.01;

/**
 * Fits a twin to telemetry: replicas that run, calls for each request (traffic equations, callers first), load from
 * outside (what no caller explains), service times (utilisation law: busy servers = rate · service time), what remains
 * of the latency, and errors that nobody behind explains. Each figure is a median over the frames, so that a few false
 * ones do not matter. Only what the frames say is changed.
 */
export function calibrateState(state: TwinState, topology: Topology, frames: readonly Frame[]): Calibration {
  const { c, e } = state;
  const seen = topology.ids.map(() => [] as Frame[]);
  for (const frame of frames) {
    const i = topology.indexOf.get(frame.component);
    if (i !== undefined) seen[i]!.push(frame);
  }
  const typical = (i: number, metric: StandardMetric): number | undefined => {
    const values = seen[i]!.map(({ samples }) => samples[metric]).filter(
      (value) => value !== undefined && Number.isFinite(value),
    );
    return values.length === 0 ? undefined : median(values as number[]);
  };
  const measure = (metric: StandardMetric) => topology.ids.map((_, i) => typical(i, metric));
  const rate = measure("requestRate");
  const cpu = measure("cpu");
  const latency = measure("latencyMs");
  const errors = measure("errorRate");
  const memory = measure("memory");
  const hitRate = measure("hitRate");
  const replicasUp = measure("replicasUp");
  const factor = frames.length === 0 ? 1 : median(frames.map(({ at }) => dayFactor(state.dayCurve, at)));

  fitTraffic(state, topology, rate, hitRate, factor);
  const components = topology.ids.map((component, i): CalibratedComponent => {
    const learned: { -readonly [K in keyof CalibratedComponent]: CalibratedComponent[K] } = {
      component,
      frames: seen[i]!.length,
    };
    if (replicasUp[i] !== undefined) {
      learned.replicasUp = Math.min(c.maxReplicas[i]!, Math.round(replicasUp[i]));
      c.replicas[i] = Math.max(c.replicas[i]!, learned.replicasUp);
      c.up[i] = learned.replicasUp;
    }
    if (c.loadRps[i]! > 0 && rate[i] !== undefined) learned.loadRps = c.loadRps[i]!;
    const servers = c.up[i]! * c.concurrency[i]!;
    const arrivals = (rate[i] ?? 0) / 1000;
    if (cpu[i] !== undefined && cpu[i] > leastCpu && arrivals > 0 && servers > 0) {
      c.serviceMs[i] = (cpu[i] * servers) / (arrivals * c.tuning[i]!);
      learned.serviceTimeMs = c.serviceMs[i]!;
    }
    if (memory[i] !== undefined && c.up[i]! > 0) {
      const cached = c.hitRate[i]! >= 0 ? 0.2 * c.warmth[i]! : 0;
      c.baseMemory[i] = clamp(memory[i] - 0.2 * (cpu[i] ?? 0) - cached - c.leaked[i]!, 0, 1);
    }
    if (hitRate[i] !== undefined && hitRate[i] > 0 && c.hitRate[i]! >= 0) {
      c.hitRate[i] = clamp(hitRate[i] / Math.max(0.05, c.warmth[i]!), 0, 1);
    }
    const behind = behindIt(state, topology, i, latency, errors);
    if (latency[i] !== undefined && servers > 0) {
      const utilisation = Math.min(0.97, (arrivals * c.serviceMs[i]!) / servers);
      const own = c.serviceMs[i]! * (1 + queueWait(servers, utilisation)) + behind.timeMs;
      if (own > latency[i] && learned.serviceTimeMs === undefined) {
        c.serviceMs[i] = Math.max(
          0.01,
          c.serviceMs[i]! * clamp((latency[i] - behind.timeMs) / (own - behind.timeMs), 0.01, 1),
        );
      }
      c.extraMs[i] = Math.max(0, latency[i] - own);
      learned.extraMs = c.extraMs[i]!;
    }
    if (errors[i] !== undefined) {
      learned.errorRate = clamp(1 - (1 - errors[i]) / Math.max(1e-6, behind.good), 0, 1);
      c.baseError[i] = learned.errorRate;
    }
    return learned;
  });
  settleNormalLoad(state, topology);
  for (let edge = 0; edge < e.failing.length; edge++) {
    e.failing[edge] = errors[topology.to[edge]!] ?? e.failing[edge]!;
  }
  return { components };
}

/** Scales the calls into each component to its measured rate; at an entry, what no caller explains comes from outside. */
function fitTraffic(
  { c, e }: TwinState,
  topology: Topology,
  rate: readonly (number | undefined)[],
  hitRate: readonly (number | undefined)[],
  factor: number,
): void {
  const explained = new Float64Array(rate.length);
  for (let edge = 0; edge < topology.from.length; edge++) {
    const caller = topology.from[edge]!;
    const misses = 1 - Math.max(0, hitRate[caller] ?? c.hitRate[caller]!);
    explained[topology.to[edge]!]! += (rate[caller] ?? 0) * misses * e.calls[edge]!;
  }
  for (const [i, measured] of rate.entries()) {
    if (measured === undefined) continue;
    if (c.loadRps[i]! > 0) c.loadRps[i] = Math.max(0, measured - explained[i]!) / factor;
    else if (explained[i]! > 0) {
      const scale = measured / explained[i]!;
      for (let edge = 0; edge < topology.to.length; edge++) if (topology.to[edge] === i) e.calls[edge]! *= scale;
    }
  }
}

/** What those behind a component cost it: time, and the share of requests that they let succeed. */
function behindIt(
  { c, e }: TwinState,
  topology: Topology,
  i: number,
  latency: readonly (number | undefined)[],
  errors: readonly (number | undefined)[],
): { timeMs: number; good: number } {
  const asking = c.hitRate[i]! < 0 ? 1 : 1 - c.hitRate[i]! * c.warmth[i]!;
  let timeMs = 0;
  let good = 1;
  for (let edge = topology.firstOut[i]!; edge < topology.firstOut[i + 1]!; edge++) {
    if (topology.edgeKind[edge] === asyncEdge) continue;
    const callee = topology.to[edge]!;
    const calls = e.calls[edge]! * asking;
    const fails = errors[callee] ?? 0;
    const inTheEnd = fails ** (1 + e.retries[edge]!);
    timeMs +=
      calls *
      (fails >= 1 ? 1 + e.retries[edge]! : (1 - inTheEnd) / (1 - fails)) *
      Math.min(e.timeoutMs[edge]!, latency[callee] ?? c.latencyMs[callee]!);
    if (topology.edgeKind[edge] === hardEdge) good *= calls <= 1 ? 1 - calls * inTheEnd : (1 - inTheEnd) ** calls;
  }
  return { timeMs, good };
}
