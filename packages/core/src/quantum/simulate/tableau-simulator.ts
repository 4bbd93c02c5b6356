import { InputError, type Rng } from "../../kernel/index.ts";
import {
  type Circuit,
  countCircuit,
  findGate,
  type Gate,
  type GateInstruction,
  type Instruction,
  pauliProduct,
  productsOf,
  type Target,
} from "../circuit/index.ts";
import { invertImages, parseSmallPauli, type SmallPauli } from "../pauli/index.ts";
import { Tableau } from "./tableau.ts";

const inverses = new Map<string, readonly SmallPauli[]>();

function inverseOf(gate: Gate): readonly SmallPauli[] {
  let inverse = inverses.get(gate.name);
  if (inverse === undefined) {
    inverse = invertImages(gate.images.map(parseSmallPauli));
    inverses.set(gate.name, inverse);
  }
  return inverse;
}

/**
 * Runs a circuit once on a stabilizer tableau and returns its results, one byte each. With `rng`, random outcomes and
 * noise are drawn from it; without, there is no noise and what would be random is 0 before inversion. Sweep bits that
 * are not given are 0.
 */
export function simulateTableau(circuit: Circuit, rng: Rng | undefined, sweep: readonly number[] = []): Uint8Array {
  const { qubits, measurements } = countCircuit(circuit);
  if (measurements > 2 ** 31)
    throw new InputError(`the circuit has ${measurements} results, more than fit into memory; take fewer rounds`);
  const run = new TableauRun(new Tableau(qubits), new Uint8Array(measurements), rng, sweep);
  run.body(circuit.instructions);
  return run.results;
}

const basisBits = { X: 1, Z: 2, Y: 3 } as const;
/** The Pauli bits of I, X, Y and Z. */
const bitsOfIndex = [0, 1, 3, 2];

class TableauRun {
  readonly results: Uint8Array;
  readonly #tableau: Tableau;
  readonly #rng: Rng | undefined;
  readonly #sweep: readonly number[];
  readonly #chance: () => 0 | 1;
  #recorded = 0;
  #happened = false;

  constructor(tableau: Tableau, results: Uint8Array, rng: Rng | undefined, sweep: readonly number[]) {
    this.#tableau = tableau;
    this.results = results;
    this.#rng = rng;
    this.#sweep = sweep;
    this.#chance = rng === undefined ? () => 0 : () => (rng.uint32() & 1) as 0 | 1;
  }

  body(items: readonly Instruction[]): void {
    for (const item of items) {
      if (item.kind === "gate") this.#gate(item);
      else for (let i = 0; i < item.count; i++) this.body(item.body);
    }
  }

