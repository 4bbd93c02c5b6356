import { describe, expect, it } from "vitest";
import { parseSystem } from "../../system/index.ts";
import { Twin } from "../../twin/index.ts";
import { rehearse } from "../index.ts";

const model = parseSystem(`name: shop
slos:
  - { name: shop, entry: web, availability: 0.99 }
components:
  - { id: web, kind: gateway, loadRps: 40, replicas: 2, serviceTimeMs: 5 }
  - { id: shop, kind: service, replicas: 2, serviceTimeMs: 20 }
  - { id: db, kind: database, serviceTimeMs: 8, recoverySeconds: 60 }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
`);

describe("rehearse", () => {
  it("sees that a restart heals what hangs, and that scaling something else does not", () => {
    const twin = new Twin(model, { seed: 1, startAt: 0, isFailingAtRandom: false });
    twin.inject({ kind: "hang", component: "db" });
    twin.step(10_000);
    const results = rehearse({
      model,
      twin: twin.state(),
      faults: [],
      actions: [
        { kind: "restart", component: "db" },
        { kind: "scale-out", component: "shop" },
      ],
      seeds: 4,
      horizonMs: 60_000,
    });
    const restart = results.get("restart")!;
    expect(restart).toMatchObject({ seeds: 4, betterShare: 1 });
    expect(restart.withAction.served).toBeGreaterThan(restart.without.served + 0.3);
    expect(results.get("scale-out")!.withAction.served).toBeLessThan(restart.withAction.served);
  });

  it("names the promise on which acting tells most", () => {
    const two = parseSystem(`name: two
slos:
  - { name: calm, entry: left, availability: 0.99 }
  - { name: hit, entry: right, availability: 0.99 }
components:
  - { id: left, kind: gateway, loadRps: 40, serviceTimeMs: 5 }
  - { id: right, kind: gateway, loadRps: 40, serviceTimeMs: 5 }
  - { id: db, kind: database, serviceTimeMs: 8 }
dependencies: [{ from: right, to: db }]
`);
    const twin = new Twin(two, { seed: 1, startAt: 0, isFailingAtRandom: false });
    twin.inject({ kind: "hang", component: "db" });
    twin.step(10_000);
    const actions = [{ kind: "restart" as const, component: "db" }];
    const task = { model: two, twin: twin.state(), faults: [], actions, seeds: 3, horizonMs: 60_000 };
    const { slo, withAction } = rehearse(task).get("restart")!;
    expect(slo?.name).toBe("hit");
    expect(slo!.withAction).toBeGreaterThan(slo!.without + 0.5);
    expect(withAction.served).toBeCloseTo((slo!.withAction + 1) / 2, 1);
  });

  it("does not disturb the twin that it was given, and stops when it is late", () => {
    const twin = new Twin(model, { seed: 1, startAt: 0 });
    const before = JSON.stringify(twin.state());
    const task = {
      model,
      twin: twin.state(),
      faults: [],
      actions: [{ kind: "restart" as const, component: "web" }],
      seeds: 3,
      horizonMs: 5_000,
    };
    expect(rehearse(task, () => true).size).toBe(0);
    expect(rehearse(task).get("restart")).toEqual(rehearse(task).get("restart"));
    expect(JSON.stringify(twin.state())).toBe(before);
  });
});
