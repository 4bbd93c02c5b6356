import type { Circuit } from "../circuit/index.ts";
import { simulateTableau } from "./tableau-simulator.ts";

/** The results of a circuit without noise, one byte a measurement; those that would be random are 0 before inversion. */
export function referenceSample(circuit: Circuit): Uint8Array {
  return simulateTableau(circuit, undefined);
}
