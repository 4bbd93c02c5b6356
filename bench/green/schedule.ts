import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseScheduleProblem, planSchedule } from "@homeostat/core/green";
import highsModule from "highs";
import type { Table } from "../anomaly/table.ts";
import { integerProgram } from "./integer-program.ts";

/** Reference figures of each instance: HiGHS after 60–120 s, and the asked certified gap after 10 s, percent. */
const instances = [
  { name: "50x168", highs: 2_658_419, asked: Number.NaN },
  { name: "50x288", highs: 9_809_561, asked: 0.4 },
  { name: "200x168", highs: 10_017_084, asked: 0.35 },
  { name: "200x288", highs: 38_774_722, asked: 0.2 },
  { name: "1000x168", highs: 49_111_753, asked: 0.2 },
  { name: "1000x288", highs: 195_467_407, asked: 0.21 },
];

export interface ScheduleOptions {
  readonly limitSeconds: number;
  readonly seeds: readonly number[];
}

/** The package is one function; its types say so only of its default export. */
export const loadHighs = highsModule as unknown as typeof highsModule.default;

/** Processor time, milliseconds: the searches have one thread, and others on the machine do not count. */
export const cpuMs = () => process.cpuUsage().user / 1000;
const read = (data: string, name: string, isInterruptible: boolean) =>
  parseScheduleProblem(JSON.parse(readFileSync(join(data, "schedule-instances", `${name}.json`), "utf8")), {
    isInterruptible,
  });

/** Jobs that may pause: the exact optimum beside HiGHS's linear program, both timed in this run. */
export async function interruptible(data: string): Promise<Table[]> {
  const highs = await loadHighs();
  const rows = instances.map(({ name }) => {
    const problem = read(data, name, true);
    const text = integerProgram(problem)!;
    const ours = Math.min(...[0, 1, 2].map(() => timed(() => planSchedule(problem, { now: cpuMs }))));
    const plan = planSchedule(problem, { now: cpuMs });
    let objective = Number.NaN;
    const theirs = timed(() => {
      objective = highs.solve(text).ObjectiveValue;
    });
    const cost = plan.kind === "planned" ? plan.cost : Number.NaN;
    return {
      instance: name,
      cost,
      "HiGHS LP": objective,
      "difference, relative": Math.abs(cost / objective - 1).toExponential(1),
      asked: "1e-9",
      ms: Math.round(ours),
      "HiGHS ms": Math.round(theirs),
      "times faster": Number((theirs / ours).toFixed(1)),
    };
  });
  return [{ title: "Schedule, jobs may pause", rows }];
}

/** Jobs in one piece, after one second and after the limit. */
export function onePiece(data: string, { limitSeconds, seeds }: ScheduleOptions): Table[] {
  const rows = [];
  for (const { name, highs, asked } of instances) {
    const problem = read(data, name, false);
    for (const seconds of [1, limitSeconds]) {
      for (const seed of seeds) {
        const plan = planSchedule(problem, { now: cpuMs, limitMs: seconds * 1000, seed });
        if (plan.kind !== "planned") throw new Error(plan.reason);
        const few = name.startsWith("50x");
        rows.push({
          instance: name,
          seconds,
          seed,
          cost: Math.round(plan.cost),
          bound: Math.round(plan.bound),
          "gap %": Number((100 * plan.gap).toFixed(4)),
          "asked %": seconds === 1 ? (few ? "" : 0.6) : Number.isNaN(asked) ? "" : asked,
          "HiGHS 60–120 s": highs,
          "below HiGHS %": Number((100 * (1 - plan.cost / highs)).toFixed(3)),
        });
      }
    }
  }
  return [{ title: "Schedule, jobs in one piece", rows }];
}

function timed(work: () => void): number {
  const from = cpuMs();
  work();
  return cpuMs() - from;
}
