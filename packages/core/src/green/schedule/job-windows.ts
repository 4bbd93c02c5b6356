import type { ScheduleProblem } from "./schedule-problem.ts";
import type { Windows } from "./placement-model.ts";

export type WindowsResult =
  | { readonly kind: "windows"; readonly windows: Windows; readonly notes: readonly string[] }
  | { readonly kind: "impossible"; readonly reason: string };

/**
 * Narrows each job's window to the series and to what must run before and behind it, and finds what alone makes a plan
 * impossible: a job longer than its window, above the cap, in a circle of jobs that wait for one another, or jobs that
 * must all run at one moment.
 */
export function jobWindows(problem: ScheduleProblem): WindowsResult {
  const slots = problem.regions[0]?.cap.length ?? 0;
  const { jobs } = problem;
  const order = precedenceOrder(problem);
  if (order.kind === "impossible") return order;
  const notes: string[] = [];
  const late = jobs.filter(({ deadline }) => deadline > slots);
  if (late.length > 0)
    notes.push(
      `the series ends after slot ${slots - 1}, before the deadline of ${named(late.map(({ name }) => name))}; planned within the series`,
    );
  const release = jobs.map((job) => job.release);
  const deadline = jobs.map((job) => Math.min(job.deadline, slots));
  for (const j of order.jobs)
    for (const i of jobs[j]!.after) release[j] = Math.max(release[j]!, release[i]! + jobs[i]!.duration);
  for (const j of [...order.jobs].reverse())
    for (const i of jobs[j]!.after) deadline[i] = Math.min(deadline[i]!, deadline[j]! - jobs[j]!.duration);
  for (const [j, job] of jobs.entries()) {
    const own = Math.min(job.deadline, slots) - job.release;
    if (own < job.duration) {
      const end = job.deadline > slots ? `the series ends after slot ${slots - 1}` : `its deadline is ${job.deadline}`;
      return impossible(
        `job ${job.name} runs ${count(job.duration, "slot")} from slot ${job.release} on, but ${end}: ${room(own)}`,
      );
    }
    if (deadline[j]! - release[j]! < job.duration)
      return impossible(
        `job ${job.name} runs ${count(job.duration, "slot")}, but what must end before it and what waits for it leave slots ${release[j]} to ${deadline[j]! - 1}: ${room(deadline[j]! - release[j]!)}`,
      );
    const reason = aboveCap(problem, j, release[j]!, deadline[j]!);
    if (reason !== undefined) return impossible(reason);
  }
  const windows = jobs.map((_, j) => [release[j]!, deadline[j]!] as const);
  const crowded = crowdedSlot(problem, windows);
  return crowded === undefined ? { kind: "windows", windows, notes } : impossible(crowded);
}

/** A list of names that stays short. */
export function named(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `job${names.length === 1 ? "" : "s"} ${shown}${more}`;
}

function impossible(reason: string) {
  return { kind: "impossible", reason } as const;
}

function count(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}

function room(slots: number): string {
  return slots <= 0 ? "there is no room" : `there is room for ${slots}`;
}

function aboveCap(problem: ScheduleProblem, j: number, from: number, to: number): string | undefined {
  const job = problem.jobs[j]!;
  const caps = job.regions.map((k) => problem.regions[k]!.cap);
  if (job.isInterruptible) {
    let energy = 0;
    for (let t = from; t < to; t++)
      energy += Math.min(
        job.power,
        caps.reduce((sum, cap) => sum + cap[t]!, 0),
      );
    if (energy >= job.power * job.duration * (1 - 1e-12)) return undefined;
    return `job ${job.name} needs ${job.power * job.duration} of energy, but the cap leaves ${energy} in slots ${from} to ${to - 1}`;
  }
  for (const cap of caps) {
    let free = 0;
    for (let t = from; t < to; t++) {
      free = cap[t]! >= job.power * (1 - 1e-12) ? free + 1 : 0;
      if (free >= job.duration) return undefined;
    }
  }
  const highest = Math.max(...caps.flatMap((cap) => cap.slice(from, to)));
  if (highest < job.power)
    return `job ${job.name} draws ${job.power}, but the cap is at most ${highest} in slots ${from} to ${to - 1}`;
  return `job ${job.name} draws ${job.power}, and the cap has no ${count(job.duration, "slot")} in a row for it in slots ${from} to ${to - 1}`;
}

/** Jobs in one piece whose windows are so tight that they must run at one moment, and together go above the cap. */
function crowdedSlot(problem: ScheduleProblem, windows: Windows): string | undefined {
  const slots = problem.regions[0]?.cap.length ?? 0;
  const must = new Float64Array(slots);
  const who: number[][] = Array.from({ length: slots }, () => []);
  for (const [j, job] of problem.jobs.entries()) {
    if (job.isInterruptible) continue;
    const [release, deadline] = windows[j]!;
    for (let t = deadline - job.duration; t < release + job.duration; t++) {
      must[t]! += job.power;
      who[t]!.push(j);
    }
  }
  for (let t = 0; t < slots; t++) {
    const cap = problem.regions.reduce((sum, region) => sum + region.cap[t]!, 0);
    if (must[t]! > cap * (1 + 1e-12))
      return `in slot ${t}, ${named(who[t]!.map((j) => problem.jobs[j]!.name))} must all run for their windows and draw ${must[t]} together, but the cap is ${cap}`;
  }
  return undefined;
}

/** The jobs so that each comes behind what it waits for. */
export function precedenceOrder(
  problem: ScheduleProblem,
): { kind: "order"; jobs: readonly number[] } | { kind: "impossible"; reason: string } {
  const { jobs } = problem;
  const waiting = jobs.map(({ after }) => new Set(after).size);
  const behind: number[][] = jobs.map(() => []);
  for (const [j, job] of jobs.entries()) for (const i of new Set(job.after)) behind[i]!.push(j);
  const order = jobs.map((_, j) => j).filter((j) => waiting[j] === 0);
  for (let q = 0; q < order.length; q++) for (const j of behind[order[q]!]!) if (--waiting[j]! === 0) order.push(j);
  if (order.length === jobs.length) return { kind: "order", jobs: order };
  const stuck = jobs.filter((_, j) => waiting[j]! > 0).map(({ name }) => name);
  return impossible(`${named(stuck)} wait for one another in a circle; take one "after" out`);
}
