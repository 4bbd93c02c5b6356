import { type MetricTable, rankRootCauses } from "@homeostat/core/ecosystem";
import { MetricForecaster } from "@homeostat/core/forecast";
import { MetricDetector } from "@homeostat/core/immune";
import { median, Rng, secondMs } from "@homeostat/core/kernel";
import { figure, type Table } from "./table.ts";

const steps = 1_000;

/** CPU and memory of watching 10,000 metrics for 1,000 steps, learning included. */
export function cost(): Table[] {
  const rows = [
    { what: "forecast and detector", ...measure(10_000, true, true) },
    { what: "forecast alone", ...measure(10_000, true, false) },
    { what: "detector alone", ...measure(10_000, false, true) },
    { what: "asked for", "µs CPU a sample": "≤ 5", "KB a metric": "≤ 18" },
    { what: "Netdata (published)", "µs CPU a sample": "2–5", "KB a metric": "18" },
  ];
  return [
    { title: "Cost of a metric and sample, learning included: 10,000 metrics, 1,000 steps", rows },
    rootCauseCost(),
  ];
}

const incidents = 40;

/** Forty components in a chain of calls, five metrics each, five minutes before and after at a sample a second. */
function rootCauseCost(): Table {
  const rng = new Rng(1);
  const names = ["latency", "cpu", "mem", "error", "req"];
  const table = (push: number): MetricTable => ({
    at: Float64Array.from({ length: 300 }, (_, i) => i * secondMs),
    columns: Array.from({ length: 200 }, (_, c) => ({
      component: `c${c % 40}`,
      metric: names[Math.floor(c / 40)]!,
      values: Float64Array.from({ length: 300 }, () => 100 + rng.normal() + (c === 3 ? push : 0)),
    })),
  });
  const graph = Array.from({ length: 39 }, (_, i) => ({ from: `c${i}`, to: `c${i + 1}` }));
  const options = { normal: table(0), incident: table(500), graph, target: "c0" };
  const milliseconds = Array.from({ length: incidents }, () => {
    const start = process.cpuUsage();
    rankRootCauses(options);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return {
    title: "Root cause of an incident: 200 metrics of 40 components, 300 samples before and after, ms CPU",
    rows: [
      {
        "first (not yet compiled)": figure(milliseconds[0]!, 1),
        median: figure(median(milliseconds), 1),
        "asked for": "≤ 10",
      },
    ],
  };
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function measure(metrics: number, withForecast: boolean, withDetector: boolean) {
  const rng = new Rng(1);
  const noise = Float64Array.from({ length: 65_536 }, () => rng.normal());
  const collect = globalThis.gc ?? (() => {});
  collect();
  const before = usedBytes();
  const forecasters = Array.from({ length: withForecast ? metrics : 0 }, () => new MetricForecaster());
  const detectors = Array.from({ length: withDetector ? metrics : 0 }, () => new MetricDetector());
  collect();
  const bytes = usedBytes() - before;
  const start = process.cpuUsage();
  for (let step = 0; step < steps; step++) {
    const at = step * 10 * secondMs;
    const wave = 3 * Math.sin((2 * Math.PI * step) / 360);
    for (let metric = 0; metric < metrics; metric++) {
      const value = 10 + wave + noise[(step * 7_919 + metric * 104_729) & 65_535]!;
      const expectation = withForecast ? forecasters[metric]!.observe(at, value) : undefined;
      if (withDetector) detectors[metric]!.observe(at, value, expectation);
    }
  }
  const { user, system } = process.cpuUsage(start);
  return {
    "µs CPU a sample": figure((user + system) / (metrics * steps), 2),
    "KB a metric": figure(bytes / metrics / 1_024, 1),
  };
}
