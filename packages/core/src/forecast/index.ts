export { BoostedTrees, type BoostingOptions } from "./boosted-trees.ts";
export { type HorizonForecast, type HorizonModel, forecastHorizon } from "./forecast-horizon.ts";
export { HorizonForecaster, type HorizonOptions } from "./horizon-forecaster.ts";
export {
  type ForecastModel,
  type ForecastPoint,
  type ForecastReading,
  forecastCoverage,
  forecastModels,
  MetricForecaster,
  type MetricForecasterOptions,
} from "./metric-forecaster.ts";
export { RemainingLife, type RemainingLifeOptions, type RunToFailure } from "./remaining-life.ts";
export { type Breach, breachRisk, timeToBreach } from "./time-to-breach.ts";
