import { AnomalyWatch, Autopilot, LimitWatch } from "@homeostat/core/autonomy";
import { Rng } from "@homeostat/core/kernel";
import { expect, it } from "vitest";
import { SqliteJournal } from "../store/index.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { LearningKeeper } from "./learning-keeper.ts";

const second = 1_000;

function anAutopilot() {
  const watch = new AnomalyWatch();
  return { watch, autopilot: new Autopilot({ seed: 1, watches: [new LimitWatch(), watch] }) };
}

function live(autopilot: Autopilot, from: number, to: number): void {
  const rng = new Rng(from + 1);
  for (let i = from; i < to; i++) {
    const samples = { cpu: rng.normal(0.4, 0.02), latencyMs: i >= 400 && i < 404 ? 900 : rng.normal(20, 2) };
    autopilot.observe([{ component: "db", sequence: i, at: i * second, samples }]);
  }
}

it("goes on after a restart as if there had been none, antibodies included, and passes over what it cannot read", async () => {
  using folder = testFolder();
  const before = anAutopilot();
  live(before.autopilot, 0, 402);
  before.watch.judge("db", "dismissed");
  live(before.autopilot, 402, 450);
  const store = new SqliteJournal(folder.path);
  const keeper = new LearningKeeper(before.autopilot, store);
  await keeper.keepAll(["db", "never-heard-of"]);
  await store.saveLearned(new Map([["shop", new Uint8Array([1, 2, 3])]]));
  await store.close();

  const again = new SqliteJournal(folder.path);
  const after = anAutopilot();
  await new LearningKeeper(after.autopilot, again).restore(["db", "shop", "never-heard-of"]);
  await again.close();
  expect(JSON.stringify(after.autopilot.learned("db"))).toContain('"verdict":"dismissed"');
  for (const each of [before, after]) live(each.autopilot, 450, 500);
  expect(after.autopilot.learned("db")).toEqual(before.autopilot.learned("db"));
  expect(after.autopilot.learned("shop")).toEqual([undefined, undefined]);
});
