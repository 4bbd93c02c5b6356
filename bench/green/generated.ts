import { planSchedule, type ScheduleProblem } from "@homeostat/core/green";
import { Rng } from "@homeostat/core/kernel";
import type { Table } from "../anomaly/table.ts";
import { integerProgram } from "./integer-program.ts";
import { cpuMs, loadHighs } from "./schedule.ts";

interface Shape {
  readonly name: string;
  /** The share of jobs that may pause, and of those that wait for another. */
  readonly pausing: number;
  readonly waiting: number;
  readonly regions: number;
  /** The cap over the mean power, from and to. */
  readonly room: readonly [from: number, to: number];
}

const wide = [1.6, 3.5] as const;
const tight = [1.15, 1.9] as const;
const shapes: readonly Shape[] = [
  { name: "in one piece", pausing: 0, waiting: 0, regions: 1, room: wide },
  { name: "in one piece, tight", pausing: 0, waiting: 0, regions: 1, room: tight },
  { name: "in one piece, waiting, regions", pausing: 0, waiting: 0.3, regions: 3, room: wide },
  { name: "may pause, regions", pausing: 1, waiting: 0, regions: 3, room: tight },
  { name: "may pause, waiting", pausing: 1, waiting: 0.3, regions: 1, room: wide },
  { name: "mixed", pausing: 0.5, waiting: 0, regions: 1, room: wide },
  { name: "mixed, tight", pausing: 0.5, waiting: 0, regions: 1, room: tight },
  { name: "mixed, waiting, regions", pausing: 0.5, waiting: 0.3, regions: 3, room: wide },
  { name: "mixed, waiting, tight", pausing: 0.5, waiting: 0.3, regions: 1, room: tight },
];
const searchMs = 500;
const highsSeconds = 10;
/** HiGHS holds a row up to this, relative; and its optimum is meant to be one. */
const slack = 1e-6;

/** Instances that nobody has seen, of many shapes: is there a plan whenever HiGHS finds one, and how good is it? */
export async function generated(options: {
  readonly count: number;
  readonly seeds: readonly number[];
}): Promise<Table[]> {
  const highs = await loadHighs();
  const rows = shapes.map((shape) => {
    const tally = { both: 0, missed: 0, impossible: 0, unproven: 0, aboveBound: 0, unknown: 0 };
    const excess: number[] = [];
    const gaps: number[] = [];
    for (const seed of options.seeds) {
      for (let i = 0; i < options.count; i++) {
        const problem = instance(new Rng(seed * 10_000 + i), shape);
        const plan = planSchedule(problem, { now: cpuMs, limitMs: searchMs });
        const text = integerProgram(problem);
        const best =
          text === undefined
            ? { Status: "Infeasible", ObjectiveValue: Number.NaN }
            : highs.solve(text, { time_limit: highsSeconds, mip_rel_gap: slack / 10 });
        if (best.Status === "Infeasible") {
          if (plan.kind === "planned") throw new Error(`${shape.name} ${seed}/${i}: planned what HiGHS rules out`);
          tally[plan.isProven ? "impossible" : "unproven"]++;
        } else if (best.Status !== "Optimal") tally.unknown++;
        else if (plan.kind === "infeasible") tally.missed++;
        else {
          tally.both++;
          excess.push(100 * (plan.cost / best.ObjectiveValue - 1));
          gaps.push(100 * plan.gap);
          if (plan.bound > best.ObjectiveValue * (1 + slack)) tally.aboveBound++;
        }
      }
    }
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
    return {
      jobs: shape.name,
      "both plan": tally.both,
      "missed a plan": tally.missed,
      "none exists, proven": tally.impossible,
      "none exists, unproven": tally.unproven,
      "HiGHS unsure": tally.unknown,
      "bound above HiGHS": tally.aboveBound,
      "mean above HiGHS %": Number(mean(excess).toFixed(4)),
      "most %": Number(Math.max(0, ...excess).toFixed(3)),
      "mean gap %": Number(mean(gaps).toFixed(2)),
    };
  });
  return [{ title: `Schedule, generated instances of 4 to 15 jobs, ${searchMs} ms beside HiGHS's optimum`, rows }];
}

function instance(rng: Rng, { pausing, waiting, regions: most, room }: Shape): ScheduleProblem {
  const slots = 12 + rng.int(30);
  const regionCount = most === 1 ? 1 : 2 + rng.int(most - 1);
  const jobs = Array.from({ length: 4 + rng.int(12) }, (_, j) => {
    const duration = 1 + rng.int(Math.min(8, slots >> 1));
    const release = rng.int(Math.ceil(slots / 2));
    return {
      name: `${j}`,
      power: 1 + rng.int(9),
      duration,
      release,
      deadline: Math.min(slots, release + duration + rng.int(25)),
      isInterruptible: rng.next() < pausing,
      after: j > 0 && rng.next() < waiting ? [rng.int(j)] : [],
      regions:
        regionCount === 1 || rng.next() < 0.4
          ? [rng.int(regionCount)]
          : Array.from({ length: regionCount }, (_each, k) => k),
    };
  });
  const energy = jobs.reduce((sum, { power, duration }) => sum + power * duration, 0);
  const mean = (energy / slots / regionCount) * (room[0] + rng.next() * (room[1] - room[0]));
  const cap = Math.max(mean, 0.9 * Math.max(...jobs.map(({ power }) => power)));
  return {
    jobs,
    regions: Array.from({ length: regionCount }, (_, k) => ({
      name: `${k}`,
      intensityGPerKwh: Array.from({ length: slots }, () => 30 + rng.int(500)),
      cap: Array.from({ length: slots }, () => Math.round(cap * (0.9 + 0.4 * rng.next()))),
    })),
  };
}
