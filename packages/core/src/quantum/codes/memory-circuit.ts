import type { Circuit } from "../circuit/index.ts";
import { CircuitBuilder } from "./circuit-builder.ts";
import type { NoiseKnobs } from "./noise-knobs.ts";

/** A stabilizer that is measured each round, by an ancilla. */
export interface MeasuredStabilizer {
  readonly basis: "X" | "Z";
  readonly ancilla: number;
  /** The data qubits that it acts on. */
  readonly data: readonly number[];
  /** Where its detectors are drawn, without the time. */
  readonly coordinates: readonly number[];
}

/** A code and how its stabilizers are measured: all a memory experiment needs. */
export interface MemoryLayout {
  /** Ascending. */
  readonly data: readonly number[];
  /** In the order in which detectors of the first and of the last round are listed. */
  readonly stabilizers: readonly MeasuredStabilizer[];
  /** Layers of CX gates, control and target by turns, that measure all stabilizers without disturbing one another. */
  readonly layers: readonly (readonly number[])[];
  /** Data qubits of the logical operator that is prepared and read out. */
  readonly observable: readonly number[];
  readonly basis: "X" | "Z";
  readonly places: readonly { readonly qubit: number; readonly coordinates: readonly number[] }[];
}

/**
 * A memory experiment: prepare the data in the layout's basis, measure all stabilizers `rounds` times, read out the
 * data. Detectors compare each stabilizer with the round before; the last ones are computed from the data.
 */
export function memoryCircuit(layout: MemoryLayout, rounds: number, noise: NoiseKnobs): Circuit {
  const { data, basis, stabilizers, layers } = layout;
  const ancillas = stabilizers.map((s) => s.ancilla).sort((a, b) => a - b);
  const turned = stabilizers
    .filter((s) => s.basis === "X")
    .map((s) => s.ancilla)
    .sort((a, b) => a - b);
  const fixed = stabilizers.filter((s) => s.basis === basis);
  const flip = basis === "X" ? "Z_ERROR" : "X_ERROR";
  const suffix = basis === "X" ? "X" : "";

  const round = (builder: CircuitBuilder) => {
    builder.tick().noise("DEPOLARIZE1", data, noise.beforeRoundDataDepolarization);
    const turn = () => builder.on("H", turned).noise("DEPOLARIZE1", turned, noise.afterCliffordDepolarization);
    turn();
    layers.forEach((layer, i) => {
      if (i > 0 || turned.length > 0) builder.tick();
      builder.on("CX", layer).noise("DEPOLARIZE2", layer, noise.afterCliffordDepolarization);
    });
    if (turned.length > 0) {
      builder.tick();
      turn();
    }
    builder
      .tick()
      .noise("X_ERROR", ancillas, noise.beforeMeasureFlipProbability)
      .on("MR", ancillas)
      .noise("X_ERROR", ancillas, noise.afterResetFlipProbability);
  };
  const resultOf = (ancilla: number) => ancillas.length - ancillas.indexOf(ancilla);
  const byAncilla = stabilizers.toSorted((a, b) => a.ancilla - b.ancilla);

  const builder = new CircuitBuilder();
  for (const { qubit, coordinates } of layout.places) builder.on("QUBIT_COORDS", [qubit], coordinates);
  builder
    .on(`R${suffix}`, data)
    .noise(flip, data, noise.afterResetFlipProbability)
    .on("R", ancillas)
    .noise("X_ERROR", ancillas, noise.afterResetFlipProbability);
  round(builder);
  for (const s of fixed) builder.onResults("DETECTOR", [resultOf(s.ancilla)], [...s.coordinates, 0]);
  builder.repeat(rounds - 1, (body) => {
    round(body);
    body.shiftCoordinates(...byAncilla[0]!.coordinates.map(() => 0), 1);
    for (const s of byAncilla) {
      const result = resultOf(s.ancilla);
      body.onResults("DETECTOR", [result, result + ancillas.length], [...s.coordinates, 0]);
    }
  });
  builder.noise(flip, data, noise.beforeMeasureFlipProbability).on(`M${suffix}`, data);
  const readOf = (qubit: number) => data.length - data.indexOf(qubit);
  for (const s of fixed) {
    const reads = s.data.map(readOf).sort((a, b) => a - b);
    builder.onResults("DETECTOR", [...reads, data.length + resultOf(s.ancilla)], [...s.coordinates, 1]);
  }
  builder.onResults(
    "OBSERVABLE_INCLUDE",
    layout.observable.map(readOf).sort((a, b) => a - b),
    [0],
  );
  return builder.build();
}
