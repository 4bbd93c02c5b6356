import type { GateInstruction, Instruction, PauliLetter, Target } from "../circuit/index.ts";
import { pauliProduct, productsOf } from "../circuit/index.ts";
import type { FrameState } from "./frame-state.ts";
import { gateRowOperations } from "./gate-row-operations.ts";
import {
  depolarize1,
  depolarize2,
  flipRange,
  flipRows,
  heraldedChannel,
  pauliChannel1,
  pauliChannel2,
  randomRow,
} from "./noise-kernels.ts";
import { clearRow, combineRows, copyRow, swapRows, xorRow, xorRows } from "./row-kernels.ts";

/** One step of a compiled circuit. */
type Step = (state: FrameState) => void;

/** A circuit compiled for rows of a given width: what acts on frames, in order. */
export interface FrameProgram {
  run(state: FrameState): void;
}

/**
 * Compiles instructions for `FrameState`s with `words` words a row: targets become word offsets, Clifford gates lists
 * of row operations, and neighbours of one kind a single kernel call. `sweepOffset` is that of the states.
 */
export function compileFrames(
  body: readonly Instruction[],
  layout: { readonly words: number; readonly sweepOffset: number },
): FrameProgram {
  const steps: Step[] = [];
  const { words } = layout;
  let i = 0;
  while (i < body.length) {
    const item = body[i++]!;
    if (item.kind === "repeat") {
      const inner = compileFrames(item.body, layout);
      const { count } = item;
      steps.push((state) => {
        for (let k = 0; k < count; k++) inner.run(state);
      });
      continue;
    }
    if (item.gate.name === "DETECTOR") {
      const run = [item];
      for (let next = body[i]; next?.kind === "gate" && next.gate.name === "DETECTOR"; next = body[++i]) run.push(next);
      steps.push(detectorStep(run, words));
      continue;
    }
    const step = compileGate(item, layout);
    if (step !== undefined) steps.push(step);
  }
  return {
    run(state) {
      for (let k = 0; k < steps.length; k++) steps[k]!(state);
    },
  };
}

function compileGate(
  item: GateInstruction,
  layout: { readonly words: number; readonly sweepOffset: number },
): Step | undefined {
  const { gate, targets } = item;
  switch (gate.kind) {
    case "unitary1":
    case "unitary2":
      return unitaryStep(item, layout);
    case "productRotation":
      return rotationStep(item, layout.words);
    case "measure":
    case "measureReset":
    case "reset":
      return collapseStep(item, layout.words);
    case "pairMeasure": {
      const products = [];
      for (let i = 0; i < targets.length; i += 2)
        products.push(productRows([qubitOf(targets[i]!), qubitOf(targets[i + 1]!)], gate.basis!, layout.words));
      return productStep(products, item.args[0] ?? 0);
    }
    case "productMeasure":
      return productStep(
        productsOf(targets).map((p) => rowsOfProduct(pauliProduct(p), layout.words)),
        item.args[0] ?? 0,
      );
    case "noise1":
    case "noise2":
      return noiseStep(item, layout.words);
    case "correlatedNoise":
      return correlatedStep(item, layout.words);
    case "heraldedNoise": {
      const offsets = xOffsets(targets, layout.words);
      const p = item.args[0] ?? 0;
      const probabilities = gate.name === "HERALDED_ERASE" ? [p / 4, p / 4, p / 4, p / 4] : item.args;
      return (state) => {
        const from = newResults(state, offsets.length);
        if (state.isNoisy) heraldedChannel(state, offsets, from, probabilities);
      };
    }
    case "annotation":
      return annotationStep(item, layout.words);
  }
}

