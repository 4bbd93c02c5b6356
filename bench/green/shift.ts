import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  cheapestRun,
  cheapestSlots,
  deadlineOf,
  type IntensitySeries,
  readIntensityCsv,
  resample,
  runShiftScenario,
  type ShiftFile,
  type ShiftScenario,
  shiftFileSchema,
  withoutHoles,
} from "@homeostat/core/green";
import { hourMs, parseCsv } from "@homeostat/core/kernel";
import type { Table } from "../anomaly/table.ts";

const countries = ["germany", "france"] as const;
const published = {
  germany: { rigid: 5.926, pausing: 8.156, nightly: 13.463 },
  france: { rigid: 4.79, pausing: 6.219, nightly: 7.579 },
};

function readCountry(data: string, country: string): { intensity: IntensitySeries; file: ShiftFile } {
  return {
    intensity: readIntensityCsv(readFileSync(join(data, `lets-wait-awhile-2020-${country}.csv`), "utf8")),
    file: shiftFileSchema.parse(JSON.parse(readFileSync(join(data, "lets-wait-awhile-2020-ml-jobs.json"), "utf8"))),
  };
}

/** Wiesner et al. (2021): percent saved with the future known. */
export function letsWaitAwhile(data: string): Table[] {
  const rows = countries.flatMap((country) => {
    const { intensity, file } = readCountry(data, country);
    const averaged = resample(intensity, hourMs / 2);
    const percent = (scenario: Partial<ShiftScenario>) =>
      Number(runShiftScenario({ intensity, file, policy: "next-workday", ...scenario }).savedPercent.toFixed(3));
    const { rigid, pausing, nightly } = published[country];
    const night = (series: IntensitySeries) =>
      Number(runShiftScenario({ intensity: series, policy: "nightly", window: 16 }).savedPercent.toFixed(3));
    return [
      {
        country,
        jobs: "in one piece",
        published: rigid,
        "as the paper": percent({ paperSemantics: true }),
        "clean windows": percent({}),
        "paper, slots averaged": percent({ paperSemantics: true, intensity: averaged }),
      },
      {
        country,
        jobs: "may pause",
        published: pausing,
        "as the paper": percent({ paperSemantics: true, isInterruptible: true }),
        "clean windows": percent({ isInterruptible: true }),
        "paper, slots averaged": percent({ paperSemantics: true, isInterruptible: true, intensity: averaged }),
      },
      {
        country,
        jobs: "nightly, 8 h to either side",
        published: nightly,
        "as the paper": "",
        "clean windows": night(intensity),
        "paper, slots averaged": night(averaged),
      },
    ];
  });
  return [{ title: "Let's Wait Awhile, percent saved", rows }];
}

/** What remains of the saving where the future is learned and not known; the year and each month of it. */
export function online(data: string): Table[] {
  const rows = countries.flatMap((country) => {
    const { intensity, file } = readCountry(data, country);
    return (["next-workday", "semi-weekly"] as const).flatMap((policy) =>
      [false, true].map((isInterruptible) => {
        const run = (forecast: "perfect" | "online", jobs = file) =>
          runShiftScenario({ intensity, file: jobs, policy, isInterruptible, forecast }).savedPercent;
        const perfect = run("perfect");
        const learned = run("online");
        const months = Array.from({ length: 12 }, (_, month) => {
          const from = (Date.UTC(2020, month, 1) - Date.UTC(2020, 0, 1)) / (hourMs / 2);
          const to = (Date.UTC(2020, month + 1, 1) - Date.UTC(2020, 0, 1)) / (hourMs / 2);
          return run("online", { ...file, jobs: file.jobs.filter(([arrival]) => arrival >= from && arrival < to) });
        });
        return {
          country,
          policy,
          jobs: isInterruptible ? "may pause" : "in one piece",
          "perfect %": Number(perfect.toFixed(3)),
          "online %": Number(learned.toFixed(3)),
          "share %": Number(((100 * learned) / perfect).toFixed(1)),
          "asked %": policy === "semi-weekly" && isInterruptible ? 60 : "",
          "worst month %": Number(Math.min(...months).toFixed(3)),
        };
      }),
    );
  });
  return [{ title: "Online, the future learned", rows }];
}

