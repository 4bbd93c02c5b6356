import type { Gate, PauliLetter } from "../circuit/index.ts";

/** A complex number as [real, imaginary]. */
type Complex = readonly [number, number];
/** Rows of a square matrix. */
export type Matrix = readonly (readonly Complex[])[];

const I: Matrix = [
  [
    [1, 0],
    [0, 0],
  ],
  [
    [0, 0],
    [1, 0],
  ],
];
const paulis: Record<PauliLetter, Matrix> = {
  X: [
    [
      [0, 0],
      [1, 0],
    ],
    [
      [1, 0],
      [0, 0],
    ],
  ],
  Y: [
    [
      [0, 0],
      [0, -1],
    ],
    [
      [0, 1],
      [0, 0],
    ],
  ],
  Z: [
    [
      [1, 0],
      [0, 0],
    ],
    [
      [0, 0],
      [-1, 0],
    ],
  ],
};

const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const plus = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];

export function scale(s: Complex, m: Matrix): Matrix {
  return m.map((row) => row.map((v) => times(s, v)));
}

export function sum(...terms: Matrix[]): Matrix {
  return terms.reduce((a, b) => a.map((row, i) => row.map((v, j) => plus(v, b[i]![j]!))));
}

export function multiply(a: Matrix, b: Matrix): Matrix {
  return a.map((row) =>
    row.map((_, j) => row.reduce<Complex>((total, v, k) => plus(total, times(v, b[k]![j]!)), [0, 0])),
  );
}

export function dagger(m: Matrix): Matrix {
  return m.map((row, i) => row.map((_, j) => [m[j]![i]![0], -m[j]![i]![1]] as const));
}

export function kron(a: Matrix, b: Matrix): Matrix {
  return a.flatMap((rowA) => b.map((rowB) => rowA.flatMap((v) => rowB.map((w) => times(v, w)))));
}

/** The matrix of a word such as "X_Y", first letter on the first qubit. */
export function pauliMatrix(word: string): Matrix {
  return Array.from(word, (letter) => (letter === "_" ? I : paulis[letter as PauliLetter])).reduce(kron);
}

const h = Math.SQRT1_2;
const half: Complex = [0.5, 0];
/** exp(∓iπ/3·n) about the axis n = (±1, ±1, ±1)/√3; turning one axis round turns the sense round too. */
const cycle = (x: number, y: number, z: number, turn: number): Matrix =>
  scale(
    half,
    sum(I, scale([0, -turn * x], paulis.X), scale([0, -turn * y], paulis.Y), scale([0, -turn * z], paulis.Z)),
  );
const mirror = (a: Matrix, b: Matrix, sign: number): Matrix => sum(scale([h, 0], a), scale([sign * h, 0], b));
const root = (p: Matrix, sign: number): Matrix => {
  const one = p.length === 2 ? I : kron(I, I);
  return sum(scale([0.5, sign * 0.5], one), scale([0.5, -sign * 0.5], p));
};
const controlled = (a: PauliLetter, b: PauliLetter): Matrix =>
  scale(half, sum(kron(I, I), kron(paulis[a], I), kron(I, paulis[b]), scale([-1, 0], kron(paulis[a], paulis[b]))));
const swap = scale(half, sum(kron(I, I), pauliMatrix("XX"), pauliMatrix("YY"), pauliMatrix("ZZ")));
const iswap = (sign: number): Matrix =>
  [0, 2, 1, 3].map((to, from) =>
    [0, 1, 2, 3].map((j): Complex => (j === to ? (from === 1 || from === 2 ? [0, sign] : [1, 0]) : [0, 0])),
  );

