import { Rng } from "../../kernel/index.ts";
import { interruptibleOptimum } from "./interruptible-optimum.ts";
import { inParts, type JobPlan } from "./job-plan.ts";
import { jobWindows, named, precedenceOrder } from "./job-windows.ts";
import { planMixed } from "./plan-mixed.ts";
import { planInOnePiece, type PlanResult } from "./plan-in-one-piece.ts";
import { placementModel, type Windows } from "./placement-model.ts";
import { runAtOnce } from "./run-at-once.ts";
import type { ScheduleProblem } from "./schedule-problem.ts";

export type SchedulePlan =
  | {
      readonly kind: "planned";
      /** Σ intensity · power over all jobs and slots. */
      readonly cost: number;
      /** No plan costs less than this. */
      readonly bound: number;
      /** (cost − bound) / cost, 0..1. */
      readonly gap: number;
      readonly jobs: readonly JobPlan[];
      /** The same jobs run at once, as early as the cap allows. */
      readonly baseline: { readonly cost: number; readonly isFeasible: boolean };
      readonly notes: readonly string[];
    }
  | {
      readonly kind: "infeasible";
      /** False where the search ended without a plan and without a proof that there is none. */
      readonly isProven: boolean;
      readonly reason: string;
    };

export interface PlanOptions {
  /** Milliseconds from anywhere; the caller's stopwatch. */
  readonly now: () => number;
  /** How long the search may take, milliseconds. Proven optima come earlier. */
  readonly limitMs?: number;
  readonly seed?: number;
}

/**
 * Plans work that can wait into the hours of least carbon, under a power cap, and says how far from the optimum the
 * plan can be at most. Exact for interruptible jobs; a bound and a gap for the others.
 */
export function planSchedule(problem: ScheduleProblem, options: PlanOptions): SchedulePlan {
  const { now, limitMs = 10_000, seed = 1 } = options;
  const end = now() + limitMs;
  const found = jobWindows(problem);
  if (found.kind === "impossible") return { kind: "infeasible", isProven: true, reason: found.reason };
  const { windows, notes } = found;
  const caps = problem.regions.flatMap(({ cap }) => [...cap]);
  const all = problem.jobs.map((_, j) => j);
  const model = placementModel(problem, windows);
  const baseline = runAtOnce(model, releaseOrder(problem, windows));
  const relax = () => interruptibleOptimum(problem, windows, caps, all);
  const context = { problem, windows, model, baseline, now, end, rng: new Rng(seed) };
  let plan: PlanResult;
  if (problem.jobs.some(({ isInterruptible }) => isInterruptible)) {
    const relaxed = relax();
    if (relaxed.kind === "short")
      return { kind: "infeasible", isProven: true, reason: shortage(problem, relaxed, caps) };
    const allMayPause = problem.jobs.every(({ isInterruptible }) => isInterruptible);
    plan =
      allMayPause && !model.hasPrecedence
        ? { cost: relaxed.cost, bound: relaxed.cost, jobs: relaxed.loads.map((load) => inParts(load, model.slots)) }
        : planMixed(context, relaxed);
  } else {
    plan = planInOnePiece(context, () => {
      const relaxed = relax();
      return relaxed.kind === "short" ? shortage(problem, relaxed, caps) : undefined;
    });
  }
  if ("reason" in plan) return { kind: "infeasible", ...plan };
  const bound = Math.min(plan.bound, plan.cost);
  return {
    kind: "planned",
    ...plan,
    bound,
    gap: plan.cost > 0 ? (plan.cost - bound) / plan.cost : 0,
    baseline: { cost: baseline.cost, isFeasible: baseline.isFeasible },
    notes,
  };
}

/** By release, and what others wait for first. */
function releaseOrder(problem: ScheduleProblem, windows: Windows): number[] {
  const order = precedenceOrder(problem);
  const rank = new Map(order.kind === "order" ? order.jobs.map((j, i) => [j, i]) : []);
  return problem.jobs.map((_, j) => j).sort((a, b) => windows[a]![0] - windows[b]![0] || rank.get(a)! - rank.get(b)!);
}

function shortage(
  problem: ScheduleProblem,
  { jobs, positions }: { readonly jobs: readonly number[]; readonly positions: readonly number[] },
  caps: readonly number[],
): string {
  const slots = problem.regions[0]?.cap.length ?? 1;
  const need = jobs.reduce((sum, j) => sum + problem.jobs[j]!.power * problem.jobs[j]!.duration, 0);
  const times = positions.map((s) => s % slots);
  const room = positions.reduce((sum, s) => sum + caps[s]!, 0);
  const where = times.length === 0 ? "no slot" : `slots ${Math.min(...times)} to ${Math.max(...times)}`;
  return `${named(jobs.map((j) => problem.jobs[j]!.name))} must run in ${where} and need ${need} of energy, but at most ${room} fits there under the cap, even if they could pause`;
}
