import { describe, expect, it } from "vitest";
import { hourMs, minuteMs, parseCsv } from "../../kernel/index.ts";
import { type IntensitySeries, type PeriodRequest, periodReport, reportCsv, sourced } from "../index.ts";

const from = Date.UTC(2026, 2, 29);
const intensity: IntensitySeries = {
  signal: "average",
  zone: "DE",
  source: "test",
  startMs: from,
  stepMs: hourMs,
  gPerKwh: [100, 300, Number.NaN, 200],
  renewableShare: [0.8, 0.2, 0.5, Number.NaN],
};
/** A sample a minute over four hours, of another power in each hour. */
const watts = [1000, 3000, 1000, 1000];
const at = Array.from({ length: 240 }, (_, i) => from + i * minuteMs);
const request: PeriodRequest = {
  from,
  to: from + 4 * hourMs,
  samples: [{ component: "web, of the shop", at, powerW: at.map((_, i) => watts[Math.floor(i / 60)]!), servers: 1 }],
  intensity,
  pue: sourced(1, "kWh/kWh", "none"),
  requests: 1000,
  jobs: [],
  intensities: [intensity],
};

describe("periodReport", () => {
  it("weights intensity and renewable share by the energy of each hour", () => {
    const report = periodReport(request);
    expect(report.energyKwh).toBeCloseTo(6, 9);
    // The third hour has no reading: the second one's, the nearest before it, counts.
    expect(report.operationalG).toBeCloseTo(100 + 900 + 300 + 200, 6);
    // The fourth has no renewable share: it does not count there.
    expect(report.renewableShare).toBeCloseTo((0.8 + 3 * 0.2 + 0.5) / 5, 9);
    expect(report.sources.find(({ figure }) => figure === "renewable share of DE")!.source).toBe(
      "test, weighted by 83 % of the energy",
    );
    expect(report.sources.find(({ figure }) => figure === "carbon intensity of DE")!.source).toContain(
      "read for 83 % of the energy",
    );
  });

  it("says nothing of a renewable share that nobody gives", () => {
    const { renewableShare: _share, ...bare } = intensity;
    for (const without of [bare, undefined]) {
      const report = periodReport({ ...request, intensity: without });
      expect(report.renewableShare).toBeNull();
      expect(report.sources.map(({ figure }) => figure)).not.toContain("renewable share of DE");
    }
  });

  it("counts no job of a zone without intensity", () => {
    const job = {
      id: "a",
      name: "a",
      powerW: 1000,
      durationMs: hourMs,
      releaseAt: from,
      deadlineAt: from + 4 * hourMs,
    };
    const rest = { isInterruptible: false, after: [], zones: [] };
    const run = (zone: string) => [{ zone, from: from + 3 * hourMs, to: from + 4 * hourMs, powerW: 1000 }];
    const ended = ["DE", "XX"].map((zone) => ({ job: { ...job, ...rest, zones: [zone] }, runs: run(zone) }));
    expect(periodReport({ ...request, jobs: ended }).deferred).toMatchObject({ jobs: 1, emittedG: 200, atOnceG: 100 });
  });

  it("is a table of components and one of figures with their sources", () => {
    const report = periodReport(request);
    const [components, figures] = reportCsv(report).split("\n\n");
    expect(parseCsv(components!).rows.map(([name]) => name)).toEqual(["web, of the shop", "total"]);
    const rows = parseCsv(figures!).rows;
    expect(rows.find(([figure]) => figure === "renewable share")![1]).toBe(`${report.renewableShare}`);
    expect(rows.every(([, , , source], i) => i < 2 || source !== "")).toBe(true);
  });
});
