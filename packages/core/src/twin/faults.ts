import { InputError } from "../kernel/index.ts";
import { memoryLattice, type QubitDrift } from "../quantum/index.ts";
import { type Component, type Fault, type FaultHandle, type FaultKind, faultSpecs } from "../system/index.ts";
import { missingReplicas, startReplicas, stopReplicas } from "./replicas.ts";
import type { Topology } from "./topology.ts";
import type { ActiveFault, TwinState } from "./twin-state.ts";

/** Puts a fault in force. @throws {InputError} for a component that is not there or that the fault does not fit */
export function injectFault(
  state: TwinState,
  topology: Topology,
  fault: Fault,
  quantum: Component["quantum"],
): FaultHandle {
  const i = topology.indexOf.get(fault.component);
  if (i === undefined) throw new InputError(`there is no component "${fault.component}"`, { field: "component" });
  if (fault.to !== undefined && !topology.indexOf.has(fault.to)) {
    throw new InputError(`there is no component "${fault.to}"`, { field: "to" });
  }
  if (fault.kind === "qubit-error" && topology.kinds[i] !== "quantum-processor") {
    throw new InputError(`"${fault.component}" is no quantum processor, so it has no qubit errors`, { field: "kind" });
  }
  if (fault.qubit !== undefined) {
    if (fault.kind !== "qubit-error")
      throw new InputError(`a ${fault.kind} befalls no single qubit`, { field: "qubit" });
    if (!hasQubit(quantum, fault.qubit))
      throw new InputError(`"${fault.component}" has no qubit ${fault.qubit}; its lattice shows their numbers`, {
        field: "qubit",
      });
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
  state.faults = [...state.faults, active];
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

function hasQubit(quantum: Component["quantum"], qubit: number): boolean {
  if (quantum === undefined) return false;
  const { data, stabilizers } = memoryLattice(quantum.code, quantum.distance);
  return data.some((place) => place.qubit === qubit) || stabilizers.some(({ ancilla }) => ancilla === qubit);
}

/** What the faults in force have done to the qubits of a processor. */
export function qubitDrifts({ faults }: TwinState, component: string): QubitDrift[] {
  return faults
    .filter(({ fault }) => fault.kind === "qubit-error" && fault.component === component)
    .map(({ fault }) => ({ qubit: fault.qubit, errorRate: doseOf(fault) }));
}

/** Sums up what the faults in force do to a component and its edges. */
function applyFaults({ c, e, faults }: TwinState, topology: Topology, i: number): void {
  c.faultLatencyMs[i] = 0;
  c.faultErrors[i] = 0;
  c.faultCpu[i] = 0;
  c.faultHang[i] = 0;
  c.faultLeakPerMs[i] = 0;
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
      case "tampering":
        c.faultTampering[i] *= dose;
        break;
      case "crash":
      case "partition":
      case "replay":
      case "qubit-error":
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
