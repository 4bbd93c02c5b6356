import type { Frame, StandardMetric } from "../system/index.ts";
import { percentile99 } from "./latency-model.ts";
import { powerOf } from "./power.ts";
import { asyncEdge, type Topology } from "./topology.ts";
import { isServing, memoryShare } from "./traffic.ts";
import type { ActiveFault, ComponentColumns, TwinState } from "./twin-state.ts";

/** Time constant of the window over which rates and means are measured. */
const windowMs = 10_000;
/** Frames that a replay records before it sends them again. */
const tapeLength = 20;

const windowed = [
  "windowMs",
  "windowArrived",
  "windowDone",
  "windowFailed",
  "windowDegraded",
  "windowBusy",
  "windowMachines",
  "windowServed",
  "windowLatency",
  "windowVariance",
] as const satisfies readonly (keyof ComponentColumns)[];

/** Lets what was measured fade by `dtMs`. */
export function fadeWindows({ c }: TwinState, dtMs: number): void {
  const keep = Math.exp(-dtMs / windowMs);
  for (const name of windowed) {
    const column = c[name];
    for (let i = 0; i < column.length; i++) column[i]! *= keep;
  }
  const elapsed = c.windowMs;
  for (let i = 0; i < elapsed.length; i++) elapsed[i]! += dtMs;
}

/** Work that waits at or for a component: its own queue, and what it has not yet handed on. */
export function queueLength({ c, e }: TwinState, { firstOut, edgeKind }: Topology, i: number): number {
  let length = c.waiting[i]!;
  for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++)
    if (edgeKind[edge] === asyncEdge) length += e.backlog[edge]!;
  return length;
}

/** Share of the requests in the window that failed; 1 for a component that is down and was asked nothing. */
export function errorRate(state: TwinState, i: number): number {
  const { c } = state;
  if (c.windowDone[i]! > 0.5) return Math.min(1, c.windowFailed[i]! / c.windowDone[i]!);
  return isServing(state, i) && c.faultHang[i] === 0 ? 0 : 1;
}

/** Mean and variance of the latency in the window. */
export function measuredLatency({ c }: TwinState, i: number): { mean: number; variance: number } {
  const count = c.windowServed[i]!;
  if (count < 0.5) return { mean: c.latencyMs[i]!, variance: c.latencyVariance[i]! };
  return { mean: c.windowLatency[i]! / count, variance: c.windowVariance[i]! / count };
}

/** The true samples of a component now. Of something external only what its callers see is known. */
export function samplesOf(state: TwinState, topology: Topology, i: number): Partial<Record<StandardMetric, number>> {
  const { c } = state;
  const latency = measuredLatency(state, i);
  const samples: Partial<Record<StandardMetric, number>> = {};
  if (topology.kinds[i] !== "external") {
    samples.cpu = c.windowMs[i]! > 0 ? Math.min(1, c.windowBusy[i]! / c.windowMs[i]!) : 0;
    samples.memory = c.up[i]! > 0 ? memoryShare(state, i, queueLength(state, topology, i)) : 0;
  }
  samples.errorRate = errorRate(state, i);
  samples.latencyMs = latency.mean;
  samples.latencyP99Ms = percentile99(latency.mean, latency.variance);
  samples.requestRate = c.windowMs[i]! > 0 ? (1000 * c.windowArrived[i]!) / c.windowMs[i]! : 0;
  if (topology.kinds[i] !== "external") {
    samples.queueLength = queueLength(state, topology, i);
    samples.replicasUp = c.up[i]!;
  }
  if (c.hitRate[i]! >= 0) samples.hitRate = isServing(state, i) ? c.hitRate[i]! * c.warmth[i]! : 0;
  const power = powerOf(state, topology, i);
  if (power > 0 || topology.powerCurves[i] !== undefined) samples.powerW = power;
  return samples;
}

/** One frame of each component, as its node sends it: tampered with or replayed where such a fault is in force. */
export function takeFrames(state: TwinState, topology: Topology): Frame[] {
  const { c, now } = state;
  const replays = new Map<string, ActiveFault>();
  for (const active of state.faults) if (active.tape !== undefined) replays.set(active.fault.component, active);
  return topology.ids.map((component, i) => {
    const samples = samplesOf(state, topology, i) as Record<string, number>;
    const factor = c.faultTampering[i]!;
    if (factor !== 1) for (const name of Object.keys(samples)) samples[name]! *= factor;
    const sequence = c.sequence[i]!++;
    const frame = { component, sequence, at: now, samples };
    const replay = replays.get(component);
    if (replay?.tape === undefined) return frame;
    if (replay.tape.length < tapeLength) {
      replay.tape.push({ sequence, at: now, samples });
      return frame;
    }
    const old = replay.tape[(replay.tapeAt ?? 0) % tapeLength]!;
    replay.tapeAt = ((replay.tapeAt ?? 0) + 1) % tapeLength;
    return { component, sequence: old.sequence, at: old.at, samples: { ...old.samples } };
  });
}
