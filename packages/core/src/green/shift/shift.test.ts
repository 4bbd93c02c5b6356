import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dayMs, minuteMs } from "../../kernel/index.ts";
import {
  deadlineOf,
  type IntensitySeries,
  readIntensityCsv,
  runShiftScenario,
  type ShiftScenario,
  shiftFileSchema,
} from "../index.ts";

const folder = join(process.env["HOMEOSTAT_DATA"] ?? "../shared/data", "carbon");
const calendar = { slotsPerDay: 48, weekdayOfFirst: 2 };
const at = (day: number, hour: number) => day * 48 + hour * 2;

describe("deadlineOf", () => {
  it("waits for nine of the next working day only outside of working hours", () => {
    expect(deadlineOf("next-workday", at(0, 12), calendar)).toBe(at(0, 12));
    expect(deadlineOf("next-workday", at(0, 20), calendar)).toBe(at(1, 9));
    expect(deadlineOf("next-workday", at(1, 3), calendar)).toBe(at(1, 9));
    expect(deadlineOf("next-workday", at(3, 12), calendar)).toBe(at(5, 9));
    expect(deadlineOf("next-workday", at(4, 12), calendar)).toBe(at(5, 9));
  });

  it("waits for Monday or Thursday at nine", () => {
    expect(deadlineOf("semi-weekly", at(0, 12), calendar)).toBe(at(1, 9));
    expect(deadlineOf("semi-weekly", at(1, 9), calendar)).toBe(at(1, 9));
    expect(deadlineOf("semi-weekly", at(1, 12), calendar)).toBe(at(5, 9));
    expect(deadlineOf("semi-weekly", at(5, 12), calendar)).toBe(at(8, 9));
  });
});

describe("runShiftScenario", () => {
  const wave: IntensitySeries<"average"> = {
    signal: "average",
    zone: "X",
    source: "test",
    startMs: Date.UTC(2023, 11, 25),
    stepMs: 30 * minuteMs,
    gPerKwh: Array.from(
      { length: 48 * 60 },
      (_, t) => 300 + 150 * Math.sin((t / 48) * 2 * Math.PI) + ((t * 7919) % 40),
    ),
  };
  const file = {
    year: 2024,
    slotMinutes: undefined,
    jobs: Array.from({ length: 40 }, (_, i): [number, number] => [20 + i * 48, 10 + (i % 5) * 20]),
  };
  const run = (options: Partial<ShiftScenario>) =>
    runShiftScenario({ intensity: wave, file, policy: "semi-weekly", ...options });

  it("saves more where jobs may pause, and online less than with the future known but more than nothing", () => {
    const rigid = run({});
    const pausing = run({ isInterruptible: true });
    const online = run({ isInterruptible: true, forecast: "online" });
    expect(pausing.savedPercent).toBeGreaterThan(rigid.savedPercent);
    expect(online.savedPercent).toBeLessThanOrEqual(pausing.savedPercent);
    expect(online.savedPercent).toBeGreaterThan(0.6 * pausing.savedPercent);
    expect(run({ forecast: "online" }).savedPercent).toBeGreaterThan(0);
  });

  it("leaves out what does not end within the series, and waits no longer than told", () => {
    const late = run({ file: { ...file, jobs: [...file.jobs, [48 * 60, 4]] } });
    expect(late).toMatchObject({ jobs: 40, leftOut: 1 });
    expect(run({ window: 0 }).savedPercent).toBeCloseTo(0, 9);
    expect(() => run({ file: { ...file, jobs: [[99_999, 4]] } })).toThrow("no job lies within the series");
    expect(() => runShiftScenario({ intensity: wave, policy: "semi-weekly" })).toThrow(
      "needs jobs; give them with --jobs",
    );
  });
});

/** Wiesner et al. (2021), Germany and France 2020; the recorded series are not part of the project. */
describe.skipIf(!existsSync(folder))("Let's Wait Awhile", () => {
  const read = (country: string) =>
    readIntensityCsv(readFileSync(join(folder, `lets-wait-awhile-2020-${country}.csv`), "utf8"));
  const percent = (scenario: ShiftScenario) => runShiftScenario(scenario).savedPercent.toFixed(3);

  it.each([
    ["germany", "5.926", "8.156", "13.463"],
    ["france", "4.790", "6.219", "7.579"],
  ])("%s, to the digits", (country, rigid, pausing, nightly) => {
    const file = shiftFileSchema.parse(
      JSON.parse(readFileSync(join(folder, "lets-wait-awhile-2020-ml-jobs.json"), "utf8")),
    );
    const intensity = read(country);
    const paper = { intensity, file, policy: "next-workday", paperSemantics: true } as const;
    expect([
      percent(paper),
      percent({ ...paper, isInterruptible: true }),
      percent({ intensity, policy: "nightly", window: 16 }),
    ]).toEqual([rigid, pausing, nightly]);
  });

  it("has a year of a leap day", () => {
    expect(read("germany").gPerKwh.length).toBeGreaterThan((366 * dayMs) / (15 * minuteMs));
  });
});
