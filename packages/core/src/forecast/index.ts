export {
  type ForecastModel,
  type ForecastPoint,
  type ForecastReading,
  forecastCoverage,
  forecastModels,
  MetricForecaster,
} from "./metric-forecaster.ts";
export { type Breach, timeToBreach } from "./time-to-breach.ts";
