import { type ForecastModel, MetricForecaster } from "@homeostat/core/forecast";
import { MetricDetector, type MetricDetectorOptions, type Verdict } from "@homeostat/core/immune";
import { Rng } from "@homeostat/core/kernel";

/** What a detector says of each row of a series. */
export interface Judgement {
  /** 0 but at the first row of an event. */
  readonly events: Float64Array;
  /** 0..1, or any number that grows with how anomalous a row is. */
  readonly level: Float64Array;
}

export interface JudgeOptions extends MetricDetectorOptions {
  /** Whether the detector sees what a forecast expected. */
  readonly withForecast?: boolean;
  /** Forecast models that are not heard. */
  readonly withoutModels?: readonly ForecastModel[];
  /** Whether each surprising row is an event, without debounce. */
  readonly everyRow?: boolean;
  /** How a person answers an event at a row, some rows later; nobody answers where it is left out. */
  readonly answer?: (row: number) => Verdict;
}

/** Our detector over a series, each row judged from the rows before it. */
export function judge(at: Float64Array, values: Float64Array, options: JudgeOptions = {}): Judgement {
  const { withForecast = true, withoutModels = [], everyRow = false, answer } = options;
  const forecaster = new MetricForecaster({ without: withoutModels });
  const detector = new MetricDetector(options);
  const events = new Float64Array(values.length);
  const level = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const expectation = withForecast ? forecaster.observe(at[i]!, values[i]!) : undefined;
    const reading = detector.observe(at[i]!, values[i]!, expectation);
    if (reading.isEvent || everyRow) events[i] = reading.surprise;
    if (reading.isEvent && answer !== undefined) detector.answer(detector.shape(), answer(i));
    level[i] = reading.level;
  }
  return { events, level };
}

/** A score drawn at random. */
export function judgeAtRandom(values: Float64Array, seed: number): Judgement {
  const rng = new Rng(seed);
  const level = values.map(() => rng.next());
  return { events: level, level };
}

const smoothing = 0.05;

/** The distance from an exponentially weighted mean, as events in its running deviations, as level as it is. */
export function judgeByEwma(values: Float64Array): Judgement {
  const events = new Float64Array(values.length);
  const level = new Float64Array(values.length);
  let mean = values[0]!;
  let variance = 0;
  for (let i = 1; i < values.length; i++) {
    const miss = values[i]! - mean;
    level[i] = Math.abs(miss);
    if (variance > 0) events[i] = Math.abs(miss) / Math.sqrt(variance);
    mean += smoothing * miss;
    variance = (1 - smoothing) * (variance + smoothing * miss * miss);
  }
  return { events, level };
}
