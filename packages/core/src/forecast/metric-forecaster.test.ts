import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minuteMs, Rng } from "../kernel/index.ts";
import { MetricForecaster } from "./metric-forecaster.ts";
import { breachRisk, timeToBreach } from "./time-to-breach.ts";

function feed(forecaster: MetricForecaster, value: (i: number) => number, count: number, stepMs = 5 * minuteMs) {
  return Array.from({ length: count }, (_, i) => ({ ...forecaster.observe(i * stepMs, value(i)), value: value(i) }));
}

describe("MetricForecaster", () => {
  it("holds 90 % of the samples in its intervals, for noise of several shapes", () => {
    for (const draw of [(r: Rng) => r.normal(), (r: Rng) => r.exponential(1), (r: Rng) => r.normal() ** 3]) {
      const rng = new Rng(2);
      const values = Array.from({ length: 4_000 }, () => draw(rng));
      const forecaster = new MetricForecaster();
      const late = feed(forecaster, (i) => values[i]!, 4_000).slice(500);
      const covered = late.filter(({ low, high, value }) => value >= low && value <= high).length / late.length;
      expect(covered).toBeGreaterThan(0.88);
      expect(covered).toBeLessThan(0.92);
      expect(forecaster.measuredCoverage).toBeCloseTo(covered, 1);
    }
  });

  it("beats the last value on a series with memory, and names the model that it used", () => {
    const rng = new Rng(3);
    const values = [0, 0];
    for (let i = 2; i < 4_000; i++) values.push(1.6 * values[i - 1]! - 0.9 * values[i - 2]! + rng.normal());
    const forecaster = new MetricForecaster();
    const late = feed(forecaster, (i) => values[i]!, 4_000).slice(1_000);
    const errors = forecaster.errors();
    expect(errors[late.at(-1)!.model]).toBeLessThan(0.6 * errors["last value"]);
    expect(errors[late.at(-1)!.model]).toBeLessThan(0.9);
  });

  it("finds the daily shape by itself", () => {
    const shape = (i: number) => 100 + 50 * Math.sin((2 * Math.PI * i) / 288);
    const rng = new Rng(4);
    const forecaster = new MetricForecaster();
    feed(forecaster, (i) => shape(i) + rng.normal(), 288 * 6);
    const at = 288 * 6 * 5 * minuteMs;
    const [inSixHours] = forecaster.ahead([at + 72 * 5 * minuteMs]);
    expect(inSixHours!.expected).toBeCloseTo(shape(72), -1);
    expect(forecaster.observe(at, 0).usual).toBeCloseTo(shape(0), -1);
  });

  it("says when a leak reaches its limit, and nothing where there is no trend", () => {
    const rng = new Rng(5);
    const leaking = new MetricForecaster();
    feed(leaking, (i) => 0.4 + 0.001 * i + rng.normal(0, 0.002), 200, 1_000);
    const breach = timeToBreach(leaking, 0.9, "above", 20 * minuteMs);
    expect(breach!.inMs / 1_000).toBeGreaterThan(250);
    expect(breach!.inMs / 1_000).toBeLessThan(350);
    expect(breach!.earliestMs).toBeLessThanOrEqual(breach!.inMs);
    const steady = new MetricForecaster();
    feed(steady, () => 0.4 + rng.normal(0, 0.02), 200, 1_000);
    expect(timeToBreach(steady, 0.9, "above", 20 * minuteMs)).toBeNull();
    expect(breachRisk(leaking, 0.9, "above", 20 * minuteMs)).toBeGreaterThan(0.9);
    expect(breachRisk(leaking, 0.9, "above", minuteMs)).toBeLessThan(0.01);
    expect(breachRisk(steady, 0.9, "above", 20 * minuteMs)).toBeLessThan(0.01);
    expect(breachRisk(steady, 0.4, "above", 20 * minuteMs)).toBeCloseTo(0.5, 0);
  });

  it("counts what it cannot learn and is not moved by it", () => {
    const clean = new MetricForecaster();
    const dirty = new MetricForecaster();
    const rng = new Rng(6);
    for (let i = 1; i < 300; i++) {
      const value = rng.normal();
      if (i % 40 === 0) {
        dirty.observe(i * minuteMs, Number.NaN);
        dirty.observe((i - 1) * minuteMs, 1e9);
      }
      expect(dirty.observe(i * minuteMs, value)).toEqual(clean.observe(i * minuteMs, value));
    }
    expect(dirty.skipped).toEqual({ missing: 7, outOfOrder: 7 });
  });

  it("stays finite after warm-up whatever comes, constants and gaps included", () => {
    const sample = fc.tuple(
      fc.oneof(fc.integer({ min: -3, max: 100 }), fc.constant(10_000_000)),
      fc.oneof(fc.double({ min: -1e12, max: 1e12 }), fc.constant(7), fc.constant(Number.NaN)),
    );
    fc.assert(
      fc.property(fc.array(sample, { minLength: 80, maxLength: 200 }), (samples) => {
        const forecaster = new MetricForecaster();
        let at = 0;
        const readings = samples.map(([step, value]) => forecaster.observe((at += step), value));
        const judged = readings.filter(({ intake }) => intake === "learned").slice(2);
        expect(judged.filter(({ expected, usual }) => !Number.isFinite(expected) || !Number.isFinite(usual))).toEqual(
          [],
        );
        expect(forecaster.ahead([at + 1_000]).every((p) => judged.length === 0 || Number.isFinite(p.expected))).toBe(
          true,
        );
      }),
    );
  });

  it("continues from a saved state to the last bit", () => {
    const rng = new Rng(8);
    const values = Array.from({ length: 400 }, () => rng.normal());
    const whole = new MetricForecaster();
    values.slice(0, 200).forEach((value, i) => whole.observe(i * minuteMs, value));
    const copy = new MetricForecaster();
    copy.load(JSON.parse(JSON.stringify(whole.save())));
    for (let i = 200; i < 400; i++)
      expect(copy.observe(i * minuteMs, values[i]!)).toEqual(whole.observe(i * minuteMs, values[i]!));
  });
});