function unitaryStep(
  { gate, targets }: GateInstruction,
  { words, sweepOffset }: { readonly words: number; readonly sweepOffset: number },
): Step | undefined {
  const operations = gateRowOperations(gate);
  const arity = gate.kind === "unitary1" ? 1 : 2;
  const swapsOnly = operations.every((o) => o.kind === "swap");
  const steps: Step[] = [];
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
function controlledSteps(name: string, a: Target, b: Target, words: number, sweepOffset: number): Step[] {
  const [control, target] = a.kind === "qubit" ? [b, a] : [a, b];
  if (target.kind !== "qubit") return [];
  return rowsOfPauli(controlledPauli[name] ?? "Z", target.qubit, words).map((row): Step => {
    if (control.kind === "sweep") {
      const from = sweepOffset + control.bit * words;
      return (state) => xorRow(state.frame, row, state.frame, from, words);
    }
    const back = control.kind === "record" ? control.lookback * words : 0;
    return (state) => xorRow(state.frame, row, state.record, state.recorded - back, words);
  });
}

const controlledPauli: Readonly<Record<string, PauliLetter>> = { CX: "X", XCZ: "X", CY: "Y", YCZ: "Y", CZ: "Z" };

function rotationStep({ targets }: GateInstruction, words: number): Step | undefined {
  const products = productsOf(targets).map((p) => rowsOfProduct(pauliProduct(p), words));
  return (state) => {
    for (const { flippedBy, flips } of products) {
      state.frame.fill(0, state.scratchOffset, state.scratchOffset + words);
      for (const row of flippedBy) xorRow(state.frame, state.scratchOffset, state.frame, row, words);
      for (const row of flips) xorRow(state.frame, row, state.frame, state.scratchOffset, words);
    }
  };
}

/** M, MR and R in each basis. */
function collapseStep({ gate, targets, args }: GateInstruction, words: number): Step {
  const measures = gate.kind !== "reset";
  const resets = gate.kind !== "measure";
  const p = args[0] ?? 0;
  const offsets = xOffsets(targets, words);
  const basis = gate.basis!;
  return (state) => {
    const { frame, record, collapses, isRandomized } = state;
    const from = state.recorded;
    let at = from;
    if (measures) state.recorded += offsets.length * words;
    for (let i = 0; i < offsets.length; i++) {
      const x = offsets[i]!;
      const z = x + words;
      if (measures) {
        copyRow(record, at, frame, basis === "X" ? z : x, words);
        if (basis === "Y") xorRow(record, at, frame, z, words);
        at += words;
      }
      if (resets) {
        // A reset undoes what anticommutes with its basis; what commutes means nothing, and is random in each shot.
        if (isRandomized) collapses.fill(frame, basis === "X" ? x : z, words);
        if (basis === "Y") copyRow(frame, x, frame, z, words);
        else clearRow(frame, basis === "X" ? z : x, words);
      } else if (isRandomized) {
        collapses.fill(frame, state.scratchOffset, words);
        if (basis !== "X") xorRow(frame, z, frame, state.scratchOffset, words);
        if (basis !== "Z") xorRow(frame, x, frame, state.scratchOffset, words);
      }
    }
    if (measures && state.isNoisy) flipRange(state, state.record, from, offsets.length, p);
  };
}

interface ProductRows {
  /** The rows whose parity says whether a frame anticommutes with the product. */
  readonly flippedBy: readonly number[];
  /** The rows that multiplying a frame by the product flips. */
  readonly flips: readonly number[];
}

function productStep(products: readonly ProductRows[], p: number): Step {
  return (state) => {
    const { words, frame, collapses } = state;
    const from = newResults(state, products.length);
    let at = from;
    for (const { flippedBy, flips } of products) {
      for (const row of flippedBy) xorRow(state.record, at, frame, row, words);
      at += words;
      if (!state.isRandomized) continue;
      collapses.fill(frame, state.scratchOffset, words);
      for (const row of flips) xorRow(frame, row, frame, state.scratchOffset, words);
    }
    if (state.isNoisy) flipRange(state, state.record, from, products.length, p);
  };
}

function noiseStep({ gate, targets, args }: GateInstruction, words: number): Step | undefined {
  const offsets = xOffsets(targets, words);
  const zOffsets = offsets.map((x) => x + words);
  const p = args[0] ?? 0;
  const noisy = (step: Step): Step => {
    return (state) => {
      if (state.isNoisy) step(state);
    };
  };
  switch (gate.name) {
    case "X_ERROR":
      return noisy((state) => flipRows(state, state.frame, offsets, p));
    case "Z_ERROR":
      return noisy((state) => flipRows(state, state.frame, zOffsets, p));
    case "Y_ERROR":
      return noisy((state) => pauliChannel1(state, offsets, [0, p, 0]));
    case "DEPOLARIZE1":
      return noisy((state) => depolarize1(state, offsets, p));
    case "DEPOLARIZE2":
      return noisy((state) => depolarize2(state, offsets, p));
    case "PAULI_CHANNEL_1":
      return noisy((state) => pauliChannel1(state, offsets, args));
    case "PAULI_CHANNEL_2":
      return noisy((state) => pauliChannel2(state, offsets, args));
    default:
      return undefined;
  }
}

function correlatedStep({ gate, targets, args }: GateInstruction, words: number): Step {
  const rows = targets.flatMap((t) => (t.kind === "pauli" ? rowsOfPauli(t.pauli, t.qubit, words) : []));
  const isElse = gate.name === "ELSE_CORRELATED_ERROR";
  const p = args[0] ?? 0;
  return (state) => {
    if (!state.isNoisy) return;
    const { frame, scratchOffset: now, happenedOffset: before } = state;
    frame.fill(0, now, now + words);
    randomRow(state, frame, now, p);
    for (let w = 0; w < words; w++) {
      if (isElse) frame[now + w]! &= ~frame[before + w]!;
      frame[before + w] = isElse ? frame[before + w]! | frame[now + w]! : frame[now + w]!;
    }
    for (const row of rows) xorRow(frame, row, frame, now, words);
  };
}

function annotationStep({ gate, targets, args }: GateInstruction, words: number): Step | undefined {
  if (gate.name === "MPAD") {
    return (state) => {
      const from = newResults(state, targets.length);
      if (state.isNoisy) flipRange(state, state.record, from, targets.length, args[0] ?? 0);
    };
  }
  if (gate.name !== "OBSERVABLE_INCLUDE") return undefined;
  const into = args[0]! * words;
  const back = targets.flatMap((t) => (t.kind === "record" ? [t.lookback * words] : []));
  // A Pauli in an observable is flipped by what anticommutes with it: X by the Z row.
  const rows = targets.flatMap((t) =>
    t.kind === "pauli" ? rowsOfPauli(({ X: "Z", Y: "Y", Z: "X" } as const)[t.pauli], t.qubit, words) : [],
  );
  return (state) => {
    for (const lookback of back) xorRow(state.observables, into, state.record, state.recorded - lookback, words);
    for (const row of rows) xorRow(state.observables, into, state.frame, row, words);
  };
}

/** Neighbouring detectors in one step; `lookbacks` is a count and as many word offsets for each. */
function detectorStep(items: readonly GateInstruction[], words: number): Step {
  const lookbacks = Int32Array.from(
    items.flatMap(({ targets }) => [
      targets.length,
      ...targets.map((t) => (t.kind === "record" ? t.lookback * words : 0)),
    ]),
  );
  return (state) => {
    const { detectors, record, recorded } = state;
    let into = state.detected;
    for (let i = 0; i < lookbacks.length; ) {
      const count = lookbacks[i++]!;
      if (count >= 2) {
        combineRows(detectors, into, record, recorded - lookbacks[i]!, recorded - lookbacks[i + 1]!, words);
        i += 2;
      } else if (count === 1) copyRow(detectors, into, record, recorded - lookbacks[i++]!, words);
      else clearRow(detectors, into, words);
      for (let k = 2; k < count; k++) xorRow(detectors, into, record, recorded - lookbacks[i++]!, words);
      into += words;
    }
    state.detected = into;
  };
}

/** Makes room for `count` results that are all zero, and returns the offset of the first. */
function newResults(state: FrameState, count: number): number {
  const from = state.recorded;
  state.recorded += count * state.words;
  state.record.fill(0, from, state.recorded);
  return from;
}

function inOrder(steps: readonly Step[]): Step | undefined {
  if (steps.length <= 1) return steps[0];
  return (state) => {
    for (let i = 0; i < steps.length; i++) steps[i]!(state);
  };
}

function qubitOf(target: Target): number {
  return target.kind === "qubit" || target.kind === "pauli" ? target.qubit : 0;
}

function xOffsets(targets: readonly Target[], words: number): Int32Array {
  return Int32Array.from(targets, (t) => 2 * qubitOf(t) * words);
}

/** The rows that a Pauli on a qubit flips. */
function rowsOfPauli(pauli: PauliLetter, qubit: number, words: number): number[] {
  const x = 2 * qubit * words;
  return pauli === "X" ? [x] : pauli === "Z" ? [x + words] : [x, x + words];
}

function productRows(qubits: readonly number[], basis: PauliLetter, words: number): ProductRows {
  const pauli = { X: 1, Z: 2, Y: 3 }[basis];
  return rowsOfProduct({ qubits, paulis: qubits.map(() => pauli) }, words);
}

function rowsOfProduct(
  { qubits, paulis }: { readonly qubits: readonly number[]; readonly paulis: readonly number[] },
  words: number,
): ProductRows {
  const flips: number[] = [];
  const flippedBy: number[] = [];
  qubits.forEach((q, i) => {
    const x = 2 * q * words;
    if ((paulis[i]! & 1) !== 0) {
      flips.push(x);
      flippedBy.push(x + words);
    }
    if ((paulis[i]! & 2) !== 0) {
      flips.push(x + words);
      flippedBy.push(x);
    }
  });
  return { flips, flippedBy };
}
