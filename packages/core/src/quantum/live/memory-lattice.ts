import type { MemoryCode } from "../codes/index.ts";
import { type MemoryLayout, rotatedSurfaceCode } from "../codes/index.ts";

/** The codes that have a lattice to draw. */
export type LatticeCode = Extract<MemoryCode, "rotated_memory_x" | "rotated_memory_z" | "repetition">;

/** Where the qubits of a memory experiment are, in the coordinates of its circuit. */
export interface MemoryLattice {
  readonly data: readonly { readonly qubit: number; readonly x: number; readonly y: number }[];
  readonly stabilizers: readonly {
    /** undefined where it is not known, as of a model that somebody sent. */
    readonly basis: "X" | "Z" | undefined;
    readonly ancilla: number;
    readonly x: number;
    readonly y: number;
    /** The data qubits that it acts on. */
    readonly data: readonly number[];
  }[];
  /** Data qubits of the logical operator that is kept. */
  readonly observable: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** The lattice of a code of distance d. */
export function memoryLattice(code: LatticeCode, distance: number): MemoryLattice {
  if (code !== "repetition")
    return latticeOf(rotatedSurfaceCode(distance, code === "rotated_memory_x" ? "X" : "Z"), distance);
  const last = 2 * distance - 2;
  return {
    data: Array.from({ length: distance }, (_, i) => ({ qubit: 2 * i, x: 2 * i + 1, y: 1 })),
    stabilizers: Array.from({ length: distance - 1 }, (_, i) => ({
      basis: "Z" as const,
      ancilla: 2 * i + 1,
      x: 2 * i + 2,
      y: 1,
      data: [2 * i, 2 * i + 2],
    })),
    observable: [last],
    width: 2 * distance,
    height: 2,
  };
}

function latticeOf(layout: MemoryLayout, distance: number): MemoryLattice {
  const places = new Map(layout.places.map(({ qubit, coordinates }) => [qubit, coordinates]));
  const placeOf = (qubit: number) => {
    const [x = 0, y = 0] = places.get(qubit) ?? [];
    return { x, y };
  };
  return {
    data: layout.data.map((qubit) => ({ qubit, ...placeOf(qubit) })),
    stabilizers: layout.stabilizers.map(({ basis, ancilla, data }) => ({ basis, ancilla, data, ...placeOf(ancilla) })),
    observable: layout.observable,
    width: 2 * distance,
    height: 2 * distance,
  };
}
