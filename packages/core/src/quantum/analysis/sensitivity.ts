import {
  type Gate,
  type GateInstruction,
  type PauliProduct,
  pauliProduct,
  productsOf,
  type Target,
} from "../circuit/index.ts";
import { parseSmallPauli } from "../pauli/index.ts";
import { noSymptoms, shiftSymptoms, type Symptoms, xorSymptoms } from "./symptoms.ts";

/**
 * What an X or a Z on each qubit, at one place of a circuit, would flip later on; moved backwards through the circuit
 * one instruction at a time. Detectors and results are counted from the end.
 */
export class Sensitivity {
  readonly #flipsX: Symptoms[];
  readonly #flipsZ: Symptoms[];
  /** What depends on each result that has not been passed yet, by its number from the end (1 is the last). */
  readonly #ofResult = new Map<number, Symptoms>();
  /** Results passed so far. */
  #results = 0;
  /** Detectors passed so far. */
  detectors = 0;

  constructor(qubits: number) {
    this.#flipsX = Array.from({ length: qubits }, () => noSymptoms);
    this.#flipsZ = Array.from({ length: qubits }, () => noSymptoms);
  }

  get qubits(): number {
    return this.#flipsX.length;
  }

  /** What the Pauli (bit 0 X, bit 1 Z) on the qubit flips. */
  of(qubit: number, pauli: number): Symptoms {
    if (pauli === 1) return this.#flipsX[qubit]!;
    if (pauli === 2) return this.#flipsZ[qubit]!;
    return xorSymptoms(this.#flipsX[qubit]!, this.#flipsZ[qubit]!);
  }

  ofProduct({ qubits, paulis }: Pick<PauliProduct, "qubits" | "paulis">): Symptoms {
    return qubits.reduce((sum, q, i) => xorSymptoms(sum, this.of(q, paulis[i]!)), noSymptoms);
  }

  /** Goes back over a detector and returns its number. */
  passDetector(targets: readonly Target[]): number {
    const id = -++this.detectors;
    this.#dependOnResults(targets, id);
    return id;
  }

  passObservable(observable: number, targets: readonly Target[]): void {
    this.#dependOnResults(targets, observable);
    for (const t of targets) {
      if (t.kind !== "pauli") continue;
      if (t.pauli !== "X") this.#flip(t.qubit, 1, [observable]);
      if (t.pauli !== "Z") this.#flip(t.qubit, 2, [observable]);
    }
  }

  /** Goes back over one result and returns what its wrong recording flips. */
  passResult(): Symptoms {
    const symptoms = this.#ofResult.get(++this.#results) ?? noSymptoms;
    this.#ofResult.delete(this.#results);
    return symptoms;
  }

  passUnitary({ gate, targets }: GateInstruction): void {
    const arity = gate.kind === "unitary1" ? 1 : 2;
    const images = imagesOf(gate);
    for (let i = targets.length - arity; i >= 0; i -= arity) {
      const a = targets[i]!;
      const b = targets[i + 1];
      if (arity === 1) this.#passOne(images, a);
      else if (a.kind === "qubit" && b?.kind === "qubit") this.#passTwo(images, a.qubit, b.qubit);
      else this.#passControlled(gate, a, b!);
    }
  }

  /** Goes back over exp(±iπ/4·P) for each product P: what anticommutes with P picks up P. */
  passRotations(targets: readonly Target[]): void {
    for (const product of productsOf(targets).map(pauliProduct).reverse()) {
      const whole = this.ofProduct(product);
      product.qubits.forEach((q, i) => {
        if ((product.paulis[i]! & 2) !== 0) this.#flip(q, 1, whole);
        if ((product.paulis[i]! & 1) !== 0) this.#flip(q, 2, whole);
      });
    }
  }

  /**
   * Goes back over a measurement of P whose result flips `result`.
   * @returns what P itself flips, which is nothing where everything is deterministic
   */
  passMeasurement({ qubits, paulis }: Pick<PauliProduct, "qubits" | "paulis">, result: Symptoms): Symptoms {
    qubits.forEach((q, i) => {
      if ((paulis[i]! & 2) !== 0) this.#flip(q, 1, result);
      if ((paulis[i]! & 1) !== 0) this.#flip(q, 2, result);
    });
    return this.ofProduct({ qubits, paulis });
  }

  /** Goes back over a reset to the eigenstate of P on one qubit, and returns what P flips. */
  passReset(qubit: number, pauli: number): Symptoms {
    const symptoms = this.of(qubit, pauli);
    this.#flipsX[qubit] = noSymptoms;
    this.#flipsZ[qubit] = noSymptoms;
    return symptoms;
  }

  /** Takes `symptoms`, which are random together, out of everything by way of their last member. */
  removeGauge(symptoms: Symptoms): void {
    const last = symptoms.at(-1);
    if (last === undefined) return;
    for (const flips of [this.#flipsX, this.#flipsZ])
      flips.forEach((s, q) => {
        if (s.includes(last)) flips[q] = xorSymptoms(s, symptoms);
      });
  }

  /** A text that is equal for two places of a circuit where what lies behind them is equal but for a shift. */
  signature(): string {
    const relative = (s: Symptoms) => shiftSymptoms(s, this.detectors).join();
    const results = [...this.#ofResult]
      .filter(([, symptoms]) => symptoms.length > 0)
      .map(([result, symptoms]) => `${result - this.#results}:${relative(symptoms)}`)
      .sort();
    return [this.#flipsX.map(relative).join(";"), this.#flipsZ.map(relative).join(";"), results.join(";")].join("|");
  }

  #flip(qubit: number, pauli: 1 | 2, symptoms: Symptoms): void {
    const flips = pauli === 1 ? this.#flipsX : this.#flipsZ;
    flips[qubit] = xorSymptoms(flips[qubit]!, symptoms);
  }

  #dependOnResults(targets: readonly Target[], symptom: number): void {
    for (const t of targets) if (t.kind === "record") this.#dependOnResult(t.lookback, [symptom]);
  }

  #dependOnResult(lookback: number, symptoms: Symptoms): void {
    const result = this.#results + lookback;
    this.#ofResult.set(result, xorSymptoms(this.#ofResult.get(result) ?? noSymptoms, symptoms));
  }

  #passOne(images: readonly number[], target: Target): void {
    if (target.kind !== "qubit") return;
    const q = target.qubit;
    const [x, z] = images as [number, number];
    const flipsX = this.of(q, x);
    this.#flipsZ[q] = this.of(q, z);
    this.#flipsX[q] = flipsX;
  }

  #passTwo(images: readonly number[], a: number, b: number): void {
    const [xa, za, xb, zb] = images.map((bits) =>
      xorSymptoms(
        (bits & 3) === 0 ? noSymptoms : this.of(a, bits & 3),
        bits >>> 2 === 0 ? noSymptoms : this.of(b, bits >>> 2),
      ),
    );
    this.#flipsX[a] = xa!;
    this.#flipsZ[a] = za!;
    this.#flipsX[b] = xb!;
    this.#flipsZ[b] = zb!;
  }

  /** A wrong result applies a Pauli that should not be there. Sweep bits are given, not measured. */
  #passControlled(gate: Gate, a: Target, b: Target): void {
    const [control, target] = a.kind === "qubit" ? [b, a] : [a, b];
    if (control.kind !== "record" || target.kind !== "qubit") return;
    this.#dependOnResult(control.lookback, this.of(target.qubit, controlledBits[gate.name] ?? 2));
  }
}

/** The Pauli that a classically controlled gate applies. */
const controlledBits: Readonly<Record<string, number>> = { CX: 1, XCZ: 1, CY: 3, YCZ: 3, CZ: 2 };

const imageCache = new Map<string, readonly number[]>();

function imagesOf(gate: Gate): readonly number[] {
  let images = imageCache.get(gate.name);
  if (images === undefined) {
    images = gate.images.map((image) => parseSmallPauli(image).bits);
    imageCache.set(gate.name, images);
  }
  return images;
}