  #gate(item: GateInstruction): void {
    const { gate, targets, args } = item;
    switch (gate.kind) {
      case "unitary1":
        for (const t of targets) this.#tableau.applyInverse(inverseOf(gate), [qubitOf(t)]);
        break;
      case "unitary2":
        this.#unitary2(item);
        break;
      case "productRotation":
        for (const product of productsOf(targets)) this.#rotate(pauliProduct(product), gate.name === "SPP_DAG");
        break;
      case "measure":
      case "measureReset":
      case "reset":
        this.#collapse(item);
        break;
      case "pairMeasure":
        for (let i = 0; i < targets.length; i += 2) {
          const pair = [targets[i]!, targets[i + 1]!];
          const bits = basisBits[gate.basis!];
          const value = this.#tableau.measure(pair.map(qubitOf), [bits, bits], this.#chance);
          this.#record(value, pair.filter(isInverted).length % 2 === 1, args[0]);
        }
        break;
      case "productMeasure":
        for (const product of productsOf(targets)) {
          const { qubits, paulis, isNegative } = pauliProduct(product);
          this.#record(this.#tableau.measure(qubits, paulis, this.#chance), isNegative, args[0]);
        }
        break;
      case "noise1":
      case "noise2":
        if (this.#rng !== undefined) this.#noise(item, this.#rng);
        break;
      case "correlatedNoise":
        if (this.#rng !== undefined) this.#correlated(item, this.#rng);
        break;
      case "heraldedNoise":
        for (const t of targets) this.#herald(item, qubitOf(t));
        break;
      case "annotation":
        if (gate.name === "MPAD") for (const t of targets) this.#record(qubitOf(t) as 0 | 1, false, args[0]);
        break;
    }
  }

  #record(value: 0 | 1, inverted: boolean, flipProbability: number | undefined): void {
    const isFlipped = this.#rng !== undefined && flipProbability !== undefined && this.#rng.bool(flipProbability);
    this.results[this.#recorded++] = value ^ (inverted ? 1 : 0) ^ (isFlipped ? 1 : 0);
  }

  #unitary2({ gate, targets }: GateInstruction): void {
    for (let i = 0; i < targets.length; i += 2) {
      const pair = [targets[i]!, targets[i + 1]!] as const;
      if (pair.every((t) => t.kind === "qubit")) {
        this.#tableau.applyInverse(inverseOf(gate), pair.map(qubitOf));
        continue;
      }
      const [control, target] = pair[0].kind === "qubit" ? [pair[1], pair[0]] : pair;
      if (target.kind !== "qubit" || this.#bit(control) === 0) continue;
      this.#tableau.applyPauli(target.qubit, basisBits[controlledPauli[gate.name] ?? "Z"]);
    }
  }

  #bit(target: Target): number {
    if (target.kind === "record") return this.results[this.#recorded - target.lookback]!;
    return target.kind === "sweep" ? (this.#sweep[target.bit] ?? 0) : 0;
  }

  /** S on the product's parity: brings it to Z on its first qubit, turns that, and goes back. */
  #rotate({ qubits, paulis, isNegative }: ReturnType<typeof pauliProduct>, isInverse: boolean): void {
    const [first, ...rest] = qubits;
    if (first === undefined) return;
    const apply = (name: string, ...on: number[]) => this.#tableau.applyInverse(inverseOf(findGate(name)!), on);
    const toZ = () =>
      qubits.forEach((q, i) => {
        if (paulis[i] !== 2) apply(paulis[i] === 1 ? "H" : "H_YZ", q);
      });
    toZ();
    for (const q of rest) apply("CX", q, first);
    apply(isNegative === isInverse ? "S" : "S_DAG", first);
    for (const q of rest.toReversed()) apply("CX", q, first);
    toZ();
  }

  #collapse({ gate, targets, args }: GateInstruction): void {
    const bits = basisBits[gate.basis!];
    for (const t of targets) {
      const q = qubitOf(t);
      const value = this.#tableau.measure([q], [bits], this.#chance);
      if (gate.kind !== "reset") this.#record(value, isInverted(t), args[0]);
      if (gate.kind !== "measure" && value === 1) this.#tableau.applyPauli(q, gate.basis === "Z" ? 1 : 2);
    }
  }

  #noise({ gate, targets, args }: GateInstruction, rng: Rng): void {
    const arity = gate.kind === "noise1" ? 1 : 2;
    const p = args[0] ?? 0;
    const probabilities =
      {
        X_ERROR: [p, 0, 0],
        Y_ERROR: [0, p, 0],
        Z_ERROR: [0, 0, p],
        DEPOLARIZE1: Array.from({ length: 3 }, () => p / 3),
        DEPOLARIZE2: Array.from({ length: 15 }, () => p / 15),
        I_ERROR: [],
        II_ERROR: [],
      }[gate.name] ?? args;
    for (let i = 0; i < targets.length; i += arity) {
      const index = 1 + draw(probabilities, rng);
      if (index === 0) continue;
      if (arity === 2) this.#tableau.applyPauli(qubitOf(targets[i]!), bitsOfIndex[index >>> 2]!);
      this.#tableau.applyPauli(qubitOf(targets[i + arity - 1]!), bitsOfIndex[index & 3]!);
    }
  }

  #correlated({ gate, targets, args }: GateInstruction, rng: Rng): void {
    const mayHappen = gate.name === "E" || !this.#happened;
    const happens = rng.bool(args[0]!) && mayHappen;
    this.#happened = happens || !mayHappen;
    if (!happens) return;
    for (const t of targets) if (t.kind === "pauli") this.#tableau.applyPauli(t.qubit, basisBits[t.pauli]);
  }

  #herald({ gate, args }: GateInstruction, qubit: number): void {
    const p = args[0]!;
    const probabilities = gate.name === "HERALDED_ERASE" ? [p / 4, p / 4, p / 4, p / 4] : args;
    const index = this.#rng === undefined ? -1 : draw(probabilities, this.#rng);
    if (index > 0) this.#tableau.applyPauli(qubit, bitsOfIndex[index]!);
    this.#record(index >= 0 ? 1 : 0, false, undefined);
  }
}

const controlledPauli: Readonly<Record<string, "X" | "Y" | "Z">> = { CX: "X", XCZ: "X", CY: "Y", YCZ: "Y", CZ: "Z" };

function qubitOf(target: Target): number {
  return target.kind === "qubit" || target.kind === "pauli" ? target.qubit : 0;
}

function isInverted(target: Target): boolean {
  return target.kind === "qubit" && target.isInverted;
}

/** Which of the outcomes came true, or −1 for none. */
function draw(probabilities: readonly number[], rng: Rng): number {
  let unit = rng.next();
  return probabilities.findIndex((p) => {
    unit -= p;
    return unit < 0;
  });
}
