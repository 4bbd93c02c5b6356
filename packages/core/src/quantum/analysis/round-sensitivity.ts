import { type Circuit, countCircuit, type GateInstruction, type Instruction } from "../circuit/index.ts";
import { ErrorClasses } from "./error-classes.ts";
import { ErrorCollector } from "./error-collector.ts";
import { Sensitivity } from "./sensitivity.ts";
import type { Symptoms } from "./symptoms.ts";

/** What an X and a Z on each qubit flip at one place of a circuit: absolute detectors, and observables. */
export interface PlaceSensitivity {
  readonly flips: (
    qubit: number,
    pauli: "X" | "Y" | "Z",
  ) => {
    readonly detectors: readonly number[];
    readonly observables: readonly number[];
  };
}

const pauliBits = { X: 1, Z: 2, Y: 3 } as const;

/**
 * For a memory experiment, what a Pauli on each qubit at the start of each round flips, first round first. A round
 * starts at the first TICK after the start or after the detectors of the round before. The circuit is unrolled.
 */
export function roundSensitivities(circuit: Circuit): PlaceSensitivity[] {
  const { qubits, detectors } = countCircuit(circuit);
  const at = new Sensitivity(qubits);
  const collector = new ErrorCollector(at, new ErrorClasses(), {}, () => "");
  const items = unrolled(circuit.instructions).filter((item) => !item.gate.kind.startsWith("noise"));
  const starts = new Set<number>();
  let isOpen = false;
  items.forEach((item, i) => {
    if (item.gate.name === "TICK" && !isOpen) {
      starts.add(i);
      isOpen = true;
    }
    if (item.gate.name === "DETECTOR") isOpen = false;
  });
  const places: PlaceSensitivity[] = [];
  for (let i = items.length - 1; i >= 0; i--) {
    const item = items[i]!;
    if (item.gate.name === "DETECTOR") at.passDetector(item.targets);
    else if (item.gate.name === "OBSERVABLE_INCLUDE") at.passObservable(item.args[0]!, item.targets);
    else collector.pass(item);
    if (starts.has(i)) places.push(placeOf(at, qubits, detectors));
  }
  return places.reverse();
}

function placeOf(at: Sensitivity, qubits: number, detectors: number): PlaceSensitivity {
  const ofX: Symptoms[] = Array.from({ length: qubits }, (_, q) => at.of(q, 1));
  const ofZ: Symptoms[] = Array.from({ length: qubits }, (_, q) => at.of(q, 2));
  return {
    flips(qubit, pauli) {
      const odd = new Set<number>();
      const parts = [
        ...((pauliBits[pauli] & 1) !== 0 ? [ofX[qubit]!] : []),
        ...((pauliBits[pauli] & 2) !== 0 ? [ofZ[qubit]!] : []),
      ];
      for (const symptom of parts.flat()) if (!odd.delete(symptom)) odd.add(symptom);
      const all = [...odd].sort((a, b) => a - b);
      return {
        detectors: all.filter((s) => s < 0).map((s) => detectors + s),
        observables: all.filter((s) => s >= 0),
      };
    },
  };
}

function unrolled(body: readonly Instruction[]): GateInstruction[] {
  return body.flatMap((item) =>
    item.kind === "gate" ? [item] : Array.from({ length: item.count }, () => unrolled(item.body)).flat(),
  );
}