/** The unitary of each Clifford gate, from its definition and not from its images. */
export const unitaries: Readonly<Record<string, Matrix>> = {
  I,
  ...paulis,
  H: mirror(paulis.X, paulis.Z, 1),
  H_XY: mirror(paulis.X, paulis.Y, 1),
  H_YZ: mirror(paulis.Y, paulis.Z, 1),
  H_NXY: mirror(paulis.X, paulis.Y, -1),
  H_NXZ: mirror(paulis.X, paulis.Z, -1),
  H_NYZ: mirror(paulis.Y, paulis.Z, -1),
  C_XYZ: cycle(1, 1, 1, 1),
  C_NXYZ: cycle(-1, 1, 1, -1),
  C_XNYZ: cycle(1, -1, 1, -1),
  C_XYNZ: cycle(1, 1, -1, -1),
  C_ZYX: cycle(1, 1, 1, -1),
  C_ZYNX: cycle(-1, 1, 1, 1),
  C_ZNYX: cycle(1, -1, 1, 1),
  C_NZYX: cycle(1, 1, -1, 1),
  S: root(paulis.Z, 1),
  S_DAG: root(paulis.Z, -1),
  SQRT_X: root(paulis.X, 1),
  SQRT_X_DAG: root(paulis.X, -1),
  SQRT_Y: root(paulis.Y, 1),
  SQRT_Y_DAG: root(paulis.Y, -1),
  II: kron(I, I),
  CX: controlled("Z", "X"),
  CY: controlled("Z", "Y"),
  CZ: controlled("Z", "Z"),
  XCX: controlled("X", "X"),
  XCY: controlled("X", "Y"),
  XCZ: controlled("X", "Z"),
  YCX: controlled("Y", "X"),
  YCY: controlled("Y", "Y"),
  YCZ: controlled("Y", "Z"),
  SWAP: swap,
  ISWAP: iswap(1),
  ISWAP_DAG: iswap(-1),
  CXSWAP: multiply(swap, controlled("Z", "X")),
  SWAPCX: multiply(controlled("Z", "X"), swap),
  CZSWAP: multiply(swap, controlled("Z", "Z")),
  SQRT_XX: root(pauliMatrix("XX"), 1),
  SQRT_XX_DAG: root(pauliMatrix("XX"), -1),
  SQRT_YY: root(pauliMatrix("YY"), 1),
  SQRT_YY_DAG: root(pauliMatrix("YY"), -1),
  SQRT_ZZ: root(pauliMatrix("ZZ"), 1),
  SQRT_ZZ_DAG: root(pauliMatrix("ZZ"), -1),
};

/** A quantum state of a few qubits as its amplitudes; qubit 0 is the most significant bit of an index. */
export class StateVector {
  readonly #qubits: number;
  #amplitudes: Complex[];

  constructor(qubits: number) {
    this.#qubits = qubits;
    this.#amplitudes = Array.from({ length: 2 ** qubits }, (_, i) => [i === 0 ? 1 : 0, 0] as const);
  }

  copy(): StateVector {
    const copy = new StateVector(this.#qubits);
    copy.#amplitudes = this.#amplitudes;
    return copy;
  }

  applyGate(gate: Gate, targets: readonly number[]): void {
    this.apply(unitaries[gate.name]!, targets);
  }

  /** Applies a matrix on one or more qubits, first one most significant. */
  apply(matrix: Matrix, targets: readonly number[]): void {
    const bits = targets.map((q) => 1 << (this.#qubits - 1 - q));
    const all = bits.reduce((a, b) => a | b, 0);
    const next = this.#amplitudes.slice();
    for (let base = 0; base < next.length; base++) {
      if ((base & all) !== 0) continue;
      const places = matrix.map((_, k) =>
        bits.reduce((at, bit, i) => ((k >>> (bits.length - 1 - i)) & 1 ? at | bit : at), base),
      );
      matrix.forEach((row, i) => {
        next[places[i]!] = row.reduce<Complex>(
          (total, v, j) => plus(total, times(v, this.#amplitudes[places[j]!]!)),
          [0, 0],
        );
      });
    }
    this.#amplitudes = next;
  }

  /** Projects on the outcome of measuring the Pauli word on `targets`, and returns how likely it was. */
  project(word: string, targets: readonly number[], outcome: number): number {
    const one = pauliMatrix("_".repeat(word.length));
    this.apply(scale(half, sum(one, scale([outcome === 0 ? 1 : -1, 0], pauliMatrix(word)))), targets);
    const probability = this.#amplitudes.reduce((total, [re, im]) => total + re * re + im * im, 0);
    const norm = Math.sqrt(probability);
    this.#amplitudes = this.#amplitudes.map(([re, im]) => [re / norm, im / norm] as const);
    return probability;
  }
}

/** exp(∓iπ/4·P) up to phase. */
export function root2(word: string, sign: number): Matrix {
  const one = pauliMatrix("_".repeat(word.length));
  return sum(scale([0.5, sign * 0.5], one), scale([0.5, -sign * 0.5], pauliMatrix(word)));
}
