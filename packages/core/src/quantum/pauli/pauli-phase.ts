/** A Pauli on one qubit as two bits: bit 0 is X, bit 1 is Z, both are Y, none is I. */
export type PauliBits = number;

/** The power of i in the product of two one-qubit Paulis, −1, 0 or 1: XY = iZ, YZ = iX, ZX = iY. */
export function pauliPhase(a: PauliBits, b: PauliBits): number {
  if (a === 0 || b === 0 || a === b) return 0;
  return (a === 1 && b === 3) || (a === 3 && b === 2) || (a === 2 && b === 1) ? 1 : -1;
}
