import { InputError } from "../kernel/index.ts";
import { type Fault, type FaultHandle, type FaultKind, faultSpecs } from "../system/index.ts";
import { missingReplicas, startReplicas, stopReplicas } from "./replicas.ts";
import type { Topology } from "./topology.ts";
import type { ActiveFault, TwinState } from "./twin-state.ts";

/** Puts a fault in force. @throws {InputError} for a component that is not there or that the fault does not fit */
export function injectFault(state: TwinState, topology: Topology, fault: Fault): FaultHandle {
  const i = topology.indexOf.get(fault.component);
  if (i === undefined) throw new InputError(`there is no component "${fault.component}"`, { field: "component" });
  if (fault.to !== undefined && !topology.indexOf.has(fault.to)) {
    throw new InputError(`there is no component "${fault.to}"`, { field: "to" });
  }
  if (fault.kind === "qubit-error" && topology.kinds[i] !== "quantum-processor") {
    throw new InputError(`"${fault.component}" is no quantum processor, so it has no qubit errors`, { field: "kind" });
  }
  const spec = faultSpecs[fault.kind].dose;
  if (spec !== undefined && fault.dose !== undefined && fault.dose > spec.max) {
    throw new InputError(`a dose of ${fault.dose} is too large; give up to ${spec.max} (${spec.unit})`, {
      field: "dose",
    });
  }
  const id = `fault-${state.nextId++}`;
  const until = fault.durationMs === undefined ? undefined : state.now + fault.durationMs;
  const active: ActiveFault =
    fault.kind === "replay" ? { id, fault, until, tape: [], tapeAt: 0 } : { id, fault, until };
  state.faults.push(active);
  if (fault.kind === "crash") stopReplicas(state, i, doseOf(fault));
  applyFaults(state, topology, i);
  return { id, fault };
}

/** Ends a fault; a crash brings its replicas back after their start-up time. Unknown handles are none of its business. */
export function clearFault(state: TwinState, topology: Topology, id: string): void {
  const active = state.faults.find((fault) => fault.id === id);
  if (active === undefined) return;
  state.faults = state.faults.filter((fault) => fault !== active);
  const i = topology.indexOf.get(active.fault.component)!;
  if (active.fault.kind === "crash") {
    const { c } = state;
    startReplicas(state, i, Math.min(doseOf(active.fault), missingReplicas(state, i)), c.startMs[i]!, []);
  }
  applyFaults(state, topology, i);
}

/** Ends all faults of these kinds on a component. */
export function endFaults(state: TwinState, topology: Topology, i: number, kinds: readonly FaultKind[]): void {
  const id = topology.ids[i];
  const ends = ({ fault }: ActiveFault) => fault.component === id && kinds.includes(fault.kind);
  if (!state.faults.some(ends)) return;
  state.faults = state.faults.filter((active) => !ends(active));
  applyFaults(state, topology, i);
}

function doseOf({ kind, dose }: Fault): number {
  return dose ?? faultSpecs[kind].dose?.default ?? 1;
}

/** Sums up what the faults in force do to a component and its edges. */
function applyFaults({ c, e, faults }: TwinState, topology: Topology, i: number): void {
  c.faultLatencyMs[i] = 0;
  c.faultErrors[i] = 0;
  c.faultCpu[i] = 0;
  c.faultHang[i] = 0;
  c.faultLeakPerMs[i] = 0;
  c.faultQubit[i] = 1;
  c.faultTampering[i] = 1;
  let cutsEdges = false;
  for (const { fault } of faults) {
    if (fault.kind === "partition") cutsEdges = true;
    if (topology.indexOf.get(fault.component) !== i) continue;
    const dose = doseOf(fault);
    switch (fault.kind) {
      case "latency":
        c.faultLatencyMs[i] += dose;
        break;
      case "errors":
        c.faultErrors[i] = 1 - (1 - c.faultErrors[i]) * (1 - dose);
        break;
      case "cpu":
        c.faultCpu[i] = 1 - (1 - c.faultCpu[i]) * (1 - dose);
        break;
      case "hang":
        c.faultHang[i] = 1;
        break;
      case "memory-leak":
        c.faultLeakPerMs[i] += dose / 60_000;
        break;
      case "qubit-error":
        c.faultQubit[i] *= dose;
        break;
      case "tampering":
        c.faultTampering[i] *= dose;
        break;
      case "crash":
      case "partition":
      case "replay":
        break;
    }
  }
  if (!cutsEdges && !e.cut.some((cut) => cut > 0)) return;
  e.cut.fill(0);
  for (const { fault } of faults) {
    if (fault.kind !== "partition") continue;
    const a = topology.indexOf.get(fault.component)!;
    const b = fault.to === undefined ? undefined : topology.indexOf.get(fault.to);
    for (let edge = 0; edge < e.cut.length; edge++) {
      const from = topology.from[edge]!;
      const to = topology.to[edge]!;
      const isCut = b === undefined ? from === a : (from === a && to === b) || (from === b && to === a);
      if (isCut) e.cut[edge] = 1;
    }
  }
}
