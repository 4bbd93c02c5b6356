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
export { intensityHere } from "./carbon/intensity-here.ts";
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
export { typicalIntensity, type YearlyAverage, yearlyIntensity } from "./carbon/typical-day.ts";
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
export { defensibleFigures, type EnergyFigures, providerPue, sourceDocumentFigures } from "./energy/energy-figures.ts";
export {
  type ComponentFootprint,
  type Footprint,
  type FootprintComponent,
  type FootprintFile,
  footprintFileSchema,
  footprintOf,
  parseFootprintFile,
} from "./energy/footprint.ts";
export { gPerHourOf } from "./energy/g-per-hour-of.ts";
export { curveFromFourPoints, curveFromIdleAndPeak } from "./energy/population-shape.ts";
export { type PowerModel, powerAt, powerModelSchema, powerPoints } from "./energy/power-model.ts";
export { machinePower } from "./strategy/machine-power.ts";
export type { ComponentLoad } from "./strategy/component-load.ts";
export {
  type AdviceContext,
  type EfficiencyAdvice,
  efficiencyAdvice,
  type EfficiencyAlternative,
} from "./strategy/efficiency-advice.ts";
export { headroom } from "./strategy/headroom.ts";
export { type Saving, savingsFor } from "./strategy/savings.ts";
export { strategyFigures } from "./strategy/strategy-figures.ts";
export { type Sourced, sourced } from "./energy/sourced.ts";
export { type ManifestRun, runManifest } from "./report/run-manifest.ts";
export { meanRequestRates, systemFootprintFile } from "./energy/system-footprint.ts";
export { type ImpactManifest, impactManifest } from "./report/impact-manifest.ts";
export { readIntensity } from "./carbon/read-intensity.ts";
export { intensityAhead, recordOf, seriesOf } from "./deferral/intensity-record.ts";
export { type DeferralRequest, planDeferral, planSlotMs, runsUnderWay } from "./deferral/plan-deferral.ts";
export {
  intensityAt,
  type PeriodReport,
  type PeriodRequest,
  periodReport,
  type PowerSamples,
  reportCsv,
} from "./report/period-report.ts";
