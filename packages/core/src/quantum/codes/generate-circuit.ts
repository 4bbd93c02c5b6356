import { InputError } from "../../kernel/index.ts";
import type { Circuit } from "../circuit/index.ts";
import { cssLayout, shorCode, steaneCode } from "./css-code.ts";
import { memoryCircuit } from "./memory-circuit.ts";
import type { NoiseKnobs } from "./noise-knobs.ts";
import { repetitionCircuit } from "./repetition-code.ts";
import { rotatedSurfaceCode } from "./rotated-surface-code.ts";

/** The memory experiments that can be generated. */
export const memoryCodes = ["rotated_memory_x", "rotated_memory_z", "repetition", "shor", "steane"] as const;
export type MemoryCode = (typeof memoryCodes)[number];

export interface MemoryExperiment {
  readonly code: MemoryCode;
  /** Shor's and Steane's codes have distance 3. */
  readonly distance: number;
  readonly rounds: number;
  readonly noise: NoiseKnobs;
}

/** The circuit of a memory experiment. Throws an `InputError` where a number is out of range. */
export function generateCircuit({ code, distance, rounds, noise }: MemoryExperiment): Circuit {
  if (!Number.isSafeInteger(rounds) || rounds < 1) throw new InputError(`${rounds} rounds; give a whole number from 1`);
  for (const [field, p] of Object.entries(noise))
    if (!(p >= 0 && p <= 1)) throw new InputError(`the probability is ${p}; give a number from 0 to 1`, { field });
  if (!Number.isInteger(distance) || distance < 2 || distance > 1000)
    throw new InputError(`a distance of ${distance}; give a whole number from 2 to 1000`);
  switch (code) {
    case "rotated_memory_x":
    case "rotated_memory_z":
      return memoryCircuit(rotatedSurfaceCode(distance, code === "rotated_memory_x" ? "X" : "Z"), rounds, noise);
    case "repetition":
      return repetitionCircuit(distance, rounds, noise);
    case "shor":
    case "steane":
      if (distance !== 3) throw new InputError(`a distance of ${distance}; the ${code} code has distance 3`);
      return memoryCircuit(cssLayout(code === "shor" ? shorCode : steaneCode, "Z"), rounds, noise);
  }
}
