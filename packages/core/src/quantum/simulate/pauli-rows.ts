import type { PauliLetter, Target } from "../circuit/index.ts";

// Where Paulis lie in the rows of a `FrameState`: words from its start.

export interface ProductRows {
  /** The rows whose parity says whether a frame anticommutes with the product. */
  readonly flippedBy: readonly number[];
  /** The rows that multiplying a frame by the product flips. */
  readonly flips: readonly number[];
}

export function qubitOf(target: Target): number {
  return target.kind === "qubit" || target.kind === "pauli" ? target.qubit : 0;
}

export function xOffsets(targets: readonly Target[], words: number): Int32Array {
  return Int32Array.from(targets, (t) => 2 * qubitOf(t) * words);
}

/** The rows that a Pauli on a qubit flips. */
export function rowsOfPauli(pauli: PauliLetter, qubit: number, words: number): number[] {
  const x = 2 * qubit * words;
  return pauli === "X" ? [x] : pauli === "Z" ? [x + words] : [x, x + words];
}

export function productRows(qubits: readonly number[], basis: PauliLetter, words: number): ProductRows {
  const pauli = { X: 1, Z: 2, Y: 3 }[basis];
  return rowsOfProduct({ qubits, paulis: qubits.map(() => pauli) }, words);
}

export function rowsOfProduct(
  { qubits, paulis }: { readonly qubits: readonly number[]; readonly paulis: readonly number[] },
  words: number,
): ProductRows {
  const flips: number[] = [];
  const flippedBy: number[] = [];
  qubits.forEach((q, i) => {
    const x = 2 * q * words;
    if ((paulis[i]! & 1) !== 0) {
      flips.push(x);
      flippedBy.push(x + words);
    }
    if ((paulis[i]! & 2) !== 0) {
      flips.push(x + words);
      flippedBy.push(x);
    }
  });
  return { flips, flippedBy };
}
