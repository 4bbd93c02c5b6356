import { type Circuit, type Instruction, resultsOf } from "./circuit.ts";

/** How large a circuit is once its repeats are unrolled; found without unrolling them. */
export interface CircuitCounts {
  /** The highest qubit that is mentioned, plus one. */
  readonly qubits: number;
  readonly measurements: number;
  readonly detectors: number;
  /** The highest observable that is mentioned, plus one. */
  readonly observables: number;
  readonly sweepBits: number;
  readonly ticks: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function countCircuit(circuit: Circuit): CircuitCounts {
  return countBody(circuit.instructions);
}

/** The counts of a part of a circuit, as if it stood alone. */
export function countBody(body: readonly Instruction[]): CircuitCounts {
  const total: Mutable<CircuitCounts> = {
    qubits: 0,
    measurements: 0,
    detectors: 0,
    observables: 0,
    sweepBits: 0,
    ticks: 0,
  };
  for (const item of body) {
    if (item.kind === "repeat") {
      const inner = countBody(item.body);
      total.qubits = Math.max(total.qubits, inner.qubits);
      total.observables = Math.max(total.observables, inner.observables);
      total.sweepBits = Math.max(total.sweepBits, inner.sweepBits);
      total.measurements += item.count * inner.measurements;
      total.detectors += item.count * inner.detectors;
      total.ticks += item.count * inner.ticks;
      continue;
    }
    const { gate, targets, args } = item;
    total.measurements += resultsOf(item);
    if (gate.name === "DETECTOR") total.detectors++;
    if (gate.name === "TICK") total.ticks++;
    if (gate.name === "OBSERVABLE_INCLUDE") total.observables = Math.max(total.observables, args[0]! + 1);
    if (gate.name === "MPAD") continue;
    for (const target of targets) {
      if (target.kind === "sweep") total.sweepBits = Math.max(total.sweepBits, target.bit + 1);
      else if (target.kind === "qubit" || target.kind === "pauli")
        total.qubits = Math.max(total.qubits, target.qubit + 1);
    }
  }
  return total;
}
