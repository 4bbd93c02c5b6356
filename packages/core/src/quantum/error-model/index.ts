export { countErrorModel, type ModelCounts } from "./count-error-model.ts";
export type { ErrorComponent, ErrorModel, FlatError, ModelInstruction } from "./error-model.ts";
export { detectorCoordinates, type FlatItem, flatErrors, flatItems, flattenErrorModel } from "./flatten-error-model.ts";
export { parseErrorModel } from "./parse-error-model.ts";
export { writeErrorModel } from "./write-error-model.ts";
