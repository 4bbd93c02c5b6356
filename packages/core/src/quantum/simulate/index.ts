export { DetectionConverter } from "./detection-converter.ts";
export { referenceSample } from "./reference-sample.ts";
export { type DetectionBatch, ShotSampler } from "./shot-sampler.ts";
export { simulateTableau } from "./tableau-simulator.ts";
