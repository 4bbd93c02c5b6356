export { type AnalysisOptions, analyzeErrors } from "./analyze-errors.ts";
