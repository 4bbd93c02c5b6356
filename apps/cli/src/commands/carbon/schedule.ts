import type { Command } from "commander";
import { parseScheduleProblem, planSchedule, type SchedulePlan, type ScheduleProblem } from "@homeostat/core/green";
import { InputError } from "@homeostat/core/kernel";
import { printJson, printTable, readInput } from "../../output.ts";

interface Options {
  readonly limit: string;
  readonly interruptible?: boolean;
  readonly seed: string;
  readonly json?: boolean;
}

/** `homeostat carbon schedule`: a plan under the cap, with a proof of how good it is. */
export function schedule(carbon: Command): void {
  carbon
    .command("schedule <file>")
    .description("plan jobs into the slots of least carbon under a power cap")
    .option("--limit <seconds>", "how long to search", "10")
    .option("--interruptible", "all jobs may pause")
    .option("--seed <n>", "seed of the search", "1")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
The file: {"ci": [intensity by slot], "cap": power, "jobs": [{"p": power, "d": slots, "r": first slot, "D": end slot,
"after": [jobs that end first], "regions": [names], "interruptible": true}]}; "ci" and "cap" may be by region.

Example:
  echo '{"ci": [300, 120, 90, 200], "cap": 5, "jobs": [{"p": 4, "d": 2, "r": 0, "D": 4}]}' | homeostat carbon schedule -`,
    )
    .action((file: string, options: Options) => {
      const limit = Number(options.limit);
      const seed = Number(options.seed);
      if (!(limit > 0)) throw new InputError(`--limit: "${options.limit}" is not a time; give seconds above 0`);
      if (!Number.isInteger(seed)) throw new InputError(`--seed: "${options.seed}" is not a whole number`);
      const problem = readProblem(file, options.interruptible);
      const from = performance.now();
      const plan = planSchedule(problem, { now: () => performance.now(), limitMs: limit * 1000, seed });
      const seconds = (performance.now() - from) / 1000;
      if (options.json) printJson(scheduleReport(problem, plan, seconds, seed));
      else printPlan(problem, plan, seconds);
      process.exitCode = plan.kind === "planned" ? 0 : 1;
    });
}

function readProblem(file: string, isInterruptible: boolean | undefined): ScheduleProblem {
  let content: unknown;
  try {
    content = JSON.parse(readInput(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`this is not JSON (${error.message}); give an instance as --help shows`, { file });
  }
  try {
    return parseScheduleProblem(content, isInterruptible === undefined ? {} : { isInterruptible });
  } catch (error) {
    throw error instanceof InputError ? error.within({ file }) : error;
  }
}

/** The JSON document of `carbon schedule`. */
function scheduleReport(problem: ScheduleProblem, plan: SchedulePlan, seconds: number, seed: number) {
  if (plan.kind === "infeasible") return { feasible: false, proven: plan.isProven, reason: plan.reason, seconds, seed };
  const many = problem.regions.length > 1;
  const region = (k: number) => problem.regions[k]!.name;
  const inOnePiece = plan.jobs.every((job) => job.kind === "in-one-piece");
  return {
    feasible: true,
    objective: plan.cost,
    bound: plan.bound,
    gap: plan.gap,
    ...(plan.jobs.some((job) => job.kind === "in-one-piece")
      ? { starts: plan.jobs.map((job) => (job.kind === "in-one-piece" ? job.start : null)) }
      : {}),
    ...(inOnePiece
      ? {}
      : {
          loads: plan.jobs.map((job, j) =>
            job.kind === "in-parts"
              ? job.draws.map(({ slot, power }) => [slot, power])
              : Array.from({ length: problem.jobs[j]!.duration }, (_, t) => [job.start + t, problem.jobs[j]!.power]),
          ),
        }),
    ...(many
      ? {
          regions: plan.jobs.map((job) =>
            job.kind === "in-one-piece" ? region(job.region) : job.draws.map((draw) => region(draw.region)),
          ),
        }
      : {}),
    baseline: plan.baseline.cost,
    baselineFeasible: plan.baseline.isFeasible,
    saved: plan.baseline.cost > 0 ? 1 - plan.cost / plan.baseline.cost : 0,
    notes: plan.notes,
    seconds,
    seed,
  };
}

function printPlan(problem: ScheduleProblem, plan: SchedulePlan, seconds: number): void {
  if (plan.kind === "infeasible") {
    process.stdout.write(`${plan.isProven ? "No plan exists" : "No plan"}: ${plan.reason}.\n`);
    return;
  }
  for (const note of plan.notes) process.stderr.write(`homeostat: ${note}\n`);
  const many = problem.regions.length > 1;
  const head = ["job", "start", "end", ...(many ? ["region"] : []), "power"];
  printTable(
    head,
    plan.jobs.map((job, j) => {
      const { name, duration, power } = problem.jobs[j]!;
      if (job.kind === "in-one-piece") {
        const where = many ? [problem.regions[job.region]!.name] : [];
        return [name, job.start, job.start + duration, ...where, power];
      }
      const slots = job.draws.map(({ slot }) => slot);
      const where = many ? [[...new Set(job.draws.map(({ region }) => problem.regions[region]!.name))].join(", ")] : [];
      return [name, Math.min(...slots), Math.max(...slots) + 1, ...where, `in ${job.draws.length} parts`];
    }),
  );
  const saved = plan.baseline.cost > 0 ? 100 * (1 - plan.cost / plan.baseline.cost) : 0;
  process.stdout.write(
    `\nemissions ${plan.cost.toFixed(3)}, at most ${(100 * plan.gap).toFixed(3)} % above the optimum (bound ${plan.bound.toFixed(3)})\n` +
      `run at once ${plan.baseline.cost.toFixed(3)}${plan.baseline.isFeasible ? "" : " (above the cap or late)"}, saved ${saved.toFixed(2)} %, ${seconds.toFixed(2)} s\n`,
  );
}
