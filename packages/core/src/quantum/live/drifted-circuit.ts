import { clamp, InputError } from "../../kernel/index.ts";
import type { Circuit, GateInstruction, Instruction, Target } from "../circuit/index.ts";
import { findGate } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import type { LabExperiment } from "./memory-lab.ts";
import { type LatticeCode, memoryLattice } from "./memory-lattice.ts";

/** A qubit that has become worse than the experiment says, or all of them where none is named. */
export interface QubitDrift {
  readonly qubit: number | undefined;
  /** Of an ancilla its readout error, of a data qubit the depolarizing of each round, of all every kind of noise; 0..½. */
  readonly errorRate: number;
}

/** The most detectors that a shot of a processor has, about: larger codes are measured for fewer rounds a shot. */
const mostDetectors = 4000;
/** Half of all is noise alone. */
const mostErrorRate = 0.5;

/** The experiment that a quantum processor runs over and over: as many rounds a shot as its distance, or as fit. */
export function processorExperiment(quantum: {
  readonly code: LatticeCode;
  readonly distance: number;
  readonly physicalErrorRate: number;
}): LabExperiment {
  const { code, distance, physicalErrorRate: p } = quantum;
  return { code, distance, rounds: Math.min(distance, Math.max(2, Math.floor(mostDetectors / distance ** 2))), p };
}

/** The circuit of an experiment on qubits that have drifted. Throws an `InputError` for a qubit that it does not have. */
export function driftedCircuit({ code, distance, rounds, p }: LabExperiment, drifts: readonly QubitDrift[]): Circuit {
  const everywhere = drifts.filter(({ qubit }) => qubit === undefined);
  const base = clamp(Math.max(p, ...everywhere.map(({ errorRate }) => errorRate)), 0, mostErrorRate);
  const circuit = generateCircuit({ code, distance, rounds, noise: uniformNoise(base) });
  const { data, stabilizers } = memoryLattice(code, distance);
  const readouts = new Map<number, number>();
  const depolarized = new Map<number, number>();
  for (const { qubit, errorRate } of drifts) {
    if (qubit === undefined || errorRate <= base) continue;
    const rate = Math.min(errorRate, mostErrorRate);
    // What is added to the noise that is there, so that both together have this rate.
    if (stabilizers.some(({ ancilla }) => ancilla === qubit)) readouts.set(qubit, (rate - base) / (1 - 2 * base));
    else if (data.some((place) => place.qubit === qubit)) depolarized.set(qubit, (rate - base) / (1 - (4 / 3) * base));
    else throw new InputError(`there is no qubit ${qubit} in this code; its lattice shows their numbers`);
  }
  if (readouts.size === 0 && depolarized.size === 0) return circuit;
  return { instructions: worsened(circuit.instructions, readouts, depolarized) };
}

/** Noise before the measurement of each failing ancilla, and on each worse data qubit where a round begins. */
function worsened(
  items: readonly Instruction[],
  readouts: ReadonlyMap<number, number>,
  depolarized: ReadonlyMap<number, number>,
): Instruction[] {
  const out: Instruction[] = [];
  let isRound = false;
  for (const item of items) {
    if (item.kind === "repeat") {
      out.push({ ...item, body: worsened(item.body, readouts, depolarized) });
      isRound = false;
      continue;
    }
    if (item.gate.name === "MR")
      for (const [qubit, extra] of readouts)
        if (item.targets.some((t) => t.kind === "qubit" && t.qubit === qubit)) out.push(noise("X_ERROR", qubit, extra));
    out.push(item);
    if (item.gate.name === "TICK" && !isRound) {
      isRound = true;
      for (const [qubit, extra] of depolarized) out.push(noise("DEPOLARIZE1", qubit, extra));
    }
    if (item.gate.name === "DETECTOR") isRound = false;
  }
  return out;
}

function noise(name: "X_ERROR" | "DEPOLARIZE1", qubit: number, probability: number): GateInstruction {
  const target: Target = { kind: "qubit", qubit, isInverted: false };
  return { kind: "gate", gate: findGate(name)!, args: [probability], targets: [target], tag: "drift" };
}
