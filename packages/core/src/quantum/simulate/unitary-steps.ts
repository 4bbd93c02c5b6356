import { type GateInstruction, type PauliLetter, pauliProduct, productsOf, type Target } from "../circuit/index.ts";
import type { FrameLayout, FrameStep } from "./frame-step.ts";
import { gateRowOperations } from "./gate-row-operations.ts";
import { qubitOf, rowsOfPauli, rowsOfProduct } from "./pauli-rows.ts";
import { swapRows, xorRow, xorRows } from "./row-kernels.ts";

/** Clifford gates, and Paulis that results or sweep bits control. */
export function unitaryStep(
  { gate, targets }: GateInstruction,
  { words, sweepOffset }: FrameLayout,
): FrameStep | undefined {
  const operations = gateRowOperations(gate);
  const arity = gate.kind === "unitary1" ? 1 : 2;
  const swapsOnly = operations.every((o) => o.kind === "swap");
  const steps: FrameStep[] = [];
  let pairs: number[] = [];
  const close = () => {
    if (pairs.length === 0) return;
    const list = Int32Array.from(pairs);
    pairs = [];
    steps.push(
      swapsOnly
        ? (state) => swapRows(state.frame, list, words)
        : (state) => xorRows(state.frame, state.frame, list, words),
    );
  };
  for (let i = 0; i < targets.length; i += arity) {
    const group = targets.slice(i, i + arity);
    if (group.some((t) => t.kind !== "qubit")) {
      close();
      steps.push(...controlledSteps(gate.name, group[0]!, group[1]!, words, sweepOffset));
      continue;
    }
    const rowOf = (index: number) => (2 * qubitOf(group[index >>> 1]!) + (index & 1)) * words;
    for (const { kind, into, from } of operations) {
      if (kind === "swap" && !swapsOnly) {
        pairs.push(rowOf(into), rowOf(from), rowOf(from), rowOf(into), rowOf(into), rowOf(from));
      } else {
        pairs.push(rowOf(into), rowOf(from));
      }
    }
  }
  close();
  return inOrder(steps);
}

/** A Pauli on a qubit where a result or a sweep bit is 1. */
export function controlledSteps(name: string, a: Target, b: Target, words: number, sweepOffset: number): FrameStep[] {
  const [control, target] = a.kind === "qubit" ? [b, a] : [a, b];
  if (target.kind !== "qubit") return [];
  return rowsOfPauli(controlledPauli[name] ?? "Z", target.qubit, words).map((row): FrameStep => {
    if (control.kind === "sweep") {
      const from = sweepOffset + control.bit * words;
      return (state) => xorRow(state.frame, row, state.frame, from, words);
    }
    const back = control.kind === "record" ? control.lookback * words : 0;
    return (state) => xorRow(state.frame, row, state.record, state.recorded - back, words);
  });
}

const controlledPauli: Readonly<Record<string, PauliLetter>> = { CX: "X", XCZ: "X", CY: "Y", YCZ: "Y", CZ: "Z" };

function inOrder(steps: readonly FrameStep[]): FrameStep | undefined {
  if (steps.length <= 1) return steps[0];
  return (state) => {
    for (let i = 0; i < steps.length; i++) steps[i]!(state);
  };
}

export function rotationStep({ targets }: GateInstruction, words: number): FrameStep | undefined {
  const products = productsOf(targets).map((p) => rowsOfProduct(pauliProduct(p), words));
  return (state) => {
    for (const { flippedBy, flips } of products) {
      state.frame.fill(0, state.scratchOffset, state.scratchOffset + words);
      for (const row of flippedBy) xorRow(state.frame, state.scratchOffset, state.frame, row, words);
      for (const row of flips) xorRow(state.frame, row, state.frame, state.scratchOffset, words);
    }
  };
}
