import type { MeasuredStabilizer, MemoryLayout } from "./memory-circuit.ts";

/** A CSS code of one logical qubit: X-type and Z-type stabilizers and one logical operator of each type. */
export interface CssCode {
  readonly qubits: number;
  readonly xStabilizers: readonly (readonly number[])[];
  readonly zStabilizers: readonly (readonly number[])[];
  readonly logicalX: readonly number[];
  readonly logicalZ: readonly number[];
}

/** Shor's code [[9,1,3]] (1995): three blocks of three; Z pairs within a block, X on two neighbouring blocks. */
export const shorCode: CssCode = {
  qubits: 9,
  zStabilizers: [
    [0, 1],
    [1, 2],
    [3, 4],
    [4, 5],
    [6, 7],
    [7, 8],
  ],
  xStabilizers: [
    [0, 1, 2, 3, 4, 5],
    [3, 4, 5, 6, 7, 8],
  ],
  logicalX: [0, 1, 2],
  logicalZ: [0, 3, 6],
};

const hamming = [
  [0, 2, 4, 6],
  [1, 2, 5, 6],
  [3, 4, 5, 6],
];

/** Steane's code [[7,1,3]] (1996): the checks of the Hamming code, once in X and once in Z. */
export const steaneCode: CssCode = {
  qubits: 7,
  xStabilizers: hamming,
  zStabilizers: hamming,
  logicalX: [0, 1, 2, 3, 4, 5, 6],
  logicalZ: [0, 1, 2, 3, 4, 5, 6],
};

/** The repetition code of n qubits against flips; it does nothing about phases. */
export function repetitionCode(n: number): CssCode {
  return {
    qubits: n,
    xStabilizers: [],
    zStabilizers: Array.from({ length: n - 1 }, (_, i) => [i, i + 1]),
    logicalX: Array.from({ length: n }, (_, i) => i),
    logicalZ: [0],
  };
}

/**
 * How a CSS code is measured with one ancilla a stabilizer. All X-type stabilizers come before all Z-type ones: mixed
 * freely, the two kinds would disturb one another through the data they share.
 */
export function cssLayout(code: CssCode, basis: "X" | "Z"): MemoryLayout {
  const { qubits, xStabilizers, zStabilizers } = code;
  const stabilizers = [
    ...xStabilizers.map((data) => ({ basis: "X" as const, data })),
    ...zStabilizers.map((data) => ({ basis: "Z" as const, data })),
  ].map((s, i): MeasuredStabilizer => ({ ...s, ancilla: qubits + i, coordinates: [i, s.basis === "X" ? 1 : 2] }));
  return {
    data: Array.from({ length: qubits }, (_, q) => q),
    stabilizers,
    layers: [...layersOf(stabilizers, "X"), ...layersOf(stabilizers, "Z")],
    observable: basis === "X" ? code.logicalX : code.logicalZ,
    basis,
    places: [
      ...Array.from({ length: qubits }, (_, q) => ({ qubit: q, coordinates: [q, 0] })),
      ...stabilizers.map(({ ancilla, coordinates }) => ({ qubit: ancilla, coordinates })),
    ],
  };
}

/** Each CX in the first layer in which both of its qubits are free. */
function layersOf(stabilizers: readonly MeasuredStabilizer[], basis: "X" | "Z"): number[][] {
  const layers: { pairs: number[]; busy: Set<number> }[] = [];
  for (const s of stabilizers) {
    if (s.basis !== basis) continue;
    for (const q of s.data) {
      let layer = layers.find(({ busy }) => !busy.has(q) && !busy.has(s.ancilla));
      if (layer === undefined) {
        layer = { pairs: [], busy: new Set() };
        layers.push(layer);
      }
      layer.pairs.push(...(basis === "X" ? [s.ancilla, q] : [q, s.ancilla]));
      layer.busy.add(q).add(s.ancilla);
    }
  }
  return layers.map(({ pairs }) => pairs);
}
