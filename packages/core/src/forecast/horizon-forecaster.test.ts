import { describe, expect, it } from "vitest";
import { hourMs, Rng } from "../kernel/index.ts";
import { forecastHorizon } from "./forecast-horizon.ts";
import { HorizonForecaster } from "./horizon-forecaster.ts";

const wave = (i: number): number => 10 + 4 * Math.sin((2 * Math.PI * i) / 24) + 2 * Math.sin((2 * Math.PI * i) / 7);

describe("HorizonForecaster", () => {
  it("finds the linear law of a series without noise, from several series at once", () => {
    const series = [0, 100, 2_000].map((from) => Float64Array.from({ length: 400 }, (_, i) => wave(from + i)));
    const model = HorizonForecaster.fit(series, { lookback: 48, horizon: 12, penalty: 1e-9 });
    const predicted = model.predict(Float64Array.from({ length: 48 }, (_, i) => wave(5_000 + i)));
    for (const [h, value] of predicted.entries()) expect(value).toBeCloseTo(wave(5_048 + h), 2);
  });

  it("gives what plain least squares over all windows gives", () => {
    const rng = new Rng(2);
    const values = Float64Array.from({ length: 60 }, () => rng.normal());
    const model = HorizonForecaster.fit([values], { lookback: 2, horizon: 1, penalty: 0 });
    // Two inputs less their mean are d and −d, so the weights act as one slope on the difference.
    let product = 0;
    let power = 0;
    for (let t = 0; t + 3 <= 60; t++) {
      const middle = (values[t]! + values[t + 1]!) / 2;
      product += (values[t + 2]! - middle) * (values[t + 1]! - middle);
      power += (values[t + 1]! - middle) ** 2;
    }
    expect(model.predict(Float64Array.of(1, 3))[0]).toBeCloseTo(2 + product / power, 6);
  });

  it("refuses series that are too short", () => {
    const fit = () => HorizonForecaster.fit([new Float64Array(9)], { lookback: 8, horizon: 2 });
    expect(fit).toThrow("no series has 10 samples");
  });
});

describe("forecastHorizon", () => {
  const at = (count: number) => Float64Array.from({ length: count }, (_, i) => i * hourMs);

  it("names the model that was best on the last fifth, with intervals that hold", () => {
    const rng = new Rng(3);
    const noisy = (i: number) => wave(i) + rng.normal(0, 0.2);
    const values = Float64Array.from({ length: 1_000 }, (_, i) => noisy(i));
    const { model, errors, points } = forecastHorizon(at(1_000), values, 24);
    expect(model).toBe("ridge");
    expect(errors.ridge).toBeLessThan(0.3 * errors["last value"]!);
    expect(points).toHaveLength(24);
    const held = points.filter(({ low, high }, h) => wave(1_000 + h) >= low && wave(1_000 + h) <= high).length;
    expect(held).toBeGreaterThanOrEqual(21);
  });

  it("falls back to simple models on a few samples, and on constants", () => {
    expect(forecastHorizon(at(4), Float64Array.of(5, 5, 5, 5), 3).points.map((p) => p.expected)).toEqual([5, 5, 5]);
    expect(forecastHorizon(at(2), Float64Array.of(1, 2), 2).points).toHaveLength(2);
  });

  it("answers for every series of finite numbers, however flat, steep or large", () => {
    const shapes: ((i: number) => number)[] = [
      () => 7,
      () => 1.7e308,
      (i) => 1e15 + (i % 3),
      (i) => 1e-300 * (i % 5),
      (i) => Math.exp(i / 3),
      (i) => (i === 150 ? 1e12 : 5),
      (i) => (i % 2 === 0 ? 1e300 : -1e300),
    ];
    for (const shape of shapes)
      for (const count of [9, 400]) {
        const { points } = forecastHorizon(
          at(count),
          Float64Array.from({ length: count }, (_, i) => shape(i)),
          24,
        );
        for (const { expected } of points) expect(expected).toSatisfy(Number.isFinite);
      }
  });

  it("keeps the step of the series where a week is missing", () => {
    const gapped = Float64Array.from({ length: 50 }, (_, i) => (i + (i > 20 ? 168 : 0)) * hourMs);
    const { points } = forecastHorizon(gapped, new Float64Array(50).fill(1), 2);
    expect(points.map((point) => point.at - gapped[49]!)).toEqual([hourMs, 2 * hourMs]);
  });
});
