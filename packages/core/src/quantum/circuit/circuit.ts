import type { Gate } from "./gate.ts";

export type PauliLetter = "X" | "Y" | "Z";

/** What an instruction acts on. */
export type Target =
  /** A qubit, or the constant 0 or 1 of `MPAD`; `isInverted` turns its result round. */
  | { readonly kind: "qubit"; readonly qubit: number; readonly isInverted: boolean }
  | {
      readonly kind: "pauli";
      readonly pauli: PauliLetter;
      readonly qubit: number;
      readonly isInverted: boolean;
    }
  /** The `*` that joins Paulis to a product. */
  | { readonly kind: "combiner" }
  /** The measurement result `lookback` (≥ 1) before the last; `rec[-1]` is the last one. */
  | { readonly kind: "record"; readonly lookback: number }
  | { readonly kind: "sweep"; readonly bit: number };

export interface GateInstruction {
  readonly kind: "gate";
  readonly gate: Gate;
  readonly args: readonly number[];
  readonly targets: readonly Target[];
  /** Means nothing and is kept. */
  readonly tag: string;
  /** The 1-based line in the file it came from. */
  readonly line?: number | undefined;
}

export interface RepeatBlock {
  readonly kind: "repeat";
  readonly count: number;
  readonly body: readonly Instruction[];
  readonly tag: string;
}

export type Instruction = GateInstruction | RepeatBlock;

/** A stabilizer circuit with noise (`.stim`). Qubits start in |0⟩. */
export interface Circuit {
  readonly instructions: readonly Instruction[];
}

/** The Pauli products of MPP, SPP and the like: runs of Paulis that combiners join. */
export function productsOf(targets: readonly Target[]): Extract<Target, { kind: "pauli" }>[][] {
  const products: Extract<Target, { kind: "pauli" }>[][] = [];
  let joins = false;
  for (const target of targets) {
    if (target.kind === "combiner") joins = true;
    else if (target.kind === "pauli") {
      if (joins) products.at(-1)!.push(target);
      else products.push([target]);
      joins = false;
    }
  }
  return products;
}

/** How many results an instruction adds to the record. */
export function resultsOf({ gate, targets }: GateInstruction): number {
  switch (gate.kind) {
    case "measure":
    case "measureReset":
    case "heraldedNoise":
      return targets.length;
    case "pairMeasure":
      return targets.length / 2;
    case "productMeasure": {
      let combiners = 0;
      for (const target of targets) if (target.kind === "combiner") combiners++;
      return targets.length - 2 * combiners;
    }
    default:
      return gate.name === "MPAD" ? targets.length : 0;
  }
}
