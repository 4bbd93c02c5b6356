// What one turn of the loop costs, without rehearsal: `node bench/loop.ts [--json]`. Asked for: at most 50 ms a tick for
// 1,000 components with 10 metrics each, growing linearly to 10,000.
import { Autopilot } from "@homeostat/core/autonomy";
import { fold, initialState } from "@homeostat/core/journal";
import { mean, quantile, Rng } from "@homeostat/core/kernel";
import { actionKindSchema, type Frame, type SystemModel, systemModelSchema } from "@homeostat/core/system";
import { printReport } from "./report.ts";

const metrics = [
  "cpu",
  "memory",
  "errorRate",
  "latencyMs",
  "latencyP99Ms",
  "requestRate",
  "queueLength",
  "replicasUp",
  "hitRate",
  "powerW",
];
const calm = [0.4, 0.5, 0.001, 20, 60, 100, 2, 2, 0.9, 120];

/** Tiers of ten components that each need two of the tier below. */
function tiers(components: number): SystemModel {
  const id = (i: number) => `c${i}`;
  return systemModelSchema.parse({
    name: `${components} components`,
    components: Array.from({ length: components }, (_, i) => ({
      id: id(i),
      kind: "service",
      replicas: 2,
      zone: `z${i % 4}`,
      power: { idleW: 60, peakW: 150 },
    })),
    dependencies: Array.from({ length: components - 10 }, (_, i) => [
      { from: id(i), to: id(10 * Math.floor(i / 10) + 10 + (i % 10)) },
      { from: id(i), to: id(10 * Math.floor(i / 10) + 10 + ((i + 3) % 10)), kind: "soft" },
    ])
      .flat()
      .filter(({ to }) => Number(to.slice(1)) < components),
  });
}

/** Ticks in ms: with `broken` of the components beyond a limit from the twentieth tick on. */
function measure(components: number, broken: number, ticks: number): number[] {
  const model = tiers(components);
  const rng = new Rng(1);
  const autopilot = new Autopilot({ seed: 1 });
  const described = {
    kind: "SystemDescribed" as const,
    model,
    managed: "twin" as const,
    faults: [],
    actions: [...actionKindSchema.options],
  };
  let state = fold(initialState, { seq: 1, at: 0, event: described });
  const took: number[] = [];
  for (let tick = 1; tick <= ticks; tick++) {
    const frames = model.components.map(({ id }, i): Frame => {
      const samples = Object.fromEntries(
        metrics.map((metric, m) => [metric, metric === "replicasUp" ? 2 : calm[m]! * (0.95 + 0.1 * rng.next())]),
      );
      if (tick > 20 && i % Math.round(components / broken) === 0) samples["errorRate"] = 0.4;
      return { component: id, sequence: tick, at: tick * 1000, samples };
    });
    const start = performance.now();
    autopilot.observe(frames);
    ({ state } = autopilot.tick(state, tick * 1000));
    took.push(performance.now() - start);
  }
  return took.slice(10);
}

const rows = [];
for (const components of [100, 1_000, 10_000]) {
  const took = measure(components, components / 50, 60);
  rows.push({
    components,
    metrics: components * metrics.length,
    "mean ms": mean(took).toFixed(2),
    "p95 ms": quantile(took, 0.95).toFixed(2),
    "µs a component": ((1000 * mean(took)) / components).toFixed(1),
    "asked for": components === 1_000 ? "≤ 50 ms" : components === 10_000 ? "linear" : "",
  });
}
printReport("One turn of the loop, 2 % of the components failing", rows);
