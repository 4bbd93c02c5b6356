import { expect, it } from "vitest";
import { initialState } from "../../journal/index.ts";
import { Rng } from "../../kernel/index.ts";
import { AnomalyWatch } from "../index.ts";

it("says what was usual before the event, also when the metric has been away from it for a while", () => {
  const watch = new AnomalyWatch();
  const rng = new Rng(1);
  const said: number[] = [];
  let errorRate = 0.01;
  for (let second = 0; second < 400; second++) {
    // A dependency is gone, and the error rate, which is smoothed, climbs towards 90 %.
    if (second > 340) errorRate += 0.1 * (0.9 - errorRate);
    const samples = { errorRate: errorRate + 0.002 * rng.next(), latencyMs: 20 + rng.next() };
    watch.observe({ component: "shop", sequence: second, at: 1_000 * second, samples });
    for (const { evidence } of watch.conditions(initialState, 1_000 * second)) {
      const [anomaly] = evidence;
      if (anomaly?.kind !== "anomaly") continue;
      said.push(...anomaly.metrics.filter(({ metric }) => metric === "errorRate").map(({ expected }) => expected));
    }
  }
  expect(said.length).toBeGreaterThan(20);
  for (const expected of said) expect(expected).toBeCloseTo(0.011, 2);
});
