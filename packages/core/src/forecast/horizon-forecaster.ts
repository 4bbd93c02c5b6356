import { choleskySolve } from "./cholesky.ts";

export interface HorizonOptions {
  /** How many samples back the model looks. */
  readonly lookback: number;
  /** How many samples ahead it predicts, all at once. */
  readonly horizon: number;
  /** The ridge penalty, as a share of the mean variance of the inputs. */
  readonly penalty?: number;
}

/**
 * Predicts the next `horizon` samples of a series as linear functions of the last `lookback` ones, each window taken
 * relative to its own mean: the closed-form ridge regression that holds its own against deep nets (Toner & Darlow,
 * 2024). One model is fitted over all series given. The Gram matrix of sliding windows follows from its first row by
 * adding and taking away one product for each further entry, so a fit takes O(w·n + w³) for windows of w samples.
 */
export class HorizonForecaster {
  readonly lookback: number;
  readonly horizon: number;
  /** Row by row: for each step ahead, the weight of each sample back, oldest first. */
  readonly #weights: Float64Array;

  private constructor(lookback: number, horizon: number, weights: Float64Array) {
    this.lookback = lookback;
    this.horizon = horizon;
    this.#weights = weights;
  }

  /**
   * @param series equally spaced samples, oldest first, without gaps; each at least `lookback + horizon` long and in
   * comparable units. Throws a RangeError where none is long enough.
   */
  static fit(
    series: readonly Float64Array[],
    { lookback, horizon, penalty = 1e-3 }: HorizonOptions,
  ): HorizonForecaster {
    const width = lookback + horizon;
    const gram = new Float64Array(width * width);
    let windows = 0;
    for (const values of series) {
      if (values.length < width) continue;
      windows += values.length - width + 1;
      addWindowGram(gram, values, width);
    }
    if (windows === 0) throw new RangeError(`HorizonForecaster: no series has ${width} samples`);
    centreOnLookback(gram, width, lookback);

    const inputs = new Float64Array(lookback * lookback);
    let power = 0;
    for (let i = 0; i < lookback; i++) {
      for (let j = 0; j < lookback; j++) inputs[i * lookback + j] = gram[i * width + j]!;
      power += gram[i * width + i]!;
    }
    const ridge = (penalty * power) / lookback + 1e-12 * windows;
    for (let i = 0; i < lookback; i++) inputs[i * lookback + i]! += ridge;
    const targets = new Float64Array(lookback * horizon);
    for (let i = 0; i < lookback; i++)
      for (let step = 0; step < horizon; step++) targets[i * horizon + step] = gram[i * width + lookback + step]!;
    const solved = choleskySolve(inputs, targets, lookback, horizon);
    const weights = new Float64Array(lookback * horizon);
    for (let i = 0; i < lookback; i++)
      for (let step = 0; step < horizon; step++) weights[step * lookback + i] = solved[i * horizon + step]!;
    return new HorizonForecaster(lookback, horizon, weights);
  }

  /** The next `horizon` samples after `values[end − 1]`; needs `lookback` samples before `end`. */
  predict(values: Float64Array, end: number = values.length): Float64Array {
    const { lookback, horizon } = this;
    const from = end - lookback;
    if (from < 0) throw new RangeError(`HorizonForecaster: ${lookback} samples are needed, ${end} are there`);
    let mean = 0;
    for (let i = 0; i < lookback; i++) mean += values[from + i]! / lookback;
    const predicted = new Float64Array(horizon).fill(mean);
    for (let step = 0; step < horizon; step++) {
      let sum = 0;
      for (let i = 0; i < lookback; i++) sum += this.#weights[step * lookback + i]! * (values[from + i]! - mean);
      predicted[step]! += sum;
    }
    return predicted;
  }
}

/** Adds Σ w·wᵀ over all windows w of `width` samples. */
function addWindowGram(gram: Float64Array, values: Float64Array, width: number): void {
  const windows = values.length - width + 1;
  for (let lag = 0; lag < width; lag++) {
    let sum = 0;
    for (let t = 0; t < windows; t++) sum += values[t]! * values[t + lag]!;
    for (let i = 0; i + lag < width; i++) {
      if (i > 0)
        sum += values[i + windows - 1]! * values[i + windows - 1 + lag]! - values[i - 1]! * values[i - 1 + lag]!;
      gram[i * width + i + lag]! += sum;
      if (lag > 0) gram[(i + lag) * width + i]! += sum;
    }
  }
}

/** Turns the Gram matrix of windows into that of windows less the mean of their first `lookback` samples. */
function centreOnLookback(gram: Float64Array, width: number, lookback: number): void {
  const withMean = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let j = 0; j < lookback; j++) sum += gram[i * width + j]!;
    withMean[i] = sum / lookback;
  }
  let meanPower = 0;
  for (let i = 0; i < lookback; i++) meanPower += withMean[i]! / lookback;
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) gram[i * width + j]! += meanPower - withMean[i]! - withMean[j]!;
}
