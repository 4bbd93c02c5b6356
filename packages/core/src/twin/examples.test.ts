import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dayMs, hourMs, minuteMs, secondMs } from "../kernel/index.ts";
import { type Fault, parseSystem } from "../system/index.ts";
import { Twin } from "./twin.ts";

const examples = ["four-components", "online-boutique", "metropolis"] as const;
const read = (name: (typeof examples)[number]) => {
  const file = `examples/${name}.yaml`;
  return parseSystem(readFileSync(new URL(`../../../../${file}`, import.meta.url), "utf8"), file);
};
const eveningPeak = 19 * hourMs;

describe("the example systems", () => {
  it.each(examples)("%s is calm for a whole day when nothing is broken", (name) => {
    const twin = new Twin(read(name), { seed: 1, startAt: 0, isFailingAtRandom: false });
    const worst = { cpu: 0, memory: 0, errorRate: 0 };
    for (let at = 0; at < dayMs; at += 20 * secondMs) {
      twin.step(20 * secondMs);
      for (const { samples } of twin.frames()) {
        for (const metric of ["cpu", "memory", "errorRate"] as const) {
          worst[metric] = Math.max(worst[metric], samples[metric] ?? 0);
        }
      }
    }
    expect(worst.cpu).toBeLessThan(0.8);
    expect(worst.memory).toBeLessThan(0.85);
    expect(worst.errorRate).toBeLessThan(0.05);
    for (const { servedShareSinceStart } of twin.serviceLevels()) expect(servedShareSinceStart).toBeGreaterThan(0.998);
  });

  it.each(examples)("%s is used from 30 to 65 % at the peak of its day", (name) => {
    const twin = new Twin(read(name), { seed: 1, startAt: eveningPeak, isFailingAtRandom: false });
    const use = new Map<string, number>();
    for (let minute = 0; minute < 10; minute++) {
      twin.step(minuteMs);
      for (const { component, samples } of twin.frames()) {
        if (samples["cpu"] !== undefined) use.set(component, (use.get(component) ?? 0) + samples["cpu"] / 10);
      }
    }
    for (const cpu of use.values()) {
      expect(cpu).toBeGreaterThan(0.3);
      expect(cpu).toBeLessThan(0.65);
    }
  });

  it("the four components are those of the source document", () => {
    const figures = read("four-components").components.map(({ failureProbability, recoverySeconds }) => [
      failureProbability,
      recoverySeconds,
    ]);
    expect(figures).toEqual([
      [0.05, 120],
      [0.1, 30],
      [0.02, 300],
      [0.01, 600],
    ]);
  });

  it.each<[fault: Fault, hurt: readonly string[], unhurt: readonly string[]]>([
    [{ kind: "crash", component: "orders-db", dose: 2 }, ["ticketing", "mobile-gateway"], ["portal", "sensor-gateway"]],
    [{ kind: "hang", component: "timetable" }, ["journey-planner", "mobile-gateway", "partner-api"], ["portal"]],
    [
      { kind: "partition", component: "payment", to: "payment-provider" },
      ["ticketing"],
      ["fares", "web-gateway-north"],
    ],
    [{ kind: "crash", component: "search", dose: 2 }, ["search"], ["portal", "web-gateway-north"]],
    [{ kind: "crash", component: "object-storage", dose: 1 }, [], ["object-storage", "content-store", "map-tiles"]],
  ])("in Metropolis %j reaches %j but not %j", (fault, hurt, unhurt) => {
    const twin = new Twin(read("metropolis"), { seed: 1, startAt: eveningPeak, isFailingAtRandom: false });
    twin.inject(fault);
    twin.step(minuteMs);
    const errorRate = (id: string) => twin.condition(id).samples.errorRate ?? 0;
    for (const id of hurt) expect(errorRate(id)).toBeGreaterThan(0.05);
    for (const id of unhurt) expect(errorRate(id)).toBeLessThan(0.05);
  });
});
