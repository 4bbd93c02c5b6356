import { type ForecastModel, MetricForecaster } from "@homeostat/core/forecast";

type Values = (number | null)[];

/** What was expected of a metric at each of its moments, and then ahead of the last. */
export interface Band {
  readonly at: readonly number[];
  readonly seen: readonly (number | null)[];
  readonly expected: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly model: ForecastModel;
  /** Of the newest sample. */
  readonly isWarmingUp: boolean;
  readonly isOutside: boolean;
}

interface Samples {
  readonly at: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

interface Tracked {
  readonly forecaster: MetricForecaster;
  at: number[];
  seen: Values;
  expected: Values;
  low: Values;
  high: Values;
  model: ForecastModel;
  isWarmingUp: boolean;
}

const pointsAhead = 12;

/**
 * Runs the forecasters of the loop over a component's samples: each sample once, as they come. Samples from before the
 * ones that are known start it anew.
 */
export class ExpectedBands {
  readonly #tracked = new Map<string, Tracked>();
  #first = Number.POSITIVE_INFINITY;

  /** The band of a metric over all samples given, and `aheadMs` beyond the last. */
  band(samples: Samples, metric: string, aheadMs: number): Band {
    const first = samples.at[0] ?? 0;
    if (first < this.#first) this.#tracked.clear();
    this.#first = first;
    const tracked = this.#follow(samples, metric, first);
    const last = tracked.at.at(-1) ?? 0;
    const instants = Array.from({ length: pointsAhead }, (_, i) => last + ((i + 1) * aheadMs) / pointsAhead);
    const ahead = tracked.isWarmingUp || tracked.at.length === 0 ? [] : tracked.forecaster.ahead(instants);
    const value = tracked.seen.findLast((one) => one !== null) ?? null;
    const [low, high] = [tracked.low.at(-1) ?? null, tracked.high.at(-1) ?? null];
    return {
      at: [...tracked.at, ...ahead.map((point) => point.at)],
      seen: [...tracked.seen, ...ahead.map(() => null)],
      expected: [...tracked.expected, ...ahead.map((point) => point.expected)],
      low: [...tracked.low, ...ahead.map((point) => point.low)],
      high: [...tracked.high, ...ahead.map((point) => point.high)],
      model: tracked.model,
      isWarmingUp: tracked.isWarmingUp,
      isOutside: value !== null && low !== null && high !== null && (value < low || value > high),
    };
  }

  #follow(samples: Samples, metric: string, first: number): Tracked {
    let tracked = this.#tracked.get(metric);
    if (tracked === undefined) {
      tracked = {
        forecaster: new MetricForecaster(),
        at: [],
        seen: [],
        expected: [],
        low: [],
        high: [],
        model: "last value",
        isWarmingUp: true,
      };
      this.#tracked.set(metric, tracked);
    }
    const drop = tracked.at.findIndex((at) => at >= first);
    if (drop > 0) {
      for (const column of ["seen", "expected", "low", "high"] as const) tracked[column] = tracked[column].slice(drop);
      tracked.at = tracked.at.slice(drop);
    }
    const known = tracked.at.at(-1) ?? Number.NEGATIVE_INFINITY;
    const values = samples.values[metric] ?? [];
    for (let i = samples.at.findIndex((at) => at > known); i >= 0 && i < samples.at.length; i++)
      take(tracked, samples.at[i]!, values[i] ?? null);
    return tracked;
  }
}

function take(tracked: Tracked, at: number, value: number | null): void {
  const { expected, low, high, model, isWarmingUp } = tracked.forecaster.observe(at, value ?? Number.NaN);
  tracked.at.push(at);
  tracked.seen.push(value);
  tracked.expected.push(finite(expected));
  tracked.low.push(finite(low));
  tracked.high.push(finite(high));
  tracked.model = model;
  tracked.isWarmingUp = isWarmingUp;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
