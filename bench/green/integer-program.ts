import type { ScheduleProblem } from "@homeostat/core/green";

/** The lines of a program in CPLEX's format. */
interface Program {
  readonly goal: string[];
  readonly rows: string[];
  readonly bounds: string[];
  readonly binaries: Set<string>;
}

/**
 * A schedule as a program in CPLEX's format, for HiGHS. A job that may pause has one variable a position, the power drawn
 * there; one that may not has a binary a start. Where jobs wait for one another, binaries say when each runs and by when
 * it has ended. Linear where no job needs a binary. Undefined where a job has no place at all.
 */
export function integerProgram(problem: ScheduleProblem): string | undefined {
  const { regions, jobs } = problem;
  const slots = regions[0]?.cap.length ?? 0;
  const program: Program = { goal: [], rows: [], bounds: [], binaries: new Set() };
  const load = regions.map(() => Array.from({ length: slots }, (): string[] => []));
  const waits = new Set(jobs.flatMap(({ after }, j) => (after.length > 0 ? [j, ...after] : [])));
  const runs = jobs.map((job, j) =>
    job.isInterruptible
      ? pausing(problem, j, program, load, waits.has(j))
      : inOnePiece(problem, j, program, load, waits.has(j)),
  );
  if (runs.some((own) => own === undefined)) return undefined;
  for (const [j, { after }] of jobs.entries())
    for (const i of after) keepApart(program, runs[i]!, runs[j]!, `${i}_${j}`);
  for (const [k, region] of regions.entries())
    for (const [t, terms] of load[k]!.entries())
      if (terms.length > 0) program.rows.push(`c${k}_${t}: ${terms.join(" + ")} <= ${region.cap[t]}`);
  const { goal, rows, bounds, binaries } = program;
  const parts = [
    ["Minimize", `obj: ${goal.join(" + ")}`],
    ["Subject To", ...rows],
    ["Bounds", ...bounds],
    ...(binaries.size > 0 ? [["Binary", ...binaries]] : []),
    ["End"],
  ];
  return `${parts.map((lines) => lines.join("\n ")).join("\n")}\n`.replaceAll(" + ", "\n + ");
}

/** By slot, the variable that says whether a job runs; empty where it cannot, or where nobody asks. */
type Runs = readonly string[];

function pausing(
  { regions, jobs }: ScheduleProblem,
  j: number,
  { goal, rows, bounds, binaries }: Program,
  load: readonly string[][][],
  isAsked: boolean,
): Runs | undefined {
  const job = jobs[j]!;
  const slots = regions[0]!.cap.length;
  const runs = Array.from({ length: slots }, () => "");
  const all: string[] = [];
  for (let t = job.release; t < Math.min(job.deadline, slots); t++) {
    const here = job.regions.map((k) => `x${j}_${k}_${t}`);
    for (const [i, k] of job.regions.entries()) {
      goal.push(`${regions[k]!.intensityGPerKwh[t]} ${here[i]}`);
      load[k]![t]!.push(here[i]!);
    }
    all.push(...here);
    if (isAsked) {
      runs[t] = `z${j}_${t}`;
      binaries.add(runs[t]!);
      rows.push(`w${j}_${t}: ${here.join(" + ")} - ${job.power} ${runs[t]} <= 0`);
    } else if (here.length > 1) rows.push(`w${j}_${t}: ${here.join(" + ")} <= ${job.power}`);
    else bounds.push(`${here[0]} <= ${job.power}`);
  }
  if (all.length === 0) return undefined;
  rows.push(`e${j}: ${all.join(" + ")} = ${job.power * job.duration}`);
  return runs;
}

function inOnePiece(
  { regions, jobs }: ScheduleProblem,
  j: number,
  { goal, rows, binaries }: Program,
  load: readonly string[][][],
  isAsked: boolean,
): Runs | undefined {
  const { power, duration, release, deadline, regions: allowed } = jobs[j]!;
  const slots = regions[0]!.cap.length;
  const at = Array.from({ length: slots }, (): string[] => []);
  const starts: string[] = [];
  for (const k of allowed) {
    for (let s = release; s + duration <= Math.min(deadline, slots); s++) {
      const start = `y${j}_${k}_${s}`;
      starts.push(start);
      let cost = 0;
      for (let t = s; t < s + duration; t++) {
        cost += power * regions[k]!.intensityGPerKwh[t]!;
        load[k]![t]!.push(`${power} ${start}`);
        at[t]!.push(start);
      }
      goal.push(`${cost} ${start}`);
      binaries.add(start);
    }
  }
  if (starts.length === 0) return undefined;
  rows.push(`o${j}: ${starts.join(" + ")} = 1`);
  return at.map((own, t) => {
    if (own.length === 0 || !isAsked) return "";
    rows.push(`q${j}_${t}: ${own.join(" + ")} - z${j}_${t} = 0`);
    return `z${j}_${t}`;
  });
}

/** Before `later` runs in a slot, `earlier` has ended: a binary a slot says so, and forbids `earlier` from there on. */
function keepApart({ rows, binaries }: Program, earlier: Runs, later: Runs, pair: string): void {
  for (const [t, runs] of later.entries()) {
    if (runs === "") continue;
    const ended = `u${pair}_${t}`;
    binaries.add(ended);
    rows.push(`a${pair}_${t}: ${runs} - ${ended} <= 0`);
    for (let s = t; s < earlier.length; s++)
      if (earlier[s] !== "") rows.push(`b${pair}_${t}_${s}: ${earlier[s]} + ${ended} <= 1`);
  }
}
