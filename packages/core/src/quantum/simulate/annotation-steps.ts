import type { GateInstruction } from "../circuit/index.ts";
import { newResults, type FrameStep } from "./frame-step.ts";
import { flipRange } from "./noise-kernels.ts";
import { rowsOfPauli } from "./pauli-rows.ts";
import { clearRow, combineRows, copyRow, xorRow } from "./row-kernels.ts";

export function annotationStep({ gate, targets, args }: GateInstruction, words: number): FrameStep | undefined {
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
export function detectorStep(items: readonly GateInstruction[], words: number): FrameStep {
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
