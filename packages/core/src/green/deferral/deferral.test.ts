import { describe, expect, it } from "vitest";
import { hourMs } from "../../kernel/index.ts";
import { type DeferrableJob, deferrableJobSchema, type IntensityRecord } from "../../system/index.ts";
import { planDeferral, recordOf, seriesOf } from "../index.ts";

const at = Date.UTC(2024, 5, 3, 8);
const stopwatch = () => {
  let t = 0;
  return () => (t += 0.001);
};
const plan = (request: Parameters<typeof planDeferral>[0]) => planDeferral(request, { now: stopwatch(), limitMs: 1 });
const record = (gPerKwh: (number | null)[], zone = "DE"): IntensityRecord => ({
  zone,
  signal: "average",
  source: "test",
  basis: "reported",
  startMs: at,
  stepMs: hourMs,
  gPerKwh,
});
const job = (id: string, options: Partial<DeferrableJob> = {}): DeferrableJob =>
  deferrableJobSchema.parse({
    id,
    name: id,
    powerW: 1000,
    durationMs: 2 * hourMs,
    releaseAt: at,
    deadlineAt: at + 6 * hourMs,
    ...options,
  });

describe("planDeferral", () => {
  it("waits for the cleanest hours, in grams", () => {
    const found = plan({ jobs: [job("backup")], intensities: [record([300, 200, 100, 90, 250, 300])], at });
    expect(found).toMatchObject({ kind: "planned", costG: 190, baselineG: 500, gap: 0 });
    expect(found.kind === "planned" && found.runs["backup"]).toEqual([
      { zone: "DE", from: at + 2 * hourMs, to: at + 4 * hourMs, powerW: 1000 },
    ]);
  });

  it("keeps a pin and what has begun", () => {
    const intensities = [record([300, 200, 100, 90, 250, 300])];
    const pinned = plan({ jobs: [job("a", { pinnedAt: at + 4 * hourMs })], intensities, at });
    expect(pinned).toMatchObject({ runs: { a: [{ from: at + 4 * hourMs }] } });
    const later = at + hourMs;
    const begun = plan({
      jobs: [job("a")],
      intensities,
      at: later,
      runsBefore: { a: [{ zone: "DE", from: at, to: at + 2 * hourMs, powerW: 1000 }] },
    });
    expect(begun).toMatchObject({ runs: { a: [{ from: at, to: at + 2 * hourMs }] }, costG: 200 });
  });

  it("chooses among zones, and learns what a provider does not say", () => {
    const found = plan({
      jobs: [job("a")],
      intensities: [record([300, 300, 300, 300, 300, 300]), record([80, 80, 80, 80, 80, 80], "FR")],
      at,
    });
    expect(found).toMatchObject({ costG: 160, runs: { a: [{ zone: "FR" }] } });
    const wave = Array.from({ length: 24 * 10 }, (_, t) => 200 + 100 * Math.sin((t / 24) * 2 * Math.PI));
    const past = { ...record(wave), startMs: at - 24 * 10 * hourMs };
    const ahead = plan({ jobs: [job("a", { deadlineAt: at + 24 * hourMs })], intensities: [past], at });
    expect(ahead).toMatchObject({ runs: { a: [{ from: at + 17 * hourMs }] } });
  });

  it("says why it cannot", () => {
    expect(plan({ jobs: [job("a")], intensities: [], at })).toMatchObject({
      kind: "impossible",
      reason: expect.stringContaining("/api/carbon/intensity") as string,
    });
    expect(
      plan({ jobs: [job("a")], intensities: [record([1]), { ...record([1], "X"), signal: "marginal" }], at }),
    ).toMatchObject({ reason: expect.stringContaining("count different things") as string });
    expect(plan({ jobs: [job("a")], intensities: [record([1])], at: at + 400 * 24 * hourMs })).toMatchObject({
      reason: expect.stringContaining("long before now") as string,
    });
    expect(plan({ jobs: [job("a")], intensities: [record([1, 1, 1, 1, 1, 1])], at, capW: 500 })).toMatchObject({
      kind: "impossible",
      isProven: true,
    });
    expect(plan({ jobs: [job("a", { zones: ["PL"] })], intensities: [record([1])], at })).toMatchObject({
      reason: "job a: it may run in PL, of which no intensity is known",
    });
  });

  it("keeps a series as it was", () => {
    const kept = record([1, null, 3]);
    expect(recordOf(seriesOf(kept))).toEqual(kept);
    expect(recordOf(seriesOf(kept), 2)).toMatchObject({ startMs: at + hourMs, gPerKwh: [null, 3] });
  });
});
