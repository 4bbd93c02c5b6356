import { InputError } from "../../kernel/index.ts";
import { type GateInstruction, type PauliLetter, pauliProduct, productsOf, type Target } from "../circuit/index.ts";
import { decomposeChannel } from "./decompose-channel.ts";
import { independentProbabilities } from "./disjoint-channels.ts";
import type { ErrorClasses } from "./error-classes.ts";
import type { Sensitivity } from "./sensitivity.ts";
import { noSymptoms, type Symptoms, xorSymptoms } from "./symptoms.ts";

export interface CollectorOptions {
  readonly decomposeErrors?: boolean | undefined;
  /** Let detectors be random, as errors of probability 1/2. */
  readonly allowGaugeDetectors?: boolean | undefined;
  /**
   * The largest probability up to which errors that exclude one another are treated as if they were independent; 0 or
   * nothing where they are refused.
   */
  readonly approximateDisjointErrors?: number | undefined;
}

const pauliBits: Record<PauliLetter, number> = { X: 1, Z: 2, Y: 3 };
/** The X and Z bits of I, X, Y and Z. */
const bitsOfIndex = [0, 1, 3, 2];

/** Goes back over gates and notes the errors that each can bring. */
export class ErrorCollector {
  readonly #at: Sensitivity;
  readonly #options: CollectorOptions;
  readonly #name: (symptom: number) => string;
  /** Where errors go. */
  classes: ErrorClasses;
  /** A chain of correlated errors, last one first, until its first one is reached. */
  #chain: GateInstruction[] = [];

  constructor(at: Sensitivity, classes: ErrorClasses, options: CollectorOptions, name: (symptom: number) => string) {
    this.#at = at;
    this.classes = classes;
    this.#options = options;
    this.#name = name;
  }

  /** Goes back over any gate but DETECTOR, OBSERVABLE_INCLUDE and coordinates. */
  pass(item: GateInstruction): void {
    const { gate, targets, args } = item;
    switch (gate.kind) {
      case "unitary1":
      case "unitary2":
        this.#at.passUnitary(item);
        break;
      case "productRotation":
        this.#at.passRotations(targets);
        break;
      case "measure":
      case "reset":
      case "measureReset":
        for (const t of targets.toReversed()) this.#collapse(item, qubitOf(t));
        break;
      case "pairMeasure":
        for (let i = targets.length - 2; i >= 0; i -= 2) {
          const bits = pauliBits[gate.basis!];
          const qubits = [qubitOf(targets[i]!), qubitOf(targets[i + 1]!)];
          this.#measure(item, { qubits, paulis: [bits, bits] });
        }
        break;
      case "productMeasure":
        for (const product of productsOf(targets).reverse()) this.#measure(item, pauliProduct(product));
        break;
      case "noise1":
      case "noise2":
        this.#noise(item);
        break;
      case "correlatedNoise":
        this.#correlated(item);
        break;
      case "heraldedNoise":
        for (const t of targets.toReversed()) this.#herald(item, qubitOf(t));
        break;
      case "annotation":
        if (gate.name === "MPAD")
          for (let i = 0; i < targets.length; i++) this.#add(args[0] ?? 0, this.#at.passResult());
        break;
    }
  }

  /** The start of the circuit is a reset of every qubit. */
  passStart(): void {
    for (let q = 0; q < this.#at.qubits; q++)
      this.#checkGauge(this.#at.passReset(q, 2), "the start of the circuit", q, undefined);
  }

  #add(probability: number, symptoms: Symptoms): void {
    this.classes.add(probability, [symptoms]);
  }

