import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { eventThreshold, MetricDetector, type MetricReading } from "./metric-detector.ts";

const minute = 60_000;

function feed(values: readonly number[], detector = new MetricDetector(), from = 0): MetricReading[] {
  return values.map((value, i) => detector.observe((from + i) * minute, value));
}

function noise(count: number, seed = 1, mean = 50, deviation = 5): number[] {
  const rng = new Rng(seed);
  return Array.from({ length: count }, () => rng.normal(mean, deviation));
}

const eventsAt = (readings: readonly MetricReading[]): number[] =>
  readings.flatMap((reading, i) => (reading.isEvent ? [i] : []));

describe("MetricDetector", () => {
  it("says nothing while it warms up, and says that it does", () => {
    const readings = feed([...noise(20), 1e6, ...noise(5)]);
    expect(readings.every(({ isWarmingUp }) => isWarmingUp)).toBe(true);
    expect(eventsAt(readings)).toEqual([]);
  });

  it("raises one event for a spike, at its first sample, with a level near 1 that fades", () => {
    const values = noise(600);
    for (let i = 400; i < 410; i++) values[i] = 150;
    const readings = feed(values);
    expect(eventsAt(readings).filter((i) => i >= 400)).toEqual([400]);
    expect(readings[400]!.surprise).toBeGreaterThan(eventThreshold);
    expect(readings[400]!.level).toBeGreaterThan(0.7);
    expect(readings[390]!.level).toBeLessThan(0.4);
    expect(readings[500]!.level).toBeLessThan(0.4);
  });

  it("raises few events on noise of any shape", () => {
    let events = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const rng = new Rng(seed);
      events += eventsAt(feed(Array.from({ length: 2_000 }, () => rng.exponential(1)))).length;
      events += eventsAt(feed(noise(2_000, seed))).length;
    }
    expect(events / 80).toBeLessThan(1.5);
  });

  it("does not storm on constants, a step, a ramp or a counter that starts again", () => {
    const counts = (values: readonly number[]) => eventsAt(feed(values)).length;
    expect(counts(Array.from({ length: 1_000 }, () => 7))).toBe(0);
    expect(counts(Array.from({ length: 1_000 }, (_, i) => (i < 500 ? 7 : 8)))).toBeLessThanOrEqual(3);
    expect(counts(Array.from({ length: 1_000 }, (_, i) => i))).toBeLessThanOrEqual(1);
    const detector = new MetricDetector();
    const readings = feed(
      Array.from({ length: 1_000 }, (_, i) => 1_000 * (i % 400)),
      detector,
    );
    expect(eventsAt(readings)).toEqual([]);
    expect(detector.skipped.counterResets).toBe(2);
    expect(readings[400]!.intake).toBe("counter reset");
  });

  it("counts what it cannot learn, and is not moved by it", () => {
    const clean = new MetricDetector();
    const dirty = new MetricDetector();
    const values = noise(300);
    for (const [i, value] of values.entries()) {
      const a = clean.observe(i * minute, value);
      if (i % 50 === 10) {
        dirty.observe(i * minute, Number.NaN);
        dirty.observe((i - 1) * minute, 1e9);
        dirty.observe((i - 5) * minute, value);
      }
      expect(dirty.observe(i * minute, value)).toEqual(a);
    }
    expect(dirty.skipped).toEqual({ missing: 6, outOfOrder: 12, counterResets: 0 });
  });

  it("keeps every output in range and never throws, whatever comes", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Number.POSITIVE_INFINITY));
    const sample = fc.tuple(fc.integer({ min: -5, max: 50 }), value, fc.double(), fc.double());
    fc.assert(
      fc.property(fc.array(sample, { minLength: 60, maxLength: 200 }), (samples) => {
        const detector = new MetricDetector();
        let at = 0;
        for (const [step, v, expected, usual] of samples) {
          at += step;
          const reading = detector.observe(at, v, { expected, usual });
          expect(reading.level).toBeGreaterThanOrEqual(0);
          expect(reading.level).toBeLessThanOrEqual(1);
          expect(reading.surprise).toBeGreaterThanOrEqual(0);
          expect(reading.surprise).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it("sees a break of the daily shape through the forecast's residual that the values alone do not show", () => {
    const daily = (i: number) => 50 + 40 * Math.sin((2 * Math.PI * i) / 288);
    const rng = new Rng(4);
    const values = Array.from({ length: 288 * 8 }, (_, i) => daily(i) + rng.normal(0, 1));
    const broken = 288 * 7 + 60;
    for (let i = broken; i < broken + 36; i++) values[i] = 50;
    const detector = new MetricDetector();
    const blind = new MetricDetector();
    const seen = values.map(
      (v, i) => detector.observe(i * 300_000, v, { expected: Number.NaN, usual: daily(i) }).level,
    );
    const unseen = values.map((v, i) => blind.observe(i * 300_000, v).level);
    expect(seen[broken + 10]!).toBeGreaterThan(0.7);
    expect(seen[broken + 10]! - unseen[broken + 10]!).toBeGreaterThan(0.3);
  });

  it("tolerates what was dismissed, seeks what was confirmed, and forgets both", () => {
    const surpriseOfThird = (answer?: "dismissed" | "confirmed", pause = 0) => {
      const detector = new MetricDetector();
      feed(noise(500), detector);
      const [first] = feed([100], detector, 500);
      expect(first!.isEvent).toBe(true);
      if (answer !== undefined) detector.answer(detector.shape(), answer);
      feed(noise(200 + pause, 9), detector, 501);
      return feed([100], detector, 701 + pause)[0]!.surprise;
    };
    const plain = surpriseOfThird();
    expect(surpriseOfThird("dismissed")).toBeLessThan(plain - 0.1);
    expect(surpriseOfThird("confirmed")).toBeGreaterThan(plain + 0.03);
    expect(surpriseOfThird("dismissed", 40_000)).toBeGreaterThan(surpriseOfThird("dismissed") + 0.05);
  });

  it("continues from a saved state to the last bit", () => {
    const values = noise(700, 3);
    const whole = new MetricDetector();
    const first = new MetricDetector();
    feed(values.slice(0, 350), whole);
    feed(values.slice(0, 350), first);
    first.answer(first.shape(), "confirmed");
    whole.answer(whole.shape(), "confirmed");
    const second = new MetricDetector();
    second.load(JSON.parse(JSON.stringify(first.save())));
    expect(feed(values.slice(350), second, 350)).toEqual(feed(values.slice(350), whole, 350));
  });
});
