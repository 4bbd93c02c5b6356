import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { ArrivalModel } from "./arrival-model.ts";
import { DemandModel } from "./demand-model.ts";
import type { SwimObservation } from "./manager.ts";
import { RidgeRegression } from "./ridge-regression.ts";
import { SlidingWindow } from "./sliding-window.ts";

describe("what the loop learns of SWIM", () => {
  it("finds the demand of warm and cold servers from how busy they are", () => {
    const demand = new DemandModel();
    const rng = new Rng(1);
    const served = [0, 0];
    for (let minute = 0; minute < 40; minute++) {
      const rate = 8 + 4 * rng.next();
      const busyShares = served.map((n) => {
        const requests = (rate / 2) * 60;
        return (rate / 2) * (0.04 + 0.05 * Math.exp(-(n + requests / 2) / 2_000)) * (1 + 0.02 * rng.normal());
      });
      for (const i of [0, 1]) served[i]! += (rate / 2) * 60;
      demand.learn({
        activeServers: 2,
        busyShares,
        optional: { rate, responseTime: 0.05 },
        low: { rate: 0, responseTime: 0 },
      } as unknown as SwimObservation);
    }
    expect(demand.optionalWork(20_000) / 0.04).toBeCloseTo(1, 1);
    expect(demand.optionalWork(0) / 0.09).toBeGreaterThan(0.85);
    expect(demand.optionalWork(0) / 0.09).toBeLessThan(1.15);
  });

  it("expects growth to go on where it always did, and none where there is none", () => {
    const growing = new ArrivalModel();
    const steady = new ArrivalModel();
    for (let minute = 0; minute < 30; minute++) {
      growing.learn(10 * 1.05 ** minute, 10 * 1.05 ** (minute + 1 / 3));
      steady.learn(20 + (minute % 2), 20.5);
    }
    expect(growing.forecast(1, growing) / growing.rate).toBeGreaterThan(1.03);
    expect(steady.forecast(5, steady)).toBeGreaterThan(19);
    expect(steady.forecast(5, steady)).toBeLessThan(22);
    const courses = steady.imagine(new Rng(1), 64, 4, 60);
    const last = courses.map((course) => course[3]!).sort((a, b) => a - b);
    expect(last[32]!).toBeGreaterThan(18);
    expect(last[32]!).toBeLessThan(23);
    expect(last[63]!).toBeGreaterThan(25);
  });

  it("a ridge regression is its prior before it sees anything, and the truth after it has seen enough", () => {
    const regression = new RidgeRegression([1, -1], [0.1, 0.1]);
    expect(regression.solve().map((x) => Math.round(x * 1e9) / 1e9)).toEqual([1, -1]);
    const rng = new Rng(2);
    for (let k = 0; k < 500; k++) {
      const x = [rng.normal(), rng.normal()];
      regression.add(x, 3 * x[0]! + 0.5 * x[1]!);
    }
    const [a, b] = regression.solve();
    expect(a).toBeCloseTo(3, 2);
    expect(b).toBeCloseTo(0.5, 2);
  });

  it("a sliding window keeps what is no older than its span", () => {
    const window = new SlidingWindow(60);
    for (let at = 0; at <= 100; at += 10) window.push(at, at);
    window.forget(100);
    expect([window.count, window.mean(), window.countSince(85)]).toEqual([7, 70, 2]);
  });
});
