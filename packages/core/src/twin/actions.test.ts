import { describe, expect, it } from "vitest";
import { type Action, actionSpecs, type Fault } from "../system/index.ts";
import { office } from "./office.fixture.ts";
import { shop } from "./shop.fixture.ts";
import { Twin } from "./twin.ts";

const seconds = 1_000;
const calm = () => new Twin(shop, { seed: 1, startAt: 0, dayCurve: [1], isFailingAtRandom: false });
const latency = (id: string) => (twin: Twin) => twin.condition(id).samples.latencyMs ?? 0;
const errors = (id: string) => (twin: Twin) => twin.condition(id).samples.errorRate ?? 0;
const memory = (id: string) => (twin: Twin) => twin.condition(id).samples.memory ?? 0;

/** A fault, the action that is meant for it, and the figure that must be lower with the action than without. */
const remedies: [fault: Fault, action: Action, figure: (twin: Twin) => number, afterSeconds?: number][] = [
  [{ kind: "crash", component: "db", dose: 2 }, { kind: "restart", component: "db" }, errors("app")],
  [{ kind: "hang", component: "app" }, { kind: "restart", component: "app" }, errors("web")],
  [{ kind: "memory-leak", component: "app", dose: 0.9 }, { kind: "restart", component: "app" }, memory("app")],
  [{ kind: "memory-leak", component: "app", dose: 0.6 }, { kind: "clear-cache", component: "app" }, memory("app"), 10],
  [{ kind: "cpu", component: "app", dose: 0.5 }, { kind: "scale-out", component: "app", amount: 2 }, latency("web")],
  [{ kind: "cpu", component: "db", dose: 0.7 }, { kind: "optimize-queries", component: "db" }, latency("db")],
  [{ kind: "latency", component: "db" }, { kind: "fail-over", component: "db" }, latency("app")],
  [{ kind: "errors", component: "app", dose: 0.5 }, { kind: "roll-back", component: "app" }, errors("web")],
  [{ kind: "latency", component: "app" }, { kind: "roll-back", component: "app" }, latency("web")],
  [{ kind: "hang", component: "advice" }, { kind: "isolate", component: "advice" }, latency("app")],
  [{ kind: "hang", component: "advice" }, { kind: "open-breaker", component: "app", to: "advice" }, latency("app")],
  [{ kind: "cpu", component: "app", dose: 0.6 }, { kind: "shed-load", component: "web", amount: 0.6 }, latency("web")],
  [{ kind: "crash", component: "app", dose: 2 }, { kind: "reroute", component: "app", to: "spare" }, errors("web")],
  [
    { kind: "cpu", component: "app", dose: 0.5 },
    { kind: "borrow-replicas", component: "app", to: "spare", amount: 1 },
    latency("web"),
  ],
  [{ kind: "cpu", component: "app", dose: 0.5 }, { kind: "move-work", component: "app", to: "spare" }, latency("web")],
  // The readout of the ancilla in the middle of a Z memory.
  [
    { kind: "qubit-error", component: "qpu", qubit: 26, dose: 0.15 },
    { kind: "update-prior", component: "qpu" },
    errors("qpu"),
  ],
];

