import type { GateInstruction } from "../circuit/index.ts";
import { newResults, type FrameStep } from "./frame-step.ts";
import { flipRange } from "./noise-kernels.ts";
import { type ProductRows, xOffsets } from "./pauli-rows.ts";
import { clearRow, copyRow, xorRow } from "./row-kernels.ts";

/** M, MR and R in each basis. */
export function collapseStep({ gate, targets, args }: GateInstruction, words: number): FrameStep {
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

export function productStep(products: readonly ProductRows[], p: number): FrameStep {
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
