import { MetricForecaster } from "@homeostat/core/forecast";
import { ComponentWatch, MetricDetector } from "@homeostat/core/immune";
import { minuteMs, Rng } from "@homeostat/core/kernel";
import type { Table } from "./table.ts";

const rows = 4_000;

interface Hostile {
  readonly input: string;
  readonly at?: (i: number) => number;
  readonly value: (i: number, noise: number) => number;
}

const calm = (_: number, noise: number): number => 50 + 5 * noise;

const inputs: readonly Hostile[] = [
  { input: "calm noise", value: calm },
  { input: "a NaN in ten", value: (i, noise) => (i % 10 === 3 ? Number.NaN : calm(i, noise)) },
  { input: "nothing but NaN", value: () => Number.NaN },
  { input: "infinities", value: (i, noise) => (i % 100 === 7 ? Number.POSITIVE_INFINITY : calm(i, noise)) },
  { input: "a gap of a week", at: (i) => (i + (i > 2_000 ? 10_080 : 0)) * minuteMs, value: calm },
  { input: "every timestamp twice", at: (i) => Math.floor(i / 2) * minuteMs, value: calm },
  { input: "time runs backwards", at: (i) => (rows - i) * minuteMs, value: calm },
  { input: "an hour repeated (clock change)", at: (i) => (i - (i > 2_000 ? 60 : 0)) * minuteMs, value: calm },
  { input: "a constant", value: () => 7 },
  { input: "a constant with one step", value: (i) => (i < 2_000 ? 7 : 8) },
  { input: "a counter that starts again", value: (i, noise) => 1_000 * (i % 900) + 50 * Math.abs(noise) },
  { input: "a metric that vanishes for a day", at: (i) => (i + (i > 2_000 ? 1_440 : 0)) * minuteMs, value: calm },
  { input: "numbers near the largest", value: (_, noise) => 1e300 * noise },
];

/** What hostile input does: how many events it raises, and what became of each row. */
export function robustness(): Table[] {
  return [componentTable(), metricTable()];
}

/** A metric among others of its component: which samples come at row `i`. */
const companies: readonly { readonly input: string; readonly comes: (i: number) => boolean }[] = [
  { input: "all come", comes: () => true },
  { input: "one appears half-way", comes: (i) => i >= rows / 2 },
  { input: "one vanishes half-way", comes: (i) => i < rows / 2 },
  { input: "one comes every other row", comes: (i) => i % 2 === 0 },
  { input: "one comes in bursts of 50 rows", comes: (i) => Math.floor(i / 50) % 4 === 0 },
];

function componentTable(): Table {
  return {
    title: `A component of three metrics, ${rows} rows: what comes and goes raises no storm, and is named`,
    rows: companies.map(({ input, comes }) => {
      const rng = new Rng(1);
      const watch = new ComponentWatch("component");
      let events = 0;
      let named = 0;
      for (let i = 0; i < rows; i++) {
        const [cpu, latencyMs, visitor] = [rng.normal(0.4, 0.03), rng.normal(20, 2), rng.normal(50, 5)];
        const samples = { cpu, latencyMs, ...(comes(i) ? { visitor } : {}) };
        const { events: raised, absent } = watch.observe(i * minuteMs, samples);
        events += raised.length;
        if (absent.length > 0) named++;
      }
      return {
        input,
        events,
        "learned of it": watch.detector("visitor")!.count,
        "rows at which it is named as missing": named,
      };
    }),
  };
}

function metricTable(): Table {
  return {
    title: `Hostile input, ${rows} rows each: no crash, no storm, every row accounted for`,
    rows: inputs.map(({ input, at = (i) => i * minuteMs, value }) => {
      const rng = new Rng(1);
      const forecaster = new MetricForecaster();
      const detector = new MetricDetector();
      let events = 0;
      let outOfRange = 0;
      for (let i = 0; i < rows; i++) {
        const sample = value(i, rng.normal());
        const reading = detector.observe(at(i), sample, forecaster.observe(at(i), sample));
        if (reading.isEvent) events++;
        if (!(reading.level >= 0 && reading.level <= 1 && reading.surprise >= 0 && reading.surprise <= 1)) outOfRange++;
      }
      const { missing, outOfOrder, counterResets } = detector.skipped;
      return {
        input,
        events,
        learned: detector.count,
        missing,
        "out of order": outOfOrder,
        "counter resets": counterResets,
        "unaccounted for": rows - detector.count - missing - outOfOrder - counterResets,
        "outputs out of range": outOfRange,
      };
    }),
  };
}
