import type { Circuit } from "../circuit/index.ts";
import { CircuitBuilder } from "./circuit-builder.ts";
import type { NoiseKnobs } from "./noise-knobs.ts";

/**
 * A memory experiment with the repetition code of distance d ≥ 2: data at even qubits, ancillas between them, which
 * compare each data qubit with its neighbour `rounds` times.
 */
export function repetitionCircuit(distance: number, rounds: number, noise: NoiseKnobs): Circuit {
  const data = Array.from({ length: distance }, (_, i) => 2 * i);
  const ancillas = data.slice(1).map((q) => q - 1);
  const all = Array.from({ length: 2 * distance - 1 }, (_, q) => q);
  const sides = [-1, 1].map((side) => ancillas.flatMap((a) => [a + side, a]));
  const round = (builder: CircuitBuilder) => {
    builder.tick().noise("DEPOLARIZE1", data, noise.beforeRoundDataDepolarization);
    for (const pairs of sides)
      builder.on("CX", pairs).noise("DEPOLARIZE2", pairs, noise.afterCliffordDepolarization).tick();
    builder
      .noise("X_ERROR", ancillas, noise.beforeMeasureFlipProbability)
      .on("MR", ancillas)
      .noise("X_ERROR", ancillas, noise.afterResetFlipProbability);
  };
  const builder = new CircuitBuilder().on("R", all).noise("X_ERROR", all, noise.afterResetFlipProbability);
  round(builder);
  const count = ancillas.length;
  ancillas.forEach((a, i) => builder.onResults("DETECTOR", [count - i], [a, 0]));
  builder.repeat(rounds - 1, (body) => {
    round(body);
    body.shiftCoordinates(0, 1);
    ancillas.forEach((a, i) => body.onResults("DETECTOR", [count - i, 2 * count - i], [a, 0]));
  });
  builder.noise("X_ERROR", data, noise.beforeMeasureFlipProbability).on("M", data);
  ancillas.forEach((a, i) =>
    builder.onResults("DETECTOR", [distance - 1 - i, distance - i, distance + count - i], [a, 1]),
  );
  return builder.onResults("OBSERVABLE_INCLUDE", [1], [0]).build();
}
