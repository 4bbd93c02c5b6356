import { Rng } from "@homeostat/core/kernel";
import { describe, expect, it } from "vitest";
import { SurvivalBench } from "./survival.fixture.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The long versions run as `bench/survival`. */
describe("nothing that was acknowledged is lost, and nothing is decided twice", () => {
  it("when the server is killed in the middle of a decision and started again, twenty times", async () => {
    const rng = new Rng(1);
    const bench = await SurvivalBench.start();
    try {
      const report = await bench.run(20, async (bench, approve) => {
        approve();
        await pause(rng.next() * 90);
        await bench.killAndRestart();
      });
      expect(report).toMatchObject({ alike: 20, lost: 0, forgotten: 0, doubled: 0, gaps: 0, repeats: 0 });
      expect(report.acknowledged).toBeGreaterThanOrEqual(20);
      expect(report.decisions).toBeGreaterThan(0);
    } finally {
      await bench.close();
    }
  }, 600_000);

  it("when the network is pulled while a decision is on its way", async () => {
    const bench = await SurvivalBench.start();
    try {
      const report = await bench.run(2, async (bench, approve) => {
        approve();
        bench.proxy.cut();
        await pause(1_500);
        bench.proxy.mend();
      });
      expect(report).toMatchObject({ alike: 2, lost: 0, forgotten: 0, doubled: 0, gaps: 0, repeats: 0 });
    } finally {
      await bench.close();
    }
  }, 300_000);
});
