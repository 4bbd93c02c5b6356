export type { CalibratedComponent, Calibration } from "./calibrate.ts";
export type { Condition } from "./condition.ts";
export { defaultDayCurve } from "./day-curve.ts";
export { lateShare } from "./latency-model.ts";
export type { ServiceLevel } from "./service-level.ts";
export { Twin, type TwinOptions } from "./twin.ts";
export { type StoredTwinState, storedTwinFormat } from "./twin-state.ts";
