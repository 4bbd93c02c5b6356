import { describe, expect, it } from "vitest";
import type { Frame } from "../system/index.ts";
import { shop } from "./shop.fixture.ts";
import { Twin } from "./twin.ts";

const seconds = 1_000;

/** What the model says, and what the real system is like: busier, slower, with faults of its own. */
const real = {
  ...shop,
  components: shop.components.map((component) => {
    if (component.id === "web") return { ...component, loadRps: 130 };
    if (component.id === "db") return { ...component, serviceTimeMs: 45 };
    return component;
  }),
  dependencies: shop.dependencies.map((dependency) =>
    dependency.to === "bank" ? { ...dependency, callsPerRequest: 0.25 } : dependency,
  ),
};

function telemetry(): { frames: Frame[]; plant: Twin } {
  const plant = new Twin(real, { seed: 11, startAt: 0, dayCurve: [1], isFailingAtRandom: false });
  plant.inject({ kind: "errors", component: "bank", dose: 0.1 });
  plant.inject({ kind: "latency", component: "advice", dose: 40 });
  plant.step(30 * seconds);
  const frames: Frame[] = [];
  for (let k = 0; k < 120; k++) {
    plant.step(1 * seconds);
    frames.push(...plant.frames());
  }
  return { frames, plant };
}

describe("calibrate", () => {
  it("finds load, call rates, service times, delays and errors, and then behaves as the plant does", () => {
    const { frames, plant } = telemetry();
    const twin = new Twin(shop, { seed: 1, startAt: plant.now, dayCurve: [1], isFailingAtRandom: false });
    const { components } = twin.calibrate(frames);
    const learned = Object.fromEntries(components.map((component) => [component.component, component]));
    expect(learned["web"]!.loadRps! / 130).toBeCloseTo(1, 1);
    expect(learned["db"]!.serviceTimeMs! / 45).toBeCloseTo(1, 1);
    expect(learned["advice"]!.extraMs! / 40).toBeCloseTo(1, 1);
    expect(learned["bank"]!.errorRate).toBeGreaterThan(0.07);
    expect(learned["bank"]!.errorRate).toBeLessThan(0.13);

    twin.step(60 * seconds);
    for (const id of ["web", "app", "db", "bank"]) {
      const mine = twin.condition(id).samples;
      const theirs = plant.condition(id).samples;
      expect(mine.requestRate! / theirs.requestRate!).toBeGreaterThan(0.8);
      expect(mine.requestRate! / theirs.requestRate!).toBeLessThan(1.25);
      expect(mine.latencyMs! / theirs.latencyMs!).toBeGreaterThan(0.8);
      expect(mine.latencyMs! / theirs.latencyMs!).toBeLessThan(1.25);
    }
  });

  it("is not led astray by a few false frames", () => {
    const { frames } = telemetry();
    const twisted = frames.map((frame, k) =>
      k % 7 === 0 ? { ...frame, samples: { ...frame.samples, requestRate: 1e6, cpu: 0 } } : frame,
    );
    const twin = new Twin(shop, { seed: 1, startAt: 0, dayCurve: [1] });
    const web = twin.calibrate(twisted).components[0]!;
    expect(web.loadRps! / 130).toBeCloseTo(1, 1);
  });

  it("changes nothing where it is told nothing", () => {
    const twin = new Twin(shop, { seed: 1, startAt: 0, dayCurve: [1] });
    const before = twin.state();
    twin.calibrate([]);
    expect(twin.state()).toEqual(before);
  });
});
