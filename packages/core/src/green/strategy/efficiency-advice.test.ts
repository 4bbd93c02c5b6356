import { expect, it } from "vitest";
import { hourMs } from "../../kernel/index.ts";
import { systemModelSchema } from "../../system/index.ts";
import type { IntensitySeries } from "../carbon/intensity-series.ts";
import { efficiencyAdvice } from "./efficiency-advice.ts";

const model = systemModelSchema.parse({
  name: "Shop",
  components: [
    {
      id: "shop",
      kind: "service",
      zone: "DE",
      replicas: 5,
      serviceTimeMs: 20,
      concurrency: 2,
      power: { idleW: 100, peakW: 300 },
    },
    { id: "plain", kind: "service" },
  ],
});
const loads = new Map([
  ["shop", { replicasUp: 5, meanUse: 0.15, highUse: 0.2 }],
  ["plain", { replicasUp: 1, meanUse: 0.1, highUse: 0.1 }],
]);
const series = (zone: string, gPerKwh: (hour: number) => number, hours = 48): IntensitySeries => ({
  signal: "average",
  zone,
  source: `made for ${zone}`,
  startMs: 0,
  stepMs: hourMs,
  gPerKwh: Array.from({ length: hours }, (_, hour) => gPerKwh(hour)),
});
const germany = series("DE", (hour) => (hour % 24 === 13 ? 100 : 340));

it("names what a component could run on instead, what that saves in power and carbon, and what it costs", () => {
  const context = { loads, intensities: [germany, series("FR", () => 40), series("PL", () => 615)], at: 24 * hourMs };
  const advice = efficiencyAdvice(model, "shop", context)!;
  expect(advice.alternatives.map(({ kind, to }) => to ?? kind)).toEqual([
    "FR",
    "scale-in",
    "sleep-replicas",
    "half-size-machine",
    "gate-clocks",
  ]);
  const [away, fewer] = advice.alternatives;
  // Another zone saves carbon, no power: all of what it draws, at the difference of the two grids.
  expect(away!.savedW.value).toBe(0);
  expect(away!.savedGPerHour!.value / advice.gPerHour!.value).toBeCloseTo((330 - 40) / 330, 9);
  // A high of 20 % of five is half of two, and one more than is needed stays.
  expect(fewer).toMatchObject({ kind: "scale-in", count: 3, useAfter: 0.5, leavesHeadroom: true });
  expect(fewer!.savedW.value).toBeGreaterThan(250);
  expect(fewer!.savedGPerHour!.value).toBeCloseTo((fewer!.savedW.value / 1000) * 1.135 * 330, 6);
  expect(fewer!.responseAfterMs).toBeGreaterThan(advice.responseMs);
  for (const { savedW, savedGPerHour } of advice.alternatives)
    expect([savedW.source, savedGPerHour!.source].every((source) => source.length > 10)).toBe(true);
  expect(advice.cleanestHour).toEqual({ at: 37 * hourMs, gPerKwh: 100, meanGPerKwh: 330 });
});

it("takes yesterday's hours where a series ends, and says nothing of carbon where no intensity is known", () => {
  const short = series("DE", (hour) => (hour % 24 === 13 ? 100 : 340), 26);
  const advice = efficiencyAdvice(model, "shop", { loads, intensities: [short], at: 25 * hourMs })!;
  expect(advice.cleanestHour).toMatchObject({ at: 37 * hourMs, gPerKwh: 100, meanGPerKwh: 330 });
  const blind = efficiencyAdvice(model, "shop", { loads, intensities: [], at: 0 })!;
  expect(blind.gPerHour).toBeUndefined();
  expect(blind.alternatives[0]).toMatchObject({ kind: "scale-in", savedGPerHour: undefined });
});

it("never compares an average with a marginal intensity, and has no advice where the power is not known", () => {
  const marginal = { ...series("FR", () => 40), signal: "marginal" as const };
  const advice = efficiencyAdvice(model, "shop", { loads, intensities: [germany, marginal], at: 0 })!;
  expect(advice.alternatives.some(({ kind }) => kind === "cleaner-zone")).toBe(false);
  expect(efficiencyAdvice(model, "plain", { loads, intensities: [germany], at: 0 })).toBeUndefined();
});
