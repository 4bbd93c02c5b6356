import type { FrameState } from "./frame-state.ts";

/** One step of a compiled circuit. */
export type FrameStep = (state: FrameState) => void;

/** How the states of a program are laid out. */
export interface FrameLayout {
  /** Words a row. */
  readonly words: number;
  readonly sweepOffset: number;
}

/** Makes room for `count` results that are all zero, and returns the offset of the first. */
export function newResults(state: FrameState, count: number): number {
  const from = state.recorded;
  state.recorded += count * state.words;
  state.record.fill(0, from, state.recorded);
  return from;
}
