import { machinePower, strategyFigures } from "../green/index.ts";
import { missingReplicas } from "./replicas.ts";
import { asyncEdge, type Topology } from "./topology.ts";
import type { TwinState } from "./twin-state.ts";

/**
 * Electrical power of a component, watts: its machines by what their work keeps busy, idle while they start or what ran on
 * them has stopped, next to nothing while they sleep, and the network for what it calls in other zones. What shares the machines of another adds
 * what its work makes them draw more.
 */
export function powerOf(state: TwinState, topology: Topology, i: number): number {
  const { c } = state;
  const network = networkPowerOf(state, topology, i);
  const curve = topology.powerCurves[i];
  if (curve === undefined) return network;
  const asleepW = c.asleep[i]! * curve[0]! * strategyFigures.sleepShareOfIdle.value;
  if (c.hostedBy[i]! >= 0) return network + asleepW + guestPowerOf(state, topology, i);
  const running = c.up[i]! * machinePower(curve, busyShare(state, i), c.gated[i]);
  const idle = c.starting[i]! + missingReplicas(state, i);
  return network + asleepW + running + idle * curve[0]!;
}

/** Share of a component's machines that its work kept busy over the window, 0..1. */
function busyShare({ c }: TwinState, i: number): number {
  return c.windowMs[i]! > 0 ? Math.min(1, c.windowMachines[i]! / c.windowMs[i]!) : 0;
}

/** Its share of what all guests of its host make the host's machines draw more than their own work does. */
function guestPowerOf(state: TwinState, topology: Topology, i: number): number {
  const { c } = state;
  const host = c.hostedBy[i]!;
  const curve = topology.powerCurves[host]!;
  const machines = c.up[host]!;
  const own = c.up[i]! * busyShare(state, i);
  if (machines === 0 || own === 0) return 0;
  let guests = 0;
  for (let j = 0; j < c.hostedBy.length; j++) if (c.hostedBy[j] === host) guests += c.up[j]! * busyShare(state, j);
  const use = busyShare(state, host);
  const more = machinePower(curve, use + guests / machines, c.gated[host]) - machinePower(curve, use, c.gated[host]);
  return (machines * more * own) / guests;
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
