import { describe, expect, it } from "vitest";
import { parseSystem } from "../system/index.ts";
import { type Entry, fold, initialState, type JournalEvent, replay, stateHash } from "./index.ts";

const model = parseSystem("name: t\ncomponents:\n  - { id: web, kind: service }\n  - { id: db, kind: database }\n");
const journalOf = (events: JournalEvent[]): Entry[] => events.map((event, i) => ({ seq: i + 1, at: 1000 * i, event }));

const described: JournalEvent = { kind: "SystemDescribed", model, managed: "twin", faults: [], actions: [] };
const telemetry: JournalEvent = {
  kind: "TelemetryRecorded",
  metrics: ["cpu", "latencyMs"],
  rows: [
    [0, 0.4, 12],
    [1, 0.6, null],
  ],
};

describe("fold", () => {
  it("puts samples where they belong and leaves out what was not measured", () => {
    const state = replay(journalOf([described, telemetry]));
    expect(state.components["web"]).toMatchObject({ metrics: { cpu: 0.4, latencyMs: 12 }, seenAt: 1000, trail: [12] });
    expect(state.components["db"]?.metrics).toEqual({ cpu: 0.6 });
  });

  it("keeps the identity of what did not change", () => {
    const before = replay(journalOf([described, telemetry]));
    const after = fold(before, {
      seq: 3,
      at: 3000,
      event: { kind: "HealthChanged", healths: { web: "healthy" } },
    });
    expect(after.components["db"]).toBe(before.components["db"]);
    expect(after.policy).toBe(before.policy);
    expect(after.components["web"]?.health).toBe("healthy");
  });

  it("refuses a gap and an entry that was folded before", () => {
    const state = replay(journalOf([described]));
    expect(() => fold(state, { seq: 3, at: 0, event: telemetry })).toThrow("entry 3 does not follow 1");
    expect(() => fold(state, { seq: 1, at: 0, event: telemetry })).toThrow("entry 1 does not follow 1");
  });

  it("lets a typical day give way to what is reported, whichever zone that is of", () => {
    const intensity = (zone: string, basis: "reported" | "typical", value: number): JournalEvent => ({
      kind: "IntensityReceived",
      intensity: { zone, basis, signal: "average", source: "test", startMs: 0, stepMs: 3_600_000, gPerKwh: [value] },
    });
    const zones = (...events: JournalEvent[]) =>
      Object.values(replay(journalOf(events)).green.intensities).map(({ zone, gPerKwh }) => [zone, gPerKwh[0]]);
    expect(zones(intensity("A", "typical", 1))).toEqual([["A", 1]]);
    expect(zones(intensity("A", "typical", 1), intensity("A", "typical", 2))).toEqual([["A", 2]]);
    expect(zones(intensity("A", "typical", 1), intensity("B", "reported", 2))).toEqual([["B", 2]]);
    expect(zones(intensity("B", "reported", 2), intensity("A", "typical", 1))).toEqual([["B", 2]]);
    expect(zones(intensity("B", "reported", 2), intensity("C", "reported", 3))).toEqual([
      ["B", 2],
      ["C", 3],
    ]);
  });

  it("gives the same hash for the same entries, folded at once or in two parts", () => {
    const entries = journalOf([described, telemetry, telemetry]);
    const whole = stateHash(replay(entries));
    const halves = stateHash(replay(entries.slice(2), replay(entries.slice(0, 2))));
    expect(halves).toBe(whole);
    expect(stateHash(replay(entries, initialState))).toBe(whole);
    expect(stateHash(replay(entries.slice(0, 2)))).not.toBe(whole);
  });
});
