import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { ArrivalModel } from "./arrival-model.ts";
import { DemandModel } from "./demand-model.ts";
import { FluidMinute } from "./fluid-minute.ts";
import { HomeAccount } from "./home-account.ts";
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
    const last = courses.map(({ rates }) => rates[3]!).sort((a, b) => a - b);
    expect(last[32]!).toBeGreaterThan(18);
    expect(last[32]!).toBeLessThan(23);
    expect(last[63]!).toBeGreaterThan(25);
  });

  it("does not take a cold server for a warm one because it was seen only when it was full", () => {
    const demand = new DemandModel();
    for (let minute = 0; minute < 20; minute++) {
      demand.learn({
        activeServers: 1,
        busyShares: [minute < 8 ? 1 : 20 * 0.0385],
        optional: { rate: 20, responseTime: 0.2 },
        low: { rate: 0, responseTime: 0 },
      } as unknown as SwimObservation);
    }
    expect(demand.optionalWork(0)).toBeGreaterThan(0.075);
    expect(demand.optionalWork(25_000)).toBeCloseTo(0.0385, 2);
  });

  it("reckons with a jump in half of the courses, and weighs them by how often there was one", () => {
    const calm = new ArrivalModel();
    const jumpy = new ArrivalModel();
    for (let minute = 0; minute < 40; minute++) {
      calm.learn(20, 20);
      jumpy.learn(minute % 10 === 9 ? 40 : 20, 20);
    }
    const weightOfJumps = (model: ArrivalModel) => {
      const courses = model.imagine(new Rng(1), 64, 10, 60);
      expect(courses.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
      return courses.slice(32).reduce((sum, { weight }) => sum + weight, 0);
    };
    expect(weightOfJumps(calm)).toBeLessThan(0.1);
    expect(weightOfJumps(jumpy)).toBeGreaterThan(0.3);
  });

  it("a queue that is too full waits no longer than people do, and is empty at once without the content", () => {
    const inflow = { before: 20, rate: 20, slope: 0, wait: () => 0 };
    const usual = new FluidMinute();
    expect(usual.serve(0, { ...inflow, work: 0.04 })).toBe(0);
    expect(usual.responseTime).toBeCloseTo(0.04, 9);
    const over = new FluidMinute();
    const waiting = over.serve(0, { ...inflow, work: 0.08 });
    expect(waiting).toBe(20 * 10 + 100);
    expect(over.responseTime).toBeGreaterThan(4);
    const dimmed = new FluidMinute();
    expect(dimmed.serve(waiting, { ...inflow, work: 0.002 })).toBe(0);
    expect(dimmed.responseTime).toBeLessThan(over.responseTime / 2);
  });

  it("knows how far it is behind the plant as it was set up, and forgives the price of caution", () => {
    const plant = { maxServers: 12, dimmerLevels: 10, bootSeconds: 180, responseTimeLimit: 0.75 };
    const minute = { arrivalRate: 20, dimmer: 1, servers: 2, activeServers: 2, responseTime: 0.1 } as SwimObservation;
    const account = new HomeAccount();
    account.add(minute, 3, 0.3, plant);
    expect(account.arrears, "a server saved is a gain").toBe(0);
    account.add({ ...minute, responseTime: 2 }, 3, 0.3, plant);
    const { arrears } = account;
    expect(arrears).toBeGreaterThan(450);
    account.add({ ...minute, responseTime: 2 }, 3, 1.2, plant);
    account.add({ ...minute, servers: 5, activeServers: 5 }, 3, 0.3, plant);
    expect(account.arrears).toBeCloseTo(arrears * 0.98 ** 2, 9);
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
