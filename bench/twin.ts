// How long the twin takes for one tick, and what it costs to fork it. `--json` prints the figures as JSON.
import { Rng } from "@homeostat/core/kernel";
import { type SystemModel, systemModelSchema } from "@homeostat/core/system";
import { Twin } from "@homeostat/core/twin";

const limitMs = 2;
const ticks = 300;
const sizes = [100, 1_000, 10_000];

/** A layered system: each component calls three of the next layer; a tenth of them soft, a tenth asynchronous. */
function layeredSystem(size: number, seed: number): SystemModel {
  const rng = new Rng(seed);
  const layers = 6;
  const layerOf = (i: number) => Math.floor((i * layers) / size);
  const dependencies = [];
  for (let i = 0; i < size; i++) {
    const first = Math.ceil(((layerOf(i) + 1) * size) / layers);
    const end = Math.ceil(((layerOf(i) + 2) * size) / layers);
    if (first >= size) continue;
    const callees = new Set(Array.from({ length: 3 }, () => first + rng.int(Math.min(end, size) - first)));
    for (const callee of callees) {
      const kind = rng.next();
      dependencies.push({
        from: `c${i}`,
        to: `c${callee}`,
        kind: kind < 0.1 ? "async" : kind < 0.2 ? "soft" : "hard",
        callsPerRequest: 0.4,
        retries: 1,
      });
    }
  }
  return systemModelSchema.parse({
    name: `${size} components`,
    components: Array.from({ length: size }, (_, i) => ({
      id: `c${i}`,
      kind: "service",
      replicas: 2,
      loadRps: layerOf(i) === 0 ? 50 : 0,
      serviceTimeMs: 20,
      power: { idleW: 40, peakW: 90 },
    })),
    dependencies,
  });
}

const rows = sizes.map((size) => {
  const twin = new Twin(layeredSystem(size, 1), { seed: 1, startAt: 0 });
  const times: number[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    const from = performance.now();
    twin.step(100);
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const forkFrom = performance.now();
  const fork = twin.fork(2);
  const forkMs = performance.now() - forkFrom;
  const framesFrom = performance.now();
  fork.frames();
  const framesMs = performance.now() - framesFrom;
  return {
    components: size,
    tickMsMedian: times[ticks >> 1]!,
    tickMsP95: times[Math.floor(ticks * 0.95)]!,
    forkMs,
    framesMs,
  };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ limitMs, rows }));
} else {
  console.log("components  tick ms (median)  tick ms (p95)  asked  fork ms  frames ms");
  for (const { components, tickMsMedian, tickMsP95, forkMs, framesMs } of rows) {
    const asked = components === 1_000 ? `< ${limitMs}` : "";
    console.log(
      [
        `${components}`.padStart(10),
        tickMsMedian.toFixed(3).padStart(16),
        tickMsP95.toFixed(3).padStart(13),
        asked.padStart(5),
        forkMs.toFixed(2).padStart(7),
        framesMs.toFixed(2).padStart(9),
      ].join("  "),
    );
  }
}
