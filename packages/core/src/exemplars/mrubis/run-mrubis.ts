import { clamp, Rng } from "../../kernel/index.ts";
import type { Architecture } from "./architecture.ts";
import { type Blueprint, blueprintOf, findIssues, type Issue } from "./find-issues.ts";
import { type FailureKind, failureKinds, injectFailure } from "./inject-failure.ts";
import { type Repair, repair, repairSeconds, repairsFor, worthOfTrying } from "./repair.ts";
import { fixedTable, learningPolicy, type RepairPolicy } from "./repair-policy.ts";
import { architectureUtility } from "./utility.ts";
import { validateArchitecture } from "./validate-architecture.ts";

export interface MrubisOptions {
  /** Rounds of four injections, one of each kind. */
  readonly rounds: number;
  readonly seed: number;
  /** `static` repairs by the fixed table in its order; `homeostat` what loses most first, with learned repairs. */
  readonly policy: "static" | "homeostat";
  /** Whether repairs fail, each with a probability that nobody is told. */
  readonly isUnreliable: boolean;
}

export interface MrubisRun {
  /** Before anything was broken. */
  readonly utility: number;
  readonly utilityAfter: number;
  readonly rounds: number;
  readonly injections: number;
  /** Rounds at whose end nothing was wrong, every validator agreed and the utility was whole again. */
  readonly roundsHealed: number;
  /** Utility · seconds lost while repairs were under way. */
  readonly utilityLost: number;
  /** Failures that were repaired, and attempts that it took. */
  readonly incidents: number;
  readonly attempts: number;
  /** Failures that a person had to repair after `mostAttempts`. */
  readonly escalated: number;
  /** Sum over the incidents of what the best repair was worth trying more than the one that was tried first. */
  readonly regret: number;
  /** Mean squared error of the confidence before each attempt; undefined for a policy without confidence. */
  readonly brierScore: number | undefined;
  /** Regret after each incident. */
  readonly regretCurve: readonly number[];
}

const mostAttempts = 50;

/**
 * mRUBiS (Vogel, 2018): failures are injected into the architecture, the loop finds them in the model, plans, and
 * repairs until nothing is wrong. The architecture is changed in place; a round that heals leaves it as it was.
 */
export function runMrubis(
  architecture: Architecture,
  { rounds, seed, policy, isUnreliable }: MrubisOptions,
): MrubisRun {
  const rng = new Rng(seed);
  const blueprint = blueprintOf(architecture);
  const utility = architectureUtility(architecture);
  const chances = drawChances(rng.fork("chances"), isUnreliable);
  const injections = rng.fork("injections");
  const luck = rng.fork("luck");
  const repairs: RepairPolicy = policy === "static" ? fixedTable : learningPolicy(rng.fork("choices"));
  let uids = 0;
  const freshUid = () => `new-${++uids}`;
  const totals = { injected: 0, healed: 0, lost: 0, attempts: 0, escalated: 0, squares: 0, forecasts: 0, regret: 0 };
  const regretCurve: number[] = [];

  const heal = (issue: Issue): void => {
    const worth = (candidate: Repair) => worthOfTrying(candidate, chances(issue.kind, candidate));
    const best = Math.max(...repairsFor[issue.kind].map(worth));
    for (let attempt = 1; ; attempt++) {
      const chosen = attempt > mostAttempts ? repairsFor[issue.kind][0]! : repairs.choose(issue.kind);
      const chance = attempt > mostAttempts ? 1 : chances(issue.kind, chosen);
      if (attempt === 1) {
        totals.regret += best - worth(chosen);
        regretCurve.push(totals.regret);
      }
      if (attempt > mostAttempts) totals.escalated++;
      const confidence = repairs.confidence(issue.kind, chosen);
      totals.attempts++;
      totals.lost += (utility - architectureUtility(architecture)) * repairSeconds[chosen];
      const worked = luck.next() < chance;
      if (confidence !== undefined) {
        totals.squares += (confidence - (worked ? 1 : 0)) ** 2;
        totals.forecasts++;
      }
      repairs.learn(issue.kind, chosen, worked);
      if (!worked) continue;
      repair(architecture, issue, chosen, freshUid);
      return;
    }
  };

  for (let round = 0; round < rounds; round++) {
    for (const kind of injections.shuffle([...failureKinds])) {
      if (injectFailure(architecture, kind, injections)) totals.injected++;
    }
    for (let pass = 0; pass < 100; pass++) {
      const issues = findIssues(architecture, blueprint);
      const next = policy === "static" ? issues[0] : mostUrgent(architecture, issues);
      if (next === undefined) break;
      heal(next);
    }
    if (isWhole(architecture, blueprint, utility)) totals.healed++;
  }
  return {
    utility,
    utilityAfter: architectureUtility(architecture),
    rounds,
    injections: totals.injected,
    roundsHealed: totals.healed,
    utilityLost: totals.lost,
    incidents: regretCurve.length,
    attempts: totals.attempts,
    escalated: totals.escalated,
    regret: totals.regret,
    brierScore: totals.forecasts > 0 ? totals.squares / totals.forecasts : undefined,
    regretCurve,
  };
}

function isWhole(architecture: Architecture, blueprint: Blueprint, utility: number): boolean {
  return (
    findIssues(architecture, blueprint).length === 0 &&
    validateArchitecture(architecture, blueprint).length === 0 &&
    Math.abs(architectureUtility(architecture) - utility) < 1e-9
  );
}

/** What regains most utility for each second of its usual repair goes first (Smith's rule, 1956). */
function mostUrgent(architecture: Architecture, issues: readonly Issue[]): Issue | undefined {
  let best: Issue | undefined;
  let bestRate = Number.NEGATIVE_INFINITY;
  const before = architectureUtility(architecture);
  for (const issue of issues) {
    const usual = repairsFor[issue.kind][0]!;
    const rehearsed = copyOf(architecture);
    const tenant = rehearsed.tenants[architecture.tenants.indexOf(issue.tenant)]!;
    let uids = 0;
    repair(rehearsed, { ...issue, tenant }, usual, () => `rehearsed-${++uids}`);
    const rate = (architectureUtility(rehearsed) - before) / repairSeconds[usual];
    if (rate > bestRate) {
      best = issue;
      bestRate = rate;
    }
  }
  return best;
}

function copyOf(architecture: Architecture): Architecture {
  const tenants = architecture.tenants.map(({ name, components }) => ({
    name,
    components: components.map((component) => ({
      ...component,
      required: component.required.map((end) => ({ ...end })),
      provided: component.provided.map((end) => ({ ...end })),
    })),
  }));
  return { ...architecture, tenants };
}

/** At least one repair of each kind of failure works so often; which one it is nobody is told. */
const goodRepair = 0.85;

/** Chances of success by the arcsine law, which favours no rate over another (Jeffreys, 1946). */
function drawChances(rng: Rng, isUnreliable: boolean): (kind: FailureKind, repair: Repair) => number {
  const chances = new Map<string, number>();
  for (const kind of failureKinds) {
    let best = 0;
    while (best < goodRepair) {
      best = 0;
      for (const candidate of repairsFor[kind]) {
        const chance = isUnreliable ? clamp(rng.beta(0.5, 0.5), 0.05, 0.98) : 1;
        chances.set(`${kind} ${candidate}`, chance);
        best = Math.max(best, chance);
      }
    }
  }
  return (kind, candidate) => chances.get(`${kind} ${candidate}`) ?? 0;
}
