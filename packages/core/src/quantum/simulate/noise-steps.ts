import type { GateInstruction } from "../circuit/index.ts";
import { newResults, type FrameStep } from "./frame-step.ts";
import {
  depolarize1,
  depolarize2,
  flipRows,
  heraldedChannel,
  pauliChannel1,
  pauliChannel2,
  randomRow,
} from "./noise-kernels.ts";
import { rowsOfPauli, xOffsets } from "./pauli-rows.ts";
import { xorRow } from "./row-kernels.ts";

export function noiseStep({ gate, targets, args }: GateInstruction, words: number): FrameStep | undefined {
  const offsets = xOffsets(targets, words);
  const zOffsets = offsets.map((x) => x + words);
  const p = args[0] ?? 0;
  const noisy = (step: FrameStep): FrameStep => {
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

export function correlatedStep({ gate, targets, args }: GateInstruction, words: number): FrameStep {
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

/** Noise that records whether it happened. */
export function heraldedStep({ gate, targets, args }: GateInstruction, words: number): FrameStep {
  const offsets = xOffsets(targets, words);
  const p = args[0] ?? 0;
  const probabilities = gate.name === "HERALDED_ERASE" ? [p / 4, p / 4, p / 4, p / 4] : args;
  return (state) => {
    const from = newResults(state, offsets.length);
    if (state.isNoisy) heraldedChannel(state, offsets, from, probabilities);
  };
}
