import { describe, expect, it } from "vitest";
import type { Fault, StandardMetric } from "../system/index.ts";
import { shop } from "./shop.fixture.ts";
import { Twin } from "./twin.ts";

const seconds = 1_000;
const calm = () => new Twin(shop, { seed: 1, startAt: 0, dayCurve: [1], isFailingAtRandom: false });
const sample = (twin: Twin, component: string, metric: StandardMetric) =>
  twin.frames().find((frame) => frame.component === component)?.samples[metric] ?? Number.NaN;

/** What a fault shows at its own component, or at a caller, and which way the metric goes. */
const harm: [fault: Fault, at: string, metric: StandardMetric, direction: 1 | -1, by: number][] = [
  [{ kind: "crash", component: "app", dose: 2 }, "web", "errorRate", 1, 0.9],
  [{ kind: "crash", component: "web" }, "web", "replicasUp", -1, 0.9],
  [{ kind: "hang", component: "db" }, "app", "errorRate", 1, 0.15],
  [{ kind: "hang", component: "advice" }, "app", "latencyMs", 1, 200],
  [{ kind: "latency", component: "bank", dose: 800 }, "app", "latencyMs", 1, 50],
  [{ kind: "errors", component: "app", dose: 0.5 }, "web", "errorRate", 1, 0.2],
  [{ kind: "cpu", component: "app" }, "app", "cpu", 1, 0.4],
  [{ kind: "cpu", component: "app" }, "web", "latencyMs", 1, 100],
  [{ kind: "memory-leak", component: "app", dose: 0.6 }, "app", "memory", 1, 0.2],
  [{ kind: "partition", component: "app", to: "db" }, "app", "errorRate", 1, 0.15],
  [{ kind: "partition", component: "orders" }, "orders", "queueLength", 1, 300],
  [{ kind: "tampering", component: "app", dose: 0.1 }, "app", "cpu", -1, 0.3],
  [{ kind: "qubit-error", component: "qpu" }, "qpu", "errorRate", 1, 0.2],
];

describe("faults of the twin", () => {
  it.each(harm)("%j hurts %s: %s", (fault, at, metric, direction, by) => {
    const twin = calm();
    twin.step(20 * seconds);
    const before = sample(twin, at, metric);
    const handle = twin.inject(fault);
    twin.step(25 * seconds);
    expect(direction * (sample(twin, at, metric) - before)).toBeGreaterThan(by);

    twin.clear(handle);
    if (fault.kind === "memory-leak") twin.apply({ kind: "restart", component: fault.component });
    twin.step(150 * seconds);
    expect(Math.abs(sample(twin, at, metric) - before)).toBeLessThan(by);
    expect(twin.activeFaults()).toEqual([]);
    expect(twin.serviceLevels()[0]!.servedShare).toBeGreaterThan(0.99);
  });

  it("end by themselves when their time is over", () => {
    const twin = calm();
    twin.inject({ kind: "errors", component: "app", dose: 1, durationMs: 10_000 });
    twin.step(9 * seconds);
    expect(twin.activeFaults()).toHaveLength(1);
    twin.step(4 * seconds);
    expect(twin.activeFaults()).toEqual([]);
  });

  it("climb hard dependencies to the entry, and only degrade across soft ones", () => {
    const hard = calm();
    hard.inject({ kind: "crash", component: "bank" });
    hard.step(20 * seconds);
    expect(sample(hard, "app", "errorRate")).toBeGreaterThan(0.05);
    expect(hard.serviceLevels()[0]!.servedShare).toBeLessThan(0.995);

    const soft = calm();
    soft.inject({ kind: "crash", component: "advice" });
    soft.step(20 * seconds);
    expect(sample(soft, "app", "errorRate")).toBeLessThan(0.01);
    expect(soft.serviceLevels()[0]!.degradedShare).toBeGreaterThan(0.8);
    expect(soft.serviceLevels()[0]!.isMet).toBe(true);
  });

  it("make callers ask again: retries amplify the load", () => {
    const twin = calm();
    twin.step(20 * seconds);
    const before = sample(twin, "app", "requestRate");
    twin.inject({ kind: "errors", component: "app", dose: 0.8 });
    twin.step(25 * seconds);
    expect(sample(twin, "app", "requestRate")).toBeGreaterThan(1.5 * before);
  });

  it("let a dead cache send its callers to what stands behind it", () => {
    const twin = calm();
    twin.step(20 * seconds);
    const before = sample(twin, "db", "requestRate");
    twin.inject({ kind: "crash", component: "cache" });
    twin.step(25 * seconds);
    expect(sample(twin, "db", "requestRate")).toBeGreaterThan(2 * before);
  });

  it("let memory run out in the end, and replicas with it", () => {
    const twin = calm();
    twin.inject({ kind: "memory-leak", component: "app", dose: 3 });
    let fewest = 2;
    for (let second = 0; second < 60; second++) {
      twin.step(1 * seconds);
      fewest = Math.min(fewest, twin.condition("app").replicasUp);
    }
    expect(fewest).toBe(0);
  });

  it("replay frames that were sent before, bit by bit", () => {
    const twin = calm();
    const sent = [];
    twin.inject({ kind: "replay", component: "db" });
    for (let k = 0; k < 45; k++) {
      twin.step(100);
      sent.push(twin.frames().find(({ component }) => component === "db")!);
    }
    expect(sent.slice(20, 40)).toEqual(sent.slice(0, 20));
    expect(sent[40]).toEqual(sent[0]);
    expect(new Set(sent.slice(0, 20).map(({ sequence }) => sequence)).size).toBe(20);
  });
});
