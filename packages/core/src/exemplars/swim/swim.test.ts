import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { homeostatManager } from "./homeostat-manager.ts";
import { doNothing, reactiveManager, staticManager, type SwimObservation, type SwimPlant } from "./manager.ts";
import { MersenneTwister } from "./mersenne-twister.ts";
import { readTrace } from "./read-trace.ts";
import { simulateSwim } from "./swim-simulation.ts";
import { syntheticTrace } from "./synthetic-trace.ts";
import { instantUtility, periodUtility } from "./utility.ts";

const folder = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "autonomy/swim",
);
const small: SwimPlant = { maxServers: 3, dimmerLevels: 5, bootSeconds: 60, responseTimeLimit: 0.75 };
const configuration = { maxServers: 3, dimmerLevels: 5, bootSeconds: 60, seed: 0 };

interface ReferenceRun {
  readonly manager: "Reactive" | "Reactive2";
  readonly boot: number;
  readonly seed: number;
  readonly maxServers: number;
  readonly levels: number;
}

describe.skipIf(!existsSync(folder))("SWIM beside the original (needs the reference data)", () => {
  const trace = "wc_day53-r0-105m-l70.delta";
  const interArrivalSeconds = existsSync(folder) ? readTrace(readFileSync(join(folder, trace), "utf8"), trace) : [];
  const runs: readonly ReferenceRun[] = existsSync(folder)
    ? JSON.parse(readFileSync(join(folder, "reference-runs.json"), "utf8")).runs
    : [];

  it.each(runs.filter((_, k) => k % 5 === 0))("%j is equal in every printed digit", (run) => {
    const score = simulateSwim({
      interArrivalSeconds,
      maxServers: run.maxServers,
      dimmerLevels: run.levels,
      bootSeconds: run.boot,
      seed: run.seed,
      manager: reactiveManager({ needsSpareServer: run.manager === "Reactive" }),
    });
    const round = (value: number, digits: number) => Number(value.toFixed(digits));
    expect({
      utility: round(score.utilitySeams2017, 2),
      rev: round(score.revenue, 1),
      bonus: round(score.bonus, 1),
      pen: round(score.penalty, 1),
      latePeriods: score.latePeriods,
      icac: round(score.utilityIcac2016, 4),
      pctOpt: round(score.percentOptional, 1),
      pctLate: round(score.percentLate, 2),
      meanServers: round(score.meanServers, 2),
      meanDimmer: round(score.meanDimmer, 2),
      n: score.responses,
    }).toMatchObject(omit(run, ["manager", "boot", "seed", "maxServers", "levels"]));
  });

  it("our loop keeps its word on the World Cup trace", () => {
    const score = simulateSwim({ ...configuration, interArrivalSeconds, manager: homeostatManager() });
    expect(score.utilitySeams2017).toBeGreaterThan(4300);
    expect(score.latePeriods).toBeLessThanOrEqual(1);
  });
});

function omit(value: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

describe("SWIM", () => {
  it("draws the numbers of MT19937", () => {
    const twister = new MersenneTwister(5489);
    expect([twister.uint32(), twister.uint32(), twister.uint32()]).toEqual([3499211612, 581869302, 3890346734]);
    for (let k = 3; k < 9_999; k++) twister.uint32();
    expect(twister.uint32()).toBe(4123659995);
  });

  it("scores a minute as SEAMS 2017 does", () => {
    const minute = { arrivalRate: 20, dimmer: 1, servers: 2, responseTime: 0.1 };
    expect(periodUtility(minute, small)).toEqual({ revenue: 30, bonus: 10, penalty: 0 });
    expect(periodUtility({ ...minute, dimmer: 0.5 }, small)).toEqual({ revenue: 25, bonus: 0, penalty: 0 });
    expect(periodUtility({ ...minute, responseTime: 1 }, small).penalty).toBeCloseTo(1.5 * (20 - 3 / 0.04452713), 9);
  });

  it("scores an instant as ICAC 2016 does, halves rounded away from zero", () => {
    const instant = { arrivalRate: 20, responseTime: 0.1 } as SwimObservation;
    expect(instantUtility({ ...instant, dimmer: 1 }, small)).toBe(31);
    expect(instantUtility({ ...instant, dimmer: 0.5 }, small)).toBe(25);
  });

  it("goes the same way for the same seed, whoever decides", () => {
    const interArrivalSeconds = syntheticTrace("steps", { seed: 4 });
    const run = () => simulateSwim({ ...configuration, interArrivalSeconds, manager: homeostatManager() });
    expect(run()).toEqual(run());
  });

  it("counts every request of a calm trace, and serves them in time with one server", () => {
    const interArrivalSeconds = syntheticTrace("calm", { seed: 1 });
    const score = simulateSwim({ ...configuration, interArrivalSeconds, manager: homeostatManager() });
    expect(score.latePeriods).toBe(0);
    expect(score.meanServers).toBeLessThan(1.05);
    const times = interArrivalSeconds.reduce<{ now: number; scored: number }>(
      ({ now, scored }, gap) => ({ now: now + gap, scored: scored + (now + gap > 900 && now + gap < 6_300 ? 1 : 0) }),
      { now: 0, scored: 0 },
    );
    expect(Math.abs(score.responses - times.scored)).toBeLessThan(10);
  });

  it.each([
    ["waves", 3],
    ["ebb", 3],
    ["overload", 12],
    ["swell", 12],
  ] as const)("on %s with up to %s servers our loop does better than standing still", (shape, maxServers) => {
    const interArrivalSeconds = syntheticTrace(shape, { seed: 7 });
    const utility = (manager: Parameters<typeof simulateSwim>[0]["manager"]) =>
      simulateSwim({ ...configuration, maxServers, bootSeconds: 180, interArrivalSeconds, manager }).utilitySeams2017;
    expect(utility(homeostatManager())).toBeGreaterThan(Math.max(utility(doNothing), utility(staticManager)));
  });

  it("says where a trace is wrong", () => {
    expect(() => readTrace("0.1\n0.2\nsoon\n", "t.delta")).toThrow(
      't.delta:3: "soon" is not a time between requests; give seconds from 0 up',
    );
    expect(() => readTrace("# nothing\n", "t.delta")).toThrow("the trace holds no requests");
  });
});
