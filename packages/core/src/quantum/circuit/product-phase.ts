import { pauliPhase } from "../pauli/index.ts";
import type { PauliLetter, Target } from "./circuit.ts";

type PauliTarget = Extract<Target, { kind: "pauli" }>;

/** A Pauli product with one factor a qubit; `isNegative` is its sign times the inversions of its factors. */
export interface PauliProduct {
  readonly qubits: readonly number[];
  /** Bit 0 is X, bit 1 is Z, both are Y; as many as qubits. */
  readonly paulis: readonly number[];
  readonly isNegative: boolean;
}

const bits: Record<PauliLetter, number> = { X: 1, Z: 2, Y: 3 };

/** The power of i by which the product differs from the plain product of what is left on each qubit: 0..3. */
export function productPhase(product: readonly PauliTarget[]): number {
  return multiply(product).phase;
}

/** Multiplies the factors on each qubit. The product must be Hermitian. */
export function pauliProduct(product: readonly PauliTarget[]): PauliProduct {
  const { byQubit, phase } = multiply(product);
  const inversions = product.filter((p) => p.isInverted).length;
  const kept = [...byQubit].filter(([, pauli]) => pauli !== 0);
  return {
    qubits: kept.map(([qubit]) => qubit),
    paulis: kept.map(([, pauli]) => pauli),
    isNegative: (phase === 2) !== (inversions % 2 === 1),
  };
}

function multiply(product: readonly PauliTarget[]): { byQubit: Map<number, number>; phase: number } {
  const byQubit = new Map<number, number>();
  let phase = 0;
  for (const { pauli, qubit } of product) {
    const before = byQubit.get(qubit) ?? 0;
    phase += pauliPhase(before, bits[pauli]);
    byQubit.set(qubit, before ^ bits[pauli]);
  }
  return { byQubit, phase: ((phase % 4) + 4) % 4 };
}
