import { machinePower, strategyFigures } from "../green/index.ts";
import { asyncEdge, type Topology } from "./topology.ts";
import type { TwinState } from "./twin-state.ts";

/**
 * Electrical power of a component, watts: its machines by what their work keeps busy, idle while they start, next to
 * nothing while they sleep, and the network for what it calls in other zones. What shares the machines of another adds
 * only what its work draws.
 */
export function powerOf(state: TwinState, topology: Topology, i: number): number {
  const { c } = state;
  const curve = topology.powerCurves[i];
  if (curve === undefined) return networkPowerOf(state, topology, i);
  const idle = curve[0]!;
  const up = c.up[i]!;
  const use = c.windowMs[i]! > 0 ? c.windowMachines[i]! / c.windowMs[i]! : 0;
  const running = up === 0 ? 0 : up * machinePower(curve, Math.min(1, use), c.gated[i]);
  const ownIdle = c.hostedBy[i]! >= 0 ? -up * idle : c.starting[i]! * idle;
  return (
    running +
    ownIdle +
    c.asleep[i]! * idle * strategyFigures.sleepShareOfIdle.value +
    networkPowerOf(state, topology, i)
  );
}

/** Power of the network between zones for what a component calls there, watts. */
function networkPowerOf({ c, e }: TwinState, { firstOut, farKb, edgeKind }: Topology, i: number): number {
  if (c.windowMs[i]! <= 0) return 0;
  let kb = 0;
  for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++)
    if (farKb[edge]! > 0 && e.breaker[edge] === 0 && e.cut[edge] === 0)
      kb += e.calls[edge]! * farKb[edge]! * (edgeKind[edge] === asyncEdge ? 1 : missShare(c.hitRate[i]!, c.warmth[i]!));
  const served = c.windowServed[i]! / (c.windowMs[i]! / 1000);
  const { compressedShare, networkJPerKb } = strategyFigures;
  return served * kb * networkJPerKb.value * (c.compresses[i]! > 0 ? compressedShare.value : 1);
}

/** Processor time that compressing costs a request, milliseconds. */
export function compressionMs({ c, e }: TwinState, { firstOut, farKb }: Topology, i: number): number {
  let kb = 0;
  for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++) kb += e.calls[edge]! * farKb[edge]!;
  return kb * missShare(c.hitRate[i]!, 1) * strategyFigures.compressionMsPerKb.value;
}

function missShare(hitRate: number, warmth: number): number {
  return hitRate < 0 ? 1 : 1 - hitRate * warmth;
}

/** Adds the energy of a step to each component's account. */
export function countEnergy(state: TwinState, topology: Topology, dtMs: number): void {
  const { energyWMs } = state.c;
  for (let i = 0; i < energyWMs.length; i++) energyWMs[i]! += powerOf(state, topology, i) * dtMs;
}