describe("actions of the twin", () => {
  it.each(remedies)("against %j, %j helps", (fault, action, figure, afterSeconds = 130) => {
    const twin = calm();
    twin.inject(fault);
    twin.step(30 * seconds);
    const without = twin.fork();
    expect(twin.apply(action).kind).toBe("done");
    twin.step(afterSeconds * seconds);
    without.step(afterSeconds * seconds);
    expect(figure(twin)).toBeLessThan(0.9 * figure(without));
  });

  it.each<[Action, Action]>([
    [
      { kind: "isolate", component: "app" },
      { kind: "rejoin", component: "app" },
    ],
    [
      { kind: "shed-load", component: "web", amount: 0.5 },
      { kind: "restore-load", component: "web" },
    ],
    [
      { kind: "open-breaker", component: "web", to: "app" },
      { kind: "close-breaker", component: "web", to: "app" },
    ],
    [
      { kind: "reroute", component: "app", to: "worker" },
      { kind: "restore-route", component: "app" },
    ],
    [
      { kind: "scale-out", component: "web" },
      { kind: "scale-in", component: "web" },
    ],
  ])("%j is taken back by %j", (action, undo) => {
    const twin = calm();
    twin.apply(action);
    twin.step(60 * seconds);
    twin.apply(undo);
    twin.step(60 * seconds);
    expect(twin.serviceLevels()[0]!.servedShare).toBeGreaterThan(0.99);
    expect(twin.condition("web").replicas).toBe(3);
  });

  describe("that save power", () => {
    const quiet = () => new Twin(office, { seed: 1, startAt: 0, dayCurve: [1], isFailingAtRandom: false });

    const energyWh = (twin: Twin) => office.components.reduce((sum, { id }) => sum + twin.condition(id).energyWh, 0);

    it.each<[action: Action, leastW: number, mostW: number]>([
      [{ kind: "scale-in", component: "front", amount: 2 }, 200, 270],
      [{ kind: "sleep-replicas", component: "front", amount: 2 }, 192, 262],
      [{ kind: "gate-clocks", component: "front", amount: 0.5 }, 25, 100],
      [{ kind: "compress-data", component: "front" }, 8, 12],
      [{ kind: "consolidate", component: "front", to: "side" }, 440, 490],
    ])("%j saves power, keeps the promise, and is undone", (action, leastW, mostW) => {
      const twin = quiet();
      twin.step(60 * seconds);
      const without = twin.fork();
      expect(twin.apply(action).kind).toBe("done");
      for (const one of [twin, without]) one.step(60 * seconds);
      const before = energyWh(without) - energyWh(twin);
      for (const one of [twin, without]) one.step(600 * seconds);
      const saved = 6 * (energyWh(without) - energyWh(twin) - before);
      expect(saved).toBeGreaterThan(leastW);
      expect(saved).toBeLessThan(mostW);
      expect(twin.serviceLevels()[0]!.isMet).toBe(true);
      // Nothing is for nothing: less is left for when more is asked.
      expect(twin.condition("front").samples.latencyMs!).toBeGreaterThan(without.condition("front").samples.latencyMs!);

      expect(twin.apply({ ...action, kind: actionSpecs[action.kind].undo! }).kind).toBe("done");
      for (const one of [twin, without]) one.step(120 * seconds);
      expect(twin.powerW() / without.powerW()).toBeCloseTo(1, 1);
    });

    it("what shares machines shares their fate and their room", () => {
      const twin = quiet();
      twin.apply({ kind: "consolidate", component: "front", to: "side" });
      twin.step(30 * seconds);
      expect(twin.apply({ kind: "consolidate", component: "side", to: "store" }).kind).toBe("failed");
      twin.inject({ kind: "cpu", component: "side", dose: 0.9 });
      twin.step(60 * seconds);
      expect(twin.condition("front").samples.latencyMs!).toBeGreaterThan(60);
      twin.inject({ kind: "crash", component: "side", dose: 4 });
      twin.step(30 * seconds);
      expect(twin.condition("front").isServing).toBe(false);
    });

    it("says where a strategy has nothing to work on", () => {
      const reason = (action: Action) => {
        const result = quiet().apply(action);
        return result.kind === "failed" ? result.reason : result.kind;
      };
      expect(reason({ kind: "compress-data", component: "side" })).toBe(
        "side exchanges nothing with other zones that is known",
      );
      expect(reason({ kind: "wake-replicas", component: "side" })).toBe("no replica of side sleeps");
      expect(calm().apply({ kind: "gate-clocks", component: "spare" })).toEqual({
        kind: "failed",
        reason: "the power of spare is not known",
      });
    });
  });

  it("a restart takes time, keeps the required replicas where it can, and leaves a cold cache", () => {
    const twin = calm();
    const before = twin.condition("cache").samples.hitRate!;
    twin.apply({ kind: "restart", component: "cache" });
    twin.apply({ kind: "restart", component: "web" });
    twin.step(1 * seconds);
    expect(twin.condition("cache")).toMatchObject({ isServing: false, replicasUp: 0, replicasStarting: 1 });
    expect(twin.condition("web")).toMatchObject({ isServing: true, replicasStarting: 2 });
    twin.step(20 * seconds);
    expect(twin.condition("cache").isServing).toBe(true);
    expect(twin.condition("cache").samples.hitRate).toBeLessThan(0.5 * before);
    twin.step(600 * seconds);
    expect(twin.condition("cache").samples.hitRate).toBeGreaterThan(0.99 * before);
    expect(twin.condition("web")).toMatchObject({ replicasUp: 3, replicasStarting: 0 });
  });

  it("says why it changed nothing", () => {
    const twin = calm();
    const reason = (action: Action) => {
      const result = twin.apply(action);
      return result.kind === "failed" ? result.reason : result.kind;
    };
    expect(reason({ kind: "fail-over", component: "cache" })).toBe("cache has no standby");
    expect(reason({ kind: "optimize-queries", component: "web" })).toBe("optimize-queries does not fit a gateway");
    expect(reason({ kind: "scale-in", component: "cache" })).toBe("cache needs its 1 replicas");
    expect(reason({ kind: "open-breaker", component: "web", to: "db" })).toBe("web does not call db");
    expect(reason({ kind: "reroute", component: "app" })).toBe("reroute needs another component; give `to`");
    twin.apply({ kind: "scale-out", component: "advice", amount: 9 });
    expect(reason({ kind: "scale-out", component: "advice" })).toBe("advice already has its 2 replicas");
  });
});
