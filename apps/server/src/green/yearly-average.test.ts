import { parseSystem } from "@homeostat/core/system";
import { describe, expect, it } from "vitest";
import { startServer } from "../main.ts";
import { testFolder } from "../test-folder.fixture.ts";
import { yearlyAverage, yearlyAverageOf } from "./yearly-average.ts";

const system = (grid: string) => parseSystem(`name: Depot\ncomponents: [{ id: web, kind: gateway }]\ngrid: ${grid}\n`);

describe("yearlyAverage", () => {
  it("knows zones and countries, with their year, their renewable share and who says so", async () => {
    for (const zone of ["DE", "FR", "PL", "US-CAL-CISO"]) {
      const found = await yearlyAverage(zone);
      expect(found).toMatchObject({ zone, source: "Electricity Maps by CO2.js" });
      expect(found!.year).toBeGreaterThanOrEqual(2025);
      expect(found!.gPerKwh).toBeGreaterThan(10);
      expect(found!.renewableShare).toBeGreaterThan(0);
      expect(found!.renewableShare).toBeLessThanOrEqual(1);
    }
    for (const zone of ["", "ATLANTIS", "constructor", "__proto__"]) expect(await yearlyAverage(zone)).toBeUndefined();
  });

  it("is asked for only where a system's file tells of no typical day", async () => {
    expect(await yearlyAverageOf(system("{ zone: DE }"))).toMatchObject({ zone: "DE" });
    expect(await yearlyAverageOf(system(`{ zone: X, typicalDayGPerKwh: [${"1, ".repeat(23)}1] }`))).toBeUndefined();
    await expect(yearlyAverageOf(system("{ zone: ATLANTIS }"))).rejects.toThrow(
      'grid.zone: no mean of a year is known of "ATLANTIS"',
    );
  });

  it("stands for the grid until somebody reports how it is, and says so in the report", async () => {
    using folder = testFolder();
    const directory = folder.path;
    const server = await startServer({ model: system("{ zone: DE }"), directory, tickMs: 100, logLevel: "silent" });
    try {
      const green = () => server.journal.committed.green;
      await expect.poll(() => green().intensities["DE"]?.basis, { timeout: 10_000 }).toBe("yearly");
      expect(green().intensities["DE"]!.source).toMatch(/^mean of 20\d\d, Electricity Maps by CO2\.js$/);
      const report = await (await fetch(`${server.url}api/carbon/report?zone=FR`)).text();
      expect(report).toContain('"carbon intensity of FR"');
      const reading = [{ carbonIntensity: 300, datetime: new Date().toISOString() }];
      const body = JSON.stringify({ zone: "DE", history: reading });
      await fetch(`${server.url}api/carbon/intensity`, { method: "POST", body });
      expect(green().intensities["DE"]).toMatchObject({ basis: "reported", gPerKwh: [300] });
    } finally {
      await server.close();
    }
  });
});