  #collapse(item: GateInstruction, qubit: number): void {
    const { gate } = item;
    const bits = pauliBits[gate.basis!];
    if (gate.kind !== "measure") this.#checkGauge(this.#at.passReset(qubit, bits), gate.name, qubit, item.line);
    if (gate.kind !== "reset") this.#measure(item, { qubits: [qubit], paulis: [bits] });
  }

  #measure(item: GateInstruction, product: { qubits: readonly number[]; paulis: readonly number[] }): void {
    const result = this.#at.passResult();
    this.#add(item.args[0] ?? 0, result);
    this.#checkGauge(this.#at.passMeasurement(product, result), item.gate.name, product.qubits[0] ?? 0, item.line);
  }

  #checkGauge(symptoms: Symptoms, what: string, qubit: number, line: number | undefined): void {
    if (symptoms.length === 0) return;
    const isObserved = symptoms.at(-1)! >= 0;
    if (this.#options.allowGaugeDetectors === true && !isObserved) {
      this.#add(0.5, symptoms);
      this.#at.removeGauge(symptoms);
      return;
    }
    const names = symptoms.map(this.#name).join(" ");
    const way = isObserved ? "" : ", or allow it with --allow_gauge_detectors";
    throw new InputError(
      `${what} on qubit ${qubit} makes ${names} random, but without noise every detector and observable must have a fixed value; correct what it includes${way}`,
      { line },
    );
  }

  #noise(item: GateInstruction): void {
    const { gate, targets, args } = item;
    const p = args[0] ?? 0;
    const each = (arity: number, run: (qubits: readonly number[]) => void) => {
      for (let i = 0; i < targets.length; i += arity) run(targets.slice(i, i + arity).map(qubitOf));
    };
    switch (gate.name) {
      case "X_ERROR":
      case "Y_ERROR":
      case "Z_ERROR": {
        const bits = pauliBits[gate.name.charAt(0) as PauliLetter];
        each(1, ([q]) => this.#add(p, this.#at.of(q!, bits)));
        break;
      }
      case "DEPOLARIZE1": {
        if (p > 3 / 4) this.#refuseMixing(item, "3/4");
        const single = (1 - Math.sqrt(Math.max(0, 1 - (4 * p) / 3))) / 2;
        each(1, (qubits) => this.#channel(this.#zFirst(qubits), [0, single, single, single]));
        break;
      }
      case "DEPOLARIZE2": {
        if (p > 15 / 16) this.#refuseMixing(item, "15/16");
        const single = (1 - Math.max(0, 1 - (16 * p) / 15) ** 0.125) / 2;
        const all = Array.from({ length: 16 }, (_, k) => (k === 0 ? 0 : single));
        each(2, (qubits) => this.#channel(this.#zFirst(qubits), all));
        break;
      }
      case "PAULI_CHANNEL_1":
        this.#pauliChannel(item, 1, each);
        break;
      case "PAULI_CHANNEL_2":
        this.#pauliChannel(item, 2, each);
        break;
      default:
        break;
    }
  }

  #pauliChannel(
    item: GateInstruction,
    arity: 1 | 2,
    each: (arity: number, run: (qubits: readonly number[]) => void) => void,
  ): void {
    const disjoint = Array.from({ length: 4 ** arity }, () => 0);
    item.args.forEach((p, i) => {
      const bits = bitsOfIndex[(i + 1) & 3]! | (bitsOfIndex[(i + 1) >>> 2]! << 2);
      disjoint[bits] = p;
    });
    const independent = independentProbabilities(disjoint);
    // The last qubit of the pair has the lower bits.
    const basis = (qubits: readonly number[]) =>
      qubits.toReversed().flatMap((q) => [this.#at.of(q, 1), this.#at.of(q, 2)]);
    if (independent !== undefined) {
      each(arity, (qubits) => this.#channel(basis(qubits), independent));
      return;
    }
    this.#checkDisjoint(item, item.args);
    each(arity, (qubits) => this.#disjointChannel(basis(qubits), disjoint));
  }

  #correlated(item: GateInstruction): void {
    this.#chain.push(item);
    if (item.gate.name !== "E") return;
    const chain = this.#chain.reverse();
    this.#chain = [];
    let remaining = 1;
    for (const { targets, args } of chain) {
      const p = args[0]! * remaining;
      remaining *= 1 - args[0]!;
      if (chain.length > 1) this.#checkDisjoint(chain.at(-1)!, [p]);
      this.#add(
        p,
        targets.reduce(
          (sum, t) => (t.kind === "pauli" ? xorSymptoms(sum, this.#at.of(t.qubit, pauliBits[t.pauli])) : sum),
          noSymptoms,
        ),
      );
    }
  }

  #herald(item: GateInstruction, qubit: number): void {
    const { args, gate } = item;
    const quarter = args[0]! / 4;
    const [i, x, y, z] = gate.name === "HERALDED_ERASE" ? [quarter, quarter, quarter, quarter] : args;
    const herald = this.#at.passResult();
    this.#checkDisjoint(item, [i!, x!, y!, z!]);
    this.#disjointChannel([this.#at.of(qubit, 2), this.#at.of(qubit, 1), herald], [0, 0, 0, 0, i!, z!, x!, y!]);
  }

  #zFirst(qubits: readonly number[]): Symptoms[] {
    return qubits.flatMap((q) => [this.#at.of(q, 2), this.#at.of(q, 1)]);
  }

  /** Errors `probabilities[k]`, independent of one another, that flip the combination k of the basis. */
  #channel(basis: readonly Symptoms[], probabilities: readonly number[]): void {
    const cases = combinations(basis);
    if (this.#options.decomposeErrors !== true) {
      cases.forEach((symptoms, k) => this.#add(probabilities[k]!, symptoms));
      return;
    }
    decomposeChannel(cases).forEach((parts, k) => this.classes.add(probabilities[k]!, parts));
  }

  /** The same for errors that exclude one another: what flips the same adds up before it counts as independent. */
  #disjointChannel(basis: readonly Symptoms[], probabilities: readonly number[]): void {
    const first = new Map<string, number>();
    const merged = probabilities.map(() => 0);
    combinations(basis).forEach((symptoms, k) => {
      const key = symptoms.join();
      const into = first.get(key) ?? k;
      first.set(key, into);
      merged[into]! += probabilities[k]!;
    });
    this.#channel(basis, merged);
  }

  #checkDisjoint(item: GateInstruction, probabilities: readonly number[]): void {
    const limit = this.#options.approximateDisjointErrors ?? 0;
    const worst = Math.max(...probabilities);
    if (worst === 0) return;
    if (limit > 0 && worst <= limit) return;
    const why =
      limit > 0 ? `the probability ${worst} is above the limit ${limit}` : "an error model has only independent ones";
    throw new InputError(
      `the errors of ${item.gate.name} exclude one another, and ${why}; allow the approximation with --approximate_disjoint_errors`,
      { line: item.line },
    );
  }

  #refuseMixing(item: GateInstruction, limit: string): never {
    throw new InputError(
      `${item.gate.name} with more than ${limit} is not made of independent errors; give at most ${limit}`,
      { line: item.line },
    );
  }
}

/** What each combination of the basis errors flips; case 0 is none of them. */
function combinations(basis: readonly Symptoms[]): Symptoms[] {
  const cases: Symptoms[] = [noSymptoms];
  for (const symptoms of basis) for (const known of cases.slice()) cases.push(xorSymptoms(known, symptoms));
  return cases;
}

function qubitOf(target: Target): number {
  return target.kind === "qubit" || target.kind === "pauli" ? target.qubit : 0;
}
