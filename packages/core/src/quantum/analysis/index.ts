export { type AnalysisOptions, analyzeErrors } from "./analyze-errors.ts";
export { isDeterministic } from "./is-deterministic.ts";
export { type PlaceSensitivity, roundSensitivities } from "./round-sensitivity.ts";
