import { expect, it } from "vitest";
import { fold, initialState } from "../journal/index.ts";
import { parseSystem } from "../system/index.ts";
import { Twin } from "../twin/index.ts";
import { Autopilot } from "./index.ts";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway, replicas: 2, loadRps: 60, serviceTimeMs: 5 }
  - { id: shop, kind: service, replicas: 2, serviceTimeMs: 12 }
  - { id: cache, kind: cache, serviceTimeMs: 1 }
  - { id: db, kind: database, serviceTimeMs: 8 }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: cache, kind: soft }
  - { from: shop, to: db }
`);

it("rings no bell in an hour in which nothing is wrong, however its metrics wander", () => {
  const twin = new Twin(model, { seed: 3, startAt: 0, isFailingAtRandom: false });
  const autopilot = new Autopilot({ seed: 3 });
  const described = { kind: "SystemDescribed" as const, model, managed: "twin" as const, faults: [], actions: [] };
  let state = fold(initialState, { seq: 1, at: 0, event: described });
  const found: unknown[] = [];
  for (let now = 1_000; now <= 3_600_000; now += 1_000) {
    twin.step(1_000);
    autopilot.observe(twin.frames());
    const turn = autopilot.tick(state, now);
    state = turn.state;
    for (const event of turn.events) if (event.kind === "FindingOpened") found.push(event.finding);
  }
  expect(found).toEqual([]);
});
