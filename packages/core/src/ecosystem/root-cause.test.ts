import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { incidentStart, type MetricTable, parseCallGraph, parseFlatMetrics, rankRootCauses } from "./index.ts";

const names = ["web_latency", "web_cpu", "shop_latency", "shop_cpu", "db_latency", "db_cpu", "db_memory"];

/** Metrics around 100 with a little noise; `push` moves some of them from row `from` on. */
function table(rows: number, push: Record<string, number> = {}, from = 0, seed = 1): MetricTable {
  const rng = new Rng(seed);
  const lines = Array.from({ length: rows }, (_, t) => {
    const values = names.map((name) => 100 + rng.normal() + (t >= from ? (push[name] ?? 0) : 0));
    return [1_700_000_000 + 60 * t, ...values].join(",");
  });
  return parseFlatMetrics(["time", ...names].join(",").concat("\n", lines.join("\n")));
}

const graph = [
  { from: "web", to: "shop" },
  { from: "shop", to: "db" },
];

describe("rankRootCauses", () => {
  it("blames what moved on its own, not those that wait for it", () => {
    const incident = table(10, { db_latency: 300, shop_latency: 310, web_latency: 330 }, 0, 2);
    const { components, isIncident } = rankRootCauses({ normal: table(200), incident, graph, target: "web" });
    expect(isIncident).toBe(true);
    expect(components[0]?.component).toBe("db");
    expect(components.find(({ component }) => component === "web")?.explained).toBeGreaterThan(0.3);
  });

  it("names the resource before the symptom, and the memory that grew before the processor that it cost", () => {
    const incident = table(10, { db_cpu: 400, db_memory: 300, db_latency: 500 }, 0, 3);
    expect(rankRootCauses({ normal: table(200), incident }).metrics[0]).toMatchObject({
      component: "db",
      metric: "memory",
    });
  });

  it("sees no incident in what is normal", () => {
    expect(rankRootCauses({ normal: table(200), incident: table(10, {}, 0, 4), graph, target: "web" }).isIncident).toBe(
      false,
    );
  });

  it("finds when it began, to within half of the window that it looks through", () => {
    const incident = table(12, { shop_cpu: 200 }, 5, 5);
    expect(Math.abs(incidentStart({ normal: table(200), incident }) - incident.at[5]!)).toBeLessThanOrEqual(120_000);
  });

  it("passes over missing values and metrics that appear or vanish", () => {
    const incident = table(10, { db_cpu: 200 }, 0, 6);
    const holes = {
      ...incident,
      columns: incident.columns.map((c, i) => (i === 0 ? { ...c, values: c.values.fill(Number.NaN) } : c)),
    };
    const fresh = { component: "new", metric: "cpu", values: new Float64Array(10).fill(1e9) };
    const { components } = rankRootCauses({
      normal: table(200),
      incident: { ...holes, columns: [...holes.columns, fresh] },
    });
    expect(components[0]?.component).toBe("db");
    expect(components.map(({ component }) => component)).not.toContain("new");
  });
});

describe("reading metrics", () => {
  it("answers bad input with one sentence and its line", () => {
    expect(() => parseFlatMetrics("time,a_cpu\n1,2\n2,x\n", "m.csv")).toThrow('m.csv:3: a_cpu: "x" is no number');
    expect(() => parseFlatMetrics("time,cpu\n1,2\n", "m.csv")).toThrow(
      'm.csv:1: column 2: the column "cpu" names no metric',
    );
    expect(() => parseFlatMetrics("time,a_cpu\n,2\n", "m.csv")).toThrow('m.csv:2: "" is no time');
    expect(() => parseCallGraph(",a,b\na,0\n", "g.csv")).toThrow("g.csv:2: 2 cells where the header names 3 columns");
    expect(parseCallGraph(",a,b\na,0,1\nb,0,0\n")).toEqual([{ from: "a", to: "b" }]);
  });
});
