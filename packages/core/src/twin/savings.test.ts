import { expect, it } from "vitest";
import { type ComponentLoad, savingsFor } from "../green/index.ts";
import { secondMs } from "../kernel/index.ts";
import { office } from "./office.fixture.ts";
import { Twin } from "./twin.ts";

function loadsOf(twin: Twin): Map<string, ComponentLoad> {
  return new Map(
    office.components.map(({ id }) => {
      const { samples, replicasUp } = twin.condition(id);
      const use = samples.cpu!;
      return [id, { replicasUp, meanUse: use, highUse: use, requestRate: samples.requestRate! }];
    }),
  );
}

const calm = new Twin(office, { seed: 1, startAt: 0, dayCurve: [1], isFailingAtRandom: false });
calm.step(120 * secondMs);
const savings = savingsFor(office, "front", loadsOf(calm));

it("knows all five strategies where there is room, the largest saving first", () => {
  expect(savings.map(({ action }) => action.kind)).toEqual([
    "consolidate",
    "scale-in",
    "sleep-replicas",
    "gate-clocks",
    "compress-data",
  ]);
  expect(savings.every(({ leavesHeadroom }) => leavesHeadroom)).toBe(true);
});

it.each(savings.map((saving) => [saving.action.kind, saving] as const))(
  "%s saves in the twin what the model says, and leaves as much room",
  (_kind, { action, savedW, useAfter, responseMs }) => {
    const [done, not] = [calm.fork(), calm.fork()];
    done.apply(action);
    for (const twin of [done, not]) twin.step(60 * secondMs);
    let saved = 0;
    for (let i = 0; i < 300; i++) {
      for (const twin of [done, not]) twin.step(secondMs);
      saved += (not.powerW() - done.powerW()) / 300;
    }
    expect(saved / savedW).toBeGreaterThan(0.85);
    expect(saved / savedW).toBeLessThan(1.15);
    const fullest = action.kind === "consolidate" ? action.to! : action.component;
    const own = done.condition(fullest).samples.cpu!;
    const guest = action.kind === "consolidate" ? done.condition(action.component).samples.cpu! : 0;
    expect(Math.abs(own + guest - useAfter)).toBeLessThan(0.1);
    const slower = done.condition("front").samples.latencyMs! - not.condition("front").samples.latencyMs!;
    expect(Math.abs(slower - (responseMs.after - responseMs.before))).toBeLessThan(3);
  },
);

it("keeps one replica more than is needed, and says where no room is left", () => {
  const tight = { replicasUp: 2, meanUse: 0.2, highUse: 0.3 };
  const kinds = (load: ComponentLoad) =>
    savingsFor(office, "side", new Map([["side", load]])).map(({ action }) => action.kind);
  expect(kinds(tight)).toEqual(["gate-clocks"]);
  const busy = savingsFor(office, "side", new Map([["side", { replicasUp: 4, meanUse: 0.6, highUse: 0.7 }]]));
  expect(busy.some(({ leavesHeadroom }) => leavesHeadroom)).toBe(false);
});
