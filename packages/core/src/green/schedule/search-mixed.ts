import { interruptibleOptimum } from "./interruptible-optimum.ts";
import { Placement } from "./placement.ts";
import { placementModel, type Windows } from "./placement-model.ts";
import type { PlanContext } from "./plan-in-one-piece.ts";
import type { ScheduleProblem } from "./schedule-problem.ts";

/** What each job draws, by position. */
export type Draws = readonly (readonly (readonly [position: number, power: number])[])[];

/** Two jobs that may pause, of which one waits for the other: the slot that keeps them apart is part of the search. */
interface Milestone {
  readonly before: number;
  readonly behind: number;
  readonly least: number;
  readonly most: number;
  slot: number;
}

/** How far a worse arrangement may be taken in the beginning, in mean costs of a job. */
const firstHeat = 0.15;
/** Starts of which the cheapest is tried. */
const tournament = 3;

/**
 * Searches for places of the jobs that may not pause, and for the moments between jobs that may pause and wait for one
 * another, by simulated annealing (Kirkpatrick et al., 1983); each arrangement counts with the exact optimum of the jobs
 * that may pause in what is left to them. Begins with `first` where there is one.
 *
 * @returns the best plan it met; undefined where none of what it met keeps every limit
 */
export function searchMixed(
  context: PlanContext,
  first: Draws | undefined,
  options: { readonly bound: number; readonly end: number },
): Draws | undefined {
  return new MixedSearch(context, first).run(options.bound, options.end);
}

class MixedSearch {
  readonly #context: PlanContext;
  /** Jobs that may not pause, and those that may. */
  readonly #fixed: readonly number[];
  readonly #pausable: readonly number[];
  readonly #index: ReadonlyMap<number, number>;
  readonly #placement: Placement;
  readonly #milestones: readonly Milestone[];
  readonly #caps: Float64Array;
  readonly #rest: Float64Array;
  readonly #starts: Int32Array;
  /** Above what any energy could cost. */
  readonly #dearest: number;
  readonly #pausableEnergy: number;

  constructor(context: PlanContext, first: Draws | undefined) {
    const { problem, windows, model } = context;
    this.#context = context;
    const all = problem.jobs.map((_, j) => j);
    this.#fixed = all.filter((j) => !problem.jobs[j]!.isInterruptible);
    this.#pausable = all.filter((j) => problem.jobs[j]!.isInterruptible);
    this.#index = new Map(this.#fixed.map((j, i) => [j, i]));
    this.#placement = new Placement(partOf(problem, windows, this.#fixed, this.#index));
    this.#milestones = milestonesOf(context, first);
    this.#caps = model.cap;
    this.#rest = new Float64Array(model.positions);
    this.#starts = new Int32Array(model.positions);
    this.#dearest = 1 + model.intensity.reduce((a, b) => Math.max(a, b), 0);
    this.#pausableEnergy = this.#pausable.reduce((sum, j) => sum + model.power[j]! * model.duration[j]!, 0);
    for (const [i, j] of this.#fixed.entries()) {
      const position = first?.[j]?.[0]?.[0];
      if (position === undefined) this.#insert(i);
      else this.#placement.put(i, position);
    }
  }

  run(bound: number, end: number): Draws | undefined {
    const { now, rng } = this.#context;
    const begun = now();
    let cost = this.#cost();
    let best = cost;
    let bestDraws = this.#draws();
    const heat = (firstHeat * cost) / Math.max(1, this.#context.problem.jobs.length);
    for (let at = begun; at < end && best > bound * (1 + 1e-12); at = now()) {
      const undo = this.#move();
      const next = this.#cost();
      const warmth = heat * (1 - (at - begun) / (end - begun)) ** 2;
      if (next > cost && rng.next() >= Math.exp((cost - next) / warmth)) {
        undo();
        continue;
      }
      cost = next;
      if (cost >= best) continue;
      best = cost;
      bestDraws = this.#draws() ?? bestDraws;
    }
    return bestDraws;
  }

  /** Takes one or two jobs out and puts them elsewhere, or moves a milestone. Says how to take that back. */
  #move(): () => void {
    const { rng } = this.#context;
    const [n, m] = [this.#fixed.length, this.#milestones.length];
    if (m > 0 && rng.next() * (n + m) < m) return this.#moveMilestone(this.#milestones[rng.int(m)]!);
    if (n === 0) return () => undefined;
    const placement = this.#placement;
    const chosen = [rng.int(n)];
    if (n > 1 && rng.next() < 0.5) chosen.push(this.#neighbour(chosen[0]!));
    const before = chosen.map((i) => placement.take(i));
    for (const i of rng.next() < 0.5 ? chosen : chosen.toReversed()) this.#insert(i);
    return () => {
      for (const i of chosen) placement.take(i);
      for (const [k, i] of chosen.entries()) placement.put(i, before[k]!);
    };
  }

  /** Another job: one that is left out where there is one, otherwise any. */
  #neighbour(job: number): number {
    const { rng } = this.#context;
    const { start, left } = this.#placement;
    let other = (job + 1 + rng.int(start.length - 1)) % start.length;
    if (left === 0 || start[job]! < 0) return other;
    while (start[other]! >= 0) other = (other + 1) % start.length;
    return other;
  }

  #moveMilestone(milestone: Milestone): () => void {
    const { rng } = this.#context;
    const { slot, least, most } = milestone;
    const step = rng.next() < 0.7 ? slot + rng.int(5) - 2 : least + rng.int(most - least + 1);
    milestone.slot = Math.min(most, Math.max(least, step));
    return () => {
      milestone.slot = slot;
    };
  }