/** The rules of the EuroSys 2024 table on every zone of the file: a job at every hour whose window ends within the year. */
export function euroSys(data: string): Table[] {
  const text = readFileSync(join(data, "intensity-2022-hourly-62zones.csv"), "utf8");
  const zones = parseCsv(text).header.slice(1);
  const series = zones.map((zone) => withoutHoles(readIntensityCsv(text, { zone })).series.gPerKwh);
  const cases = [
    { duration: 6, slack: 24, rigid: 12.6155, pausing: 13.4255 },
    { duration: 24, slack: 24, rigid: 3.6046, pausing: 8.588 },
  ];
  const rows = cases.map(({ duration, slack, rigid, pausing }) => {
    let baseline = 0;
    let shifted = 0;
    let paused = 0;
    for (const gPerKwh of series) {
      const sums = new Float64Array(gPerKwh.length + 1);
      for (const [t, value] of gPerKwh.entries()) sums[t + 1] = sums[t]! + value;
      for (let arrival = 0; arrival + duration + slack <= gPerKwh.length; arrival++) {
        baseline += sums[arrival + duration]! - sums[arrival]!;
        shifted += cheapestRun(sums, arrival, arrival + duration + slack, duration);
        paused += cheapestSlots(gPerKwh, arrival, arrival + duration + slack, duration);
      }
    }
    return {
      job: `${duration} h, slack ${slack} h`,
      zones: zones.length,
      "in one piece %": Number((100 * (1 - shifted / baseline)).toFixed(4)),
      "123 zones": rigid,
      "may pause %": Number((100 * (1 - paused / baseline)).toFixed(4)),
      "123 zones, may pause": pausing,
    };
  });
  return [{ title: "On the limitations of carbon-aware shifting (EuroSys 2024)", rows }];
}

/** The online policy on every zone of 2022, month by month: how often it was worse than running at once. */
export function everyMonth(data: string): Table[] {
  const text = readFileSync(join(data, "intensity-2022-hourly-62zones.csv"), "utf8");
  const zones = parseCsv(text).header.slice(1);
  const calendar = { slotsPerDay: 24, weekdayOfFirst: 5 };
  const jobs = Array.from({ length: 365 }, (_, day): [number, number][] => [
    [day * 24 + 10, 4 + (day % 20)],
    [day * 24 + 15, 6 + (day % 40)],
  ]).flat();
  const rows = (["semi-weekly", "next-workday"] as const).flatMap((policy) =>
    [false, true].map((isInterruptible) => {
      let worse = 0;
      let worst = Number.POSITIVE_INFINITY;
      let months = 0;
      let kept = 0;
      let perfect = 0;
      for (const zone of zones) {
        const intensity = resample(readIntensityCsv(text, { zone }), hourMs);
        for (let month = 1; month < 12; month++) {
          const from = (Date.UTC(2022, month, 1) - Date.UTC(2022, 0, 1)) / hourMs;
          const to = (Date.UTC(2022, month + 1, 1) - Date.UTC(2022, 0, 1)) / hourMs;
          const own = jobs.filter(
            ([arrival, duration]) => arrival >= from && deadlineOf(policy, arrival + duration, calendar) <= to,
          );
          const file = { year: 2022, slotMinutes: 60, jobs: own };
          const run = (forecast: "perfect" | "online") =>
            runShiftScenario({ intensity, file, policy, isInterruptible, forecast });
          const { savedPercent } = run("online");
          months++;
          if (savedPercent < -1e-9) worse++;
          worst = Math.min(worst, savedPercent);
          kept += savedPercent;
          perfect += run("perfect").savedPercent;
        }
      }
      return {
        policy,
        jobs: isInterruptible ? "may pause" : "in one piece",
        "zones × months": months,
        "worse than at once": worse,
        "worst %": Number(worst.toFixed(3)),
        "mean share of perfect %": Number(((100 * kept) / perfect).toFixed(1)),
      };
    }),
  );
  return [{ title: "Online in 62 zones of 2022, by month", rows }];
}
