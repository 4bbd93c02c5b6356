import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { type AnomalyEvent, ComponentWatch } from "./component-watch.ts";

const second = 1_000;

function run(
  watch: ComponentWatch,
  seconds: number,
  change: (i: number, samples: Record<string, number>) => void = () => {},
  from = 0,
) {
  const rng = new Rng(from + 1);
  const events: AnomalyEvent[] = [];
  let reading = watch.observe((from - 1) * second, {});
  for (let i = from; i < from + seconds; i++) {
    const samples: Record<string, number> = {
      cpu: rng.normal(0.3, 0.03),
      latencyMs: rng.normal(20, 2),
      requestRate: rng.normal(400, 20),
    };
    change(i, samples);
    reading = watch.observe(i * second, samples);
    events.push(...reading.events);
  }
  return { events, reading };
}

describe("ComponentWatch", () => {
  it("raises one event for one episode, with the metrics that moved and which way", () => {
    const watch = new ComponentWatch("payments");
    const { events } = run(watch, 700, (i, samples) => {
      if (i < 500 || i >= 520) return;
      samples["latencyMs"] = 90;
      if (i >= 504) samples["requestRate"] = 50;
    });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ component: "payments", at: 500 * second });
    expect(events[0]!.metrics[0]).toMatchObject({ metric: "latencyMs" });
    expect(events[0]!.metrics[0]!.departure).toBeGreaterThan(10);
  });

  it("sees metrics that are all a little off at once, which none of them shows alone", () => {
    const watch = new ComponentWatch("payments");
    run(watch, 900);
    const usual = watch.level;
    run(
      watch,
      20,
      (_, samples) => {
        samples["cpu"] = 0.45;
        samples["latencyMs"] = 30;
        samples["requestRate"] = 500;
      },
      900,
    );
    expect(usual).toBeLessThan(0.2);
    expect(watch.level).toBeGreaterThan(usual + 0.25);
  });

  it("wakes nobody for one metric that is a little out now and then", () => {
    const watch = new ComponentWatch("payments");
    const { events } = run(watch, 3_000, (i, samples) => {
      for (let metric = 0; metric < 12; metric++)
        if (i > 600 && i % 173 === metric) samples["latencyMs"] = 30 + metric / 3;
    });
    expect(events).toEqual([]);
  });

  it("keeps its level while a fault lasts, also where it has seen little of what is normal", () => {
    const watch = new ComponentWatch("payments");
    run(watch, 200);
    const { reading } = run(watch, 40, (_, samples) => Object.assign(samples, { latencyMs: 90, cpu: 0.8 }), 200);
    expect(reading.level).toBeGreaterThan(0.5);
  });

  it("lets a metric appear with a warm-up of its own, and names one that vanishes without an alarm", () => {
    const watch = new ComponentWatch("payments");
    const { events, reading } = run(watch, 500, (i, samples) => {
      if (i >= 200) samples["hitRate"] = 0.9;
      if (i >= 300) delete samples["cpu"];
    });
    expect(events).toEqual([]);
    expect(reading.absent).toEqual(["cpu"]);
    expect(reading.metrics.get("hitRate")!.isWarmingUp).toBe(false);
  });

  it("learns from an answer, once, and only to an event that it raised", () => {
    const watch = new ComponentWatch("payments");
    const spike = (i: number, samples: Record<string, number>) => {
      if (i % 500 === 499) samples["latencyMs"] = 60;
    };
    const { events } = run(watch, 500, spike);
    expect(events).toHaveLength(1);
    expect(watch.dismiss("payments#99")).toEqual([]);
    expect(watch.dismiss(events[0]!.id)).toEqual([
      { metric: "latencyMs", before: 1, after: expect.closeTo(0.5), weight: 1 },
    ]);
    expect(watch.dismiss(events[0]!.id)).toEqual([]);
    expect(watch.detector("latencyMs")!.antibodies).toMatchObject([{ verdict: "dismissed" }]);
    expect(run(watch, 500, spike, 500).events).toEqual([]);
  });

  it("continues from a saved state", () => {
    const a = new ComponentWatch("payments");
    run(a, 300);
    const b = ComponentWatch.load(JSON.parse(JSON.stringify(a.save())));
    const burst = (_: number, samples: Record<string, number>) => {
      samples["cpu"] = 0.95;
    };
    expect(run(b, 30, burst, 300)).toEqual(run(a, 30, burst, 300));
  });
});
