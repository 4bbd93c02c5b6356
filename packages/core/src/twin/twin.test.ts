import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOf } from "../kernel/index.ts";
import {
  type Action,
  actionKindSchema,
  type Fault,
  faultKindSchema,
  isStandardMetric,
  metricSpecs,
  type SystemModel,
  systemModelSchema,
} from "../system/index.ts";
import { shop } from "./shop.fixture.ts";
import { Twin } from "./twin.ts";

const seconds = 1_000;
const evenly = { startAt: 0, dayCurve: [1], isFailingAtRandom: false } as const;
const calm = (seed = 1, model: SystemModel = shop) => new Twin(model, { ...evenly, seed });
const ids = shop.components.map(({ id }) => id);

const faultArbitrary = fc
  .record({ kind: fc.constantFrom(...faultKindSchema.options), component: fc.constantFrom(...ids) })
  .filter(({ kind, component }) => kind !== "qubit-error" || component === "qpu");
const actionArbitrary = fc.record({
  kind: fc.constantFrom(...actionKindSchema.options),
  component: fc.constantFrom(...ids),
  to: fc.constantFrom(...ids),
});
type Step = { readonly inject: Fault } | { readonly act: Action } | { readonly waitMs: number };
const stepsArbitrary: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    faultArbitrary.map((inject) => ({ inject })),
    actionArbitrary.map((act) => ({ act })),
    fc.constantFrom(100, 700, 1_000, 9_000).map((waitMs) => ({ waitMs })),
  ),
  { maxLength: 12 },
);

function play(twin: Twin, steps: readonly Step[]): void {
  for (const step of steps) {
    if ("inject" in step) twin.inject(step.inject);
    else if ("act" in step) twin.apply(step.act);
    else twin.step(step.waitMs);
  }
}

describe("Twin", () => {
  it("goes the same way for the same seed, and another way for another", () => {
    const run = (seed: number) => {
      const twin = new Twin(shop, { seed, startAt: 0 });
      twin.step(60 * seconds);
      return hashOf(twin.state());
    };
    expect(run(4)).toBe(run(4));
    expect(run(4)).not.toBe(run(5));
  });

  it("forks into a copy that goes the same way, whatever the original does", () => {
    fc.assert(
      fc.property(stepsArbitrary, stepsArbitrary, (before, after) => {
        const twin = calm();
        play(twin, before);
        const fork = twin.fork();
        const restored = Twin.restore(shop, JSON.parse(JSON.stringify(twin.state())));
        play(twin, after);
        const expected = hashOf([twin.frames(), twin.state()]);
        play(fork, after);
        expect(hashOf([fork.frames(), fork.state()])).toBe(expected);
        play(restored, after);
        expect(hashOf([restored.frames(), restored.state()])).toBe(expected);
      }),
      { numRuns: 15 },
    );
  });

  it("forks with a seed into another future of the same present", () => {
    const twin = calm();
    twin.step(5 * seconds);
    const [a, b, c] = [twin.fork(1), twin.fork(2), twin.fork(1)];
    for (const fork of [a, b, c]) fork.step(5 * seconds);
    expect(hashOf(a.state())).toBe(hashOf(c.state()));
    expect(hashOf(a.state())).not.toBe(hashOf(b.state()));
    expect(twin.now).toBe(5 * seconds);
  });

  it("loses no request: what arrived was served, failed, went elsewhere or waits", () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const twin = new Twin(shop, { seed: 3, startAt: 0 });
        play(twin, [...steps, { waitMs: 5_000 }]);
        for (const id of ids) {
          const { arrived, served, failed, rerouted, waiting } = twin.condition(id).requests;
          expect(served + failed + rerouted + waiting).toBeCloseTo(arrived, 6);
          for (const count of [arrived, served, failed, rerouted, waiting]) expect(count).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("sends finite values within the bounds of each metric, whatever happens", () => {
    fc.assert(
      fc.property(stepsArbitrary, (steps) => {
        const twin = new Twin(shop, { seed: 5, startAt: 0 });
        play(
          twin,
          steps.filter((step) => !("inject" in step && step.inject.kind === "tampering")),
        );
        for (const { samples } of twin.frames()) {
          for (const [name, value] of Object.entries(samples)) {
            expect(isStandardMetric(name)).toBe(true);
            const { low, high } = metricSpecs[name as keyof typeof metricSpecs];
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThanOrEqual(high);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is never faster under more load", () => {
    const latencyAt = (loadRps: number) => {
      const components = shop.components.map((component) =>
        component.loadRps > 0 ? { ...component, loadRps } : component,
      );
      const twin = calm(2, { ...shop, components });
      twin.step(120 * seconds);
      return twin.condition("web").samples.latencyMs ?? 0;
    };
    const latencies = [20, 80, 140, 180, 230].map(latencyAt);
    // 5 % is what the mean of the last five seconds may stray.
    for (let k = 1; k < latencies.length; k++) expect(latencies[k]!).toBeGreaterThan(0.95 * latencies[k - 1]!);
    expect(latencies.at(-1)!).toBeGreaterThan(2 * latencies[0]!);
  });

  it("follows the day", () => {
    const rateAt = (hour: number) => {
      const twin = new Twin(shop, { seed: 1, startAt: hour * 3_600_000, isFailingAtRandom: false });
      twin.step(20 * seconds);
      return twin.serviceLevels()[0]!.requestRate;
    };
    expect(rateAt(19)).toBeGreaterThan(2 * rateAt(3));
  });

  it("fails and is repaired by the odds that the model gives", () => {
    const model = systemModelSchema.parse({
      name: "Odds",
      components: [{ id: "a", kind: "service", replicas: 50, failureProbability: 0.1, recoverySeconds: 60 }],
    });
    const twin = new Twin(model, { seed: 9, startAt: 0 });
    let up = 0;
    const samples = 3_000;
    for (let k = 0; k < samples; k++) {
      twin.step(2 * seconds);
      up += twin.condition("a").replicasUp;
    }
    expect(1 - up / (50 * samples)).toBeGreaterThan(0.09);
    expect(1 - up / (50 * samples)).toBeLessThan(0.11);
  });

  it("draws power between idle and peak, and as idle where what ran has stopped", () => {
    const twin = calm();
    const before = twin.powerW("app");
    expect(before).toBeGreaterThan(2 * 20);
    expect(before).toBeLessThan(2 * 60);
    expect(twin.powerW()).toBeCloseTo(before + twin.powerW("web"), 9);
    twin.inject({ kind: "crash", component: "app", dose: 2 });
    twin.step(1 * seconds);
    expect(twin.powerW("app")).toBe(2 * 20);
  });

  it("names what it does not know", () => {
    const twin = calm();
    expect(() => twin.inject({ kind: "crash", component: "wep" })).toThrow('there is no component "wep"');
    expect(() => twin.inject({ kind: "qubit-error", component: "db" })).toThrow("no quantum processor");
    expect(() => twin.inject({ kind: "errors", component: "db", dose: 7 })).toThrow("give up to 1");
    expect(() => twin.apply({ kind: "restart", component: "wep" })).toThrow('there is no component "wep"');
    expect(() => twin.condition("wep")).toThrow('there is no component "wep"');
  });
});
