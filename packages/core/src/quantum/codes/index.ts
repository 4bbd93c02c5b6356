export { codeCapacityCircuit, depolarizingFailure, failureWeights, flipFailure } from "./code-capacity.ts";
export { type CssCode, repetitionCode, shorCode, steaneCode } from "./css-code.ts";
export { generateCircuit, type MemoryCode, memoryCodes, type MemoryExperiment } from "./generate-circuit.ts";
export { type MeasuredStabilizer, type MemoryLayout } from "./memory-circuit.ts";
export { type NoiseKnobs, uniformNoise } from "./noise-knobs.ts";
export { rotatedSurfaceCode } from "./rotated-surface-code.ts";
