import { mean, standardDeviation } from "../../kernel/index.ts";
import type { Effect, Rehearsal } from "../../journal/index.ts";
import type { Action, Fault, SystemModel } from "../../system/index.ts";
import { type StoredTwinState, Twin } from "../../twin/index.ts";
import { touchedBy } from "../left-alone.ts";
import { defaultLimits } from "../watches/limit-watch.ts";
import { savesPower } from "../savings/opportunities.ts";

/** What to try, on what; plain JSON, so that it can be sent to a worker. */
export interface RehearsalTask {
  readonly model: SystemModel;
  /** The twin as it is now; each run starts from a fork of it. */
  readonly twin: StoredTwinState;
  /** What is held to be wrong, where the twin does not know it by itself. */
  readonly faults: readonly Fault[];
  readonly actions: readonly Action[];
  readonly seeds: number;
  readonly horizonMs: number;
}

const stepMs = 1_000;

/** Losing less than this share of the requests is no loss: it is within what pairs of runs differ by. */
const servedTolerance = 0.002;

interface Run {
  /** By SLO, in the model's order; one for all that load enters where the system promises nothing. */
  readonly servedBySlo: readonly number[];
  readonly served: number;
  readonly unhealthy: number;
  readonly powerW: number;
  /** Power of the components that something is done to, over the second half, when what was done has shown; watts. */
  readonly powerOf: ReadonlyMap<string, number>;
}

/**
 * Tries each action in forks of the twin, beside forks in which nothing is done. Both sides of a pair share their seed,
 * so that their difference is the action's.
 *
 * @param isLate is asked between runs; once it says yes, what is known so far is returned
 * @returns by action kind; an action without a single finished pair is left out
 */
export function rehearse(task: RehearsalTask, isLate: () => boolean = () => false): Map<string, Rehearsal> {
  const { model, actions, seeds, horizonMs, faults } = task;
  const present = Twin.restore(model, task.twin);
  for (const fault of faults) present.inject(fault);
  const touched = [...new Set(actions.filter(savesPower).flatMap(touchedBy))];
  const without: Run[] = [];
  const withAction = new Map<Action, Run[]>(actions.map((action) => [action, []]));
  for (let seed = 1; seed <= seeds && !isLate(); seed++) {
    without.push(runOf(present.fork(seed), undefined, horizonMs, touched));
    for (const [action, runs] of withAction) runs.push(runOf(present.fork(seed), action, horizonMs, touched));
  }
  const rehearsals = new Map<string, Rehearsal>();
  for (const [action, runs] of withAction) {
    if (runs.length === 0) continue;
    const saved = savesPower(action) ? runs.map((run, i) => savedBy(action, run, without[i]!)) : undefined;
    const better = runs.filter((run, i) =>
      saved === undefined ? isBetter(run, without[i]!) : saved[i]! > 0 && keepsService(run, without[i]!),
    ).length;
    const slo = sloMostChanged(model, runs, without);
    rehearsals.set(action.kind, {
      seeds: runs.length,
      horizonMs,
      withAction: effectOf(runs),
      without: effectOf(without),
      betterShare: better / runs.length,
      ...(slo === undefined ? {} : { slo }),
      ...(saved === undefined ? {} : { saved: { meanW: mean(saved), deviationW: standardDeviation(saved) } }),
    });
  }
  return rehearsals;
}

function runOf(twin: Twin, action: Action | undefined, horizonMs: number, touched: readonly string[]): Run {
  if (action !== undefined) twin.apply(action);
  const servedBySlo = servedShares(twin).map(() => 0);
  let powerW = 0;
  const steps = Math.max(2, Math.round(horizonMs / stepMs));
  const half = Math.floor(steps / 2);
  const powerOf = new Map(touched.map((id) => [id, 0]));
  for (let i = 0; i < steps; i++) {
    twin.step(stepMs);
    for (const [i, share] of servedShares(twin).entries()) servedBySlo[i]! += share / steps;
    powerW += twin.powerW();
    if (i < half) continue;
    for (const [id, sum] of powerOf) powerOf.set(id, sum + twin.powerW(id) / (steps - half));
  }
  return { servedBySlo, served: mean(servedBySlo), unhealthy: unhealthyIn(twin), powerW: powerW / steps, powerOf };
}

/** What an action saved on the components that it was done to, watts. */
function savedBy(action: Action, run: Run, other: Run): number {
  return touchedBy(action).reduce((sum, id) => sum + (other.powerOf.get(id) ?? 0) - (run.powerOf.get(id) ?? 0), 0);
}

/** Whether a run serves as well as another, as far as anybody could tell. */
function keepsService(run: Run, other: Run): boolean {
  return run.served >= other.served - servedTolerance && run.unhealthy <= other.unhealthy;
}

/** Of each SLO; of all that load enters together where there is none. */
function servedShares(twin: Twin): number[] {
  const levels = twin.serviceLevels();
  if (levels.length > 0) return levels.map((level) => level.servedShare);
  const entries = twin.model.components.filter(({ loadRps }) => loadRps > 0);
  if (entries.length === 0) return [1];
  return [mean(entries.map(({ id }) => 1 - (twin.condition(id).samples.errorRate ?? 0)))];
}

/** The SLO that acting changes most; none where there is only one. */
function sloMostChanged({ slos }: SystemModel, runs: readonly Run[], others: readonly Run[]): Rehearsal["slo"] {
  if (slos.length < 2) return undefined;
  const changes = slos.map(({ name }, i) => ({
    name,
    withAction: mean(runs.map(({ servedBySlo }) => servedBySlo[i]!)),
    without: mean(others.map(({ servedBySlo }) => servedBySlo[i]!)),
  }));
  const change = (one: (typeof changes)[number]) => Math.abs(one.withAction - one.without);
  return changes.reduce((most, one) => (change(one) > change(most) ? one : most));
}

function unhealthyIn(twin: Twin): number {
  return twin.model.components.filter(({ id, requiredReplicas }) => {
    const { samples, replicasUp } = twin.condition(id);
    const isBeyond = defaultLimits.some(({ metric, warning }) => (samples[metric] ?? 0) > warning);
    return isBeyond || replicasUp < requiredReplicas;
  }).length;
}

function isBetter(run: Run, other: Run): boolean {
  const difference = run.served - other.served;
  return Math.abs(difference) > 1e-4 ? difference > 0 : run.unhealthy < other.unhealthy;
}

function effectOf(runs: readonly Run[]): Effect {
  const served = runs.map((run) => run.served);
  return {
    served: mean(served),
    servedDeviation: standardDeviation(served),
    unhealthy: mean(runs.map((run) => run.unhealthy)),
    powerW: mean(runs.map((run) => run.powerW)),
  };
}
