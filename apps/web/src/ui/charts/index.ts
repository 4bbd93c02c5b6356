import { lazy } from "react";

/**
 * The charts of the console. Only this folder knows the libraries behind them; each comes as a chunk of its own when the
 * first one is drawn. Wrap a chart in `ChartFrame`, which keeps its place and names it.
 *
 * `TimeChart` for dense streams over time, `BarsChart` and `LinesChart` for analyses.
 */
export const TimeChart = lazy(async () => ({ default: (await import("./time-chart.tsx")).TimeChart }));
export const BarsChart = lazy(async () => ({ default: (await import("./bars-chart.tsx")).BarsChart }));
export const LinesChart = lazy(async () => ({ default: (await import("./lines-chart.tsx")).LinesChart }));
export { ChartFrame } from "./chart-frame.tsx";
export { type ChartTone, toneOf } from "./chart-tone.ts";
