export {
  averageCarbonIntensity,
  bestEmissions,
  type EmissionsData,
  emissionsByLocation,
  emissionsDataSchema,
  emissionsForecast,
  type ForecastQuery,
  readEmissionsByLocation,
} from "./carbon/carbon-aware-sdk.ts";
export {
  electricityMapsSchema,
  readElectricityMaps,
  readElectricityMapsPortal,
  writeElectricityMaps,
  writeElectricityMapsPortal,
} from "./carbon/electricity-maps.ts";
export { readIntensityCsv } from "./carbon/intensity-csv.ts";
export { type ForecastError, IntensityForecaster } from "./carbon/intensity-forecaster.ts";
export {
  assertSameSignal,
  between,
  endOfSeries,
  gPerKwhOfLbPerMwh,
  type IntensityPoint,
  type IntensitySeries,
  joined,
  pointsOfSeries,
  resample,
  seriesOfPoints,
  type Signal,
  withoutHoles,
} from "./carbon/intensity-series.ts";
export {
  readUkCarbonIntensity,
  ukCarbonIntensitySchema,
  writeUkCarbonIntensity,
} from "./carbon/uk-carbon-intensity.ts";
export { readWattTime, wattTimeSchema, writeWattTime } from "./carbon/watt-time.ts";
export type { Draw, JobPlan } from "./schedule/job-plan.ts";
export { type PlanOptions, planSchedule, type SchedulePlan } from "./schedule/plan-schedule.ts";
export {
  parseScheduleProblem,
  type Region,
  type ScheduleFile,
  type ScheduleJob,
  type ScheduleProblem,
  scheduleFileSchema,
} from "./schedule/schedule-problem.ts";
export {
  cheapestRun,
  cheapestSlots,
  type ShiftJob,
  type ShiftResult,
  shiftOnline,
  shiftPerfectly,
} from "./shift/shift-jobs.ts";
export { deadlineOf, type ShiftPolicy } from "./shift/shift-policy.ts";
export {
  runShiftScenario,
  type ShiftFile,
  type ShiftScenario,
  type ShiftScenarioResult,
  shiftFileSchema,
} from "./shift/shift-scenario.ts";