  /** Puts a job that is left out at the cheapest of a few places that the others in one piece leave to it. */
  #insert(i: number): void {
    const { rng } = this.#context;
    const { intensityBefore, duration } = this.#placement.model;
    const count = this.#placement.fits(i, this.#starts);
    let least = -1;
    let leastCost = Number.POSITIVE_INFINITY;
    for (let k = 0; k < Math.min(count, tournament); k++) {
      const start = this.#starts[rng.int(count)]!;
      const cost = intensityBefore[start + duration[i]!]! - intensityBefore[start]!;
      if (cost >= leastCost) continue;
      leastCost = cost;
      least = start;
    }
    this.#placement.put(i, least);
  }

  /** What the arrangement costs; what does not fit costs more than anything that does. */
  #cost(): number {
    const filled = this.#fill();
    const pausable =
      filled.kind === "optimal" ? filled.cost : this.#dearest * (this.#pausableEnergy + 2 * filled.missing);
    return this.#placement.cost + pausable;
  }

  #fill() {
    const { load } = this.#placement;
    for (let s = 0; s < load.length; s++) this.#rest[s] = Math.max(0, this.#caps[s]! - load[s]!);
    return interruptibleOptimum(this.#context.problem, this.#windows(), this.#rest, this.#pausable);
  }

  /** The plan as it stands; undefined where something does not fit. */
  #draws(): Draws | undefined {
    if (this.#placement.left > 0) return undefined;
    const filled = this.#fill();
    if (filled.kind === "short") return undefined;
    const { jobs } = this.#context.problem;
    const draws: (readonly (readonly [number, number])[])[] = jobs.map(() => []);
    for (const [i, j] of this.#pausable.entries()) draws[j] = filled.loads[i]!;
    for (const [i, j] of this.#fixed.entries()) {
      const { duration, power } = jobs[j]!;
      const start = this.#placement.start[i]!;
      draws[j] = Array.from({ length: duration }, (_, t) => [start + t, power] as const);
    }
    return draws;
  }

  /** The windows of the jobs that may pause, beside where the others are and at the milestones. */
  #windows(): Windows {
    const { problem, windows, model } = this.#context;
    if (!model.hasPrecedence) return windows;
    const release = windows.map(([from]) => from);
    const deadline = windows.map(([, to]) => to);
    const startOf = (j: number) => {
      const start = this.#placement.start[this.#index.get(j) ?? -1] ?? -1;
      return start < 0 ? undefined : start % model.slots;
    };
    for (const [j, { after }] of problem.jobs.entries()) {
      for (const i of after) {
        const [before, behind] = [startOf(i), startOf(j)];
        if (before !== undefined) release[j] = Math.max(release[j]!, before + problem.jobs[i]!.duration);
        if (behind !== undefined) deadline[i] = Math.min(deadline[i]!, behind);
      }
    }
    for (const { before, behind, slot } of this.#milestones) {
      deadline[before] = Math.min(deadline[before]!, slot);
      release[behind] = Math.max(release[behind]!, slot);
    }
    return release.map((from, j) => [from, Math.max(from, deadline[j]!)] as const);
  }
}

/** The jobs in one piece alone; what waits for one that may pause is held by the windows. */
function partOf(
  problem: ScheduleProblem,
  windows: Windows,
  fixed: readonly number[],
  index: ReadonlyMap<number, number>,
) {
  const jobs = fixed.map((j) => {
    const job = problem.jobs[j]!;
    return { ...job, after: job.after.flatMap((i) => index.get(i) ?? []) };
  });
  return placementModel(
    { ...problem, jobs },
    fixed.map((j) => windows[j]!),
  );
}

/** One for each pair of jobs that may pause of which one waits for the other. */
function milestonesOf({ problem, windows, model }: PlanContext, first: Draws | undefined): Milestone[] {
  const milestones: Milestone[] = [];
  for (const [j, job] of problem.jobs.entries()) {
    for (const i of new Set(job.after)) {
      if (!job.isInterruptible || !problem.jobs[i]!.isInterruptible) continue;
      const least = windows[j]![0];
      const most = Math.max(least, windows[i]![1]);
      const end = first?.[i]?.reduce((slot, [s]) => Math.max(slot, (s % model.slots) + 1), 0);
      const slot = Math.min(most, Math.max(least, end ?? Math.round((least + most) / 2)));
      milestones.push({ before: i, behind: j, least, most, slot });
    }
  }
  return milestones;
}
