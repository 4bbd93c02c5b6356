import { describe, expect, it } from "vitest";
import { type Entry, eventSchema, type Finding } from "../../journal/index.ts";
import { IncidentMemory } from "./incident-memory.ts";

const second = 1_000;

/** An incident of a leaking database from its first finding to its healing by a restart. */
function leak(id: string, from: number, healed = true): Entry[] {
  const finding = (name: string, component: string, metric: string, since: number): Finding => ({
    id: `${id}/${name}`,
    kind: "memory-high",
    component,
    severity: "critical",
    since,
    evidence: [{ kind: "limit", component, metric, value: 0.95, limit: 0.9, heldForMs: 3_000 }],
  });
  const first = finding("memory", "db", "memory", from);
  const then = finding("latency", "shop", "latencyMs", from + 5 * second);
  const incident = { id, root: "db", findings: [first.id], affected: ["db"], openedAt: from };
  const entries: [number, unknown][] = [
    [from, { kind: "FindingOpened", finding: first }],
    [from, { kind: "IncidentOpened", incident }],
    [from + 5 * second, { kind: "FindingOpened", finding: then }],
    [
      from + 5 * second,
      {
        kind: "IncidentChanged",
        incident: { ...incident, findings: [first.id, then.id], affected: ["db", "shop"] },
      },
    ],
  ];
  if (healed) entries.push([from + 60 * second, { kind: "IncidentHealed", incident: id }]);
  return entries.map(([at, event], i) => ({ seq: i + 1, at, event: eventSchema.parse(event) }));
}

describe("IncidentMemory", () => {
  it("keeps a healed incident as a cell, and recognises it in the first second when it starts again", () => {
    const memory = new IncidentMemory();
    for (const entry of leak("first", 0)) memory.observe(entry);
    expect(memory.cells).toMatchObject([{ lesson: { root: "db", repair: null }, exposures: 1 }]);
    const again = leak("second", 1_000 * second, false);
    for (const entry of again.slice(0, 2)) memory.observe(entry);
    const [match] = memory.matches("second", 1_001 * second);
    expect(match!.similarity).toBeCloseTo(1);
    for (const entry of leak("second", 1_000 * second).slice(2)) memory.observe(entry);
    expect(memory.cells).toMatchObject([{ exposures: 2 }]);
    expect(memory.matches("second", 2_000 * second)).toEqual([]);
  });

  it("keeps nothing of an incident that another one took over", () => {
    const memory = new IncidentMemory();
    for (const entry of leak("first", 0, false)) memory.observe(entry);
    memory.observe({ seq: 9, at: 9_000, event: { kind: "IncidentHealed", incident: "first", mergedInto: "other" } });
    expect(memory.cells).toEqual([]);
  });

  it("keeps what a person calls real, and nothing of what was harmless", () => {
    const anomaly = (id: string): Finding => ({
      id,
      kind: "anomaly",
      component: "db",
      severity: "warning",
      since: 1_000,
      evidence: [
        {
          kind: "anomaly",
          component: "db",
          level: 0.8,
          metrics: [{ metric: "latencyMs", value: 90, expected: 12, departure: 40 }],
        },
      ],
    });
    const memory = new IncidentMemory();
    for (const id of ["real", "harmless"])
      memory.observe({ seq: 1, at: 1_000, event: { kind: "FindingOpened", finding: anomaly(id) } });
    memory.observe({
      seq: 2,
      at: 2_000,
      event: { kind: "FindingJudged", finding: "harmless", verdict: "dismissed", by: "ann" },
    });
    expect(memory.cells).toEqual([]);
    memory.observe({
      seq: 3,
      at: 3_000,
      event: { kind: "FindingJudged", finding: "real", verdict: "confirmed", by: "ann" },
    });
    expect(memory.cells).toMatchObject([
      { lesson: { root: "db", repair: null }, signature: { moves: [{ metric: "latencyMs", direction: 1 }] } },
    ]);
  });
});
