import { hashOf, type EpochMs, type Rng } from "../../kernel/index.ts";
import { affectedBy } from "../../ecosystem/index.ts";
import type { Saving } from "../../green/index.ts";
import {
  type Alternative,
  type ConsoleState,
  type Finding,
  type GuardCheck,
  type Knowledge,
  type Proposal,
  type Rehearsal,
  type Solution,
} from "../../journal/index.ts";
import { type Action, actionSpecs } from "../../system/index.ts";
import type { Case } from "./cases.ts";
import { confidenceOf, drawFrom, posteriorOf } from "./confidence.ts";
import { checkGuards, holdingGuard } from "../gate/guards.ts";
import { solutionsFor } from "./knowledge.ts";
import { loanFor } from "../loans.ts";
import { modeFor } from "../gate/mode-for.ts";
import { stateVersionOf } from "../gate/state-version.ts";
import { loadOf, loadsNow, possibleSavings } from "../savings/opportunities.ts";
import { predictedSaving } from "../savings/predicted-saving.ts";

/** An action that might heal an incident, before one of them is chosen. */
export interface Candidate {
  readonly solution: Solution;
  readonly action: Action;
  readonly confidence: number;
  readonly successes: number;
  readonly failures: number;
  /** A draw from the posterior; the choice is made by it. */
  readonly draw: number;
  readonly whyNot: Alternative["whyNot"] | undefined;
  /** The guard that holds it back, if one does. */
  readonly guard: GuardCheck | undefined;
  /** What it would save, of an action that takes an opportunity. */
  readonly saving: Saving | undefined;
}

/** Every action that the knowledge base names for the case, with its confidence and what speaks against it. */
export function candidatesFor(
  state: ConsoleState,
  knowledge: Knowledge,
  { incident, finding, component }: Case,
  now: EpochMs,
  rng: Rng,
): Candidate[] {
  const tried = new Set(
    Object.values(state.proposals)
      .filter(
        ({ proposal, status }) =>
          incident !== null &&
          proposal.incident === incident.id &&
          proposal.action.component === component.id &&
          (status.kind === "ended" || status.kind === "refused"),
      )
      .map(({ proposal }) => proposal.action.kind),
  );
  const savings = incident === null ? savingsOf(state, finding) : [];
  return solutionsFor(knowledge, finding.kind, component.kind).flatMap((solution): Candidate[] => {
    const { amount } = solution;
    // A loan that nobody can give is no option at all, nor is a saving where there is nothing to save.
    const loan = solution.action === "borrow-replicas" ? loanFor(state, component.id) : {};
    const saving = savings.find(({ action }) => action.kind === solution.action);
    if (loan === undefined || (incident === null && saving === undefined)) return [];
    const action: Action = {
      kind: solution.action,
      component: component.id,
      ...saving?.action,
      ...(amount === undefined ? {} : { amount }),
      ...loan,
    };
    const posterior = posteriorOf(state, solution, finding.kind, component.kind, now);
    const confidence = confidenceOf(posterior);
    const draw = drawFrom(posterior, rng.fork(`${incident?.id ?? ""}/${finding.id}/${solution.action}`));
    const guard = holdingGuard(checkGuards(state, action, now));
    let whyNot: Candidate["whyNot"];
    if (tried.has(solution.action)) whyNot = "already-tried";
    else if (guard !== undefined) whyNot = "guard";
    else if (confidence < state.policy.confidenceThreshold) whyNot = "below-threshold";
    return [{ solution, action, confidence, ...posterior, draw, whyNot, guard, saving }];
  });
}

/** What could be saved with headroom left, with the load that the opportunity was found with. */
function savingsOf(state: ConsoleState, finding: Finding): readonly Saving[] {
  const load = loadOf(finding);
  const loads = loadsNow(state, new Map(load === undefined ? [] : [[finding.component, load]]));
  return possibleSavings(state, finding.component, loads).filter(({ leavesHeadroom }) => leavesHeadroom);
}

/**
 * The candidate to propose: the best draw, weighed by what its rehearsal showed, and of savings by how much is saved. One that a rehearsal found worse than
 * doing nothing is never chosen.
 */
export function choose(
  candidates: readonly Candidate[],
  rehearsals: ReadonlyMap<string, Rehearsal>,
): { chosen: Candidate | undefined; alternatives: Alternative[] } {
  const savedW = ({ action, saving }: Candidate) =>
    rehearsals.get(action.kind)?.saved?.meanW ?? saving?.savedW ?? Number.NaN;
  const mostW = Math.max(...candidates.map(savedW));
  const scored = candidates.map((candidate) => {
    const rehearsal = rehearsals.get(candidate.action.kind);
    const weight = rehearsal === undefined ? 1 : 0.5 + rehearsal.betterShare;
    const share = candidate.saving === undefined ? 1 : Math.max(0, savedW(candidate) / mostW);
    const score = candidate.draw * weight * share;
    const isWorse = rehearsal !== undefined && isClearlyWorse(rehearsal);
    return { candidate, score, whyNot: candidate.whyNot ?? (isWorse ? ("rehearsed-worse" as const) : undefined) };
  });
  const best = scored.filter(({ whyNot }) => whyNot === undefined).sort((a, b) => b.score - a.score)[0];
  const alternatives = scored
    .filter((each) => each !== best)
    .map(
      ({ candidate, score, whyNot }): Alternative => ({
        action: candidate.action,
        confidence: candidate.confidence,
        score,
        whyNot: whyNot ?? "lower-score",
        ...(whyNot === "guard" && candidate.guard !== undefined ? { guard: candidate.guard } : {}),
      }),
    );
  return { chosen: best?.candidate, alternatives };
}

/**
 * Worse in three of four pairs, and by more than nothing; the pairs share their seeds, so this is no chance. A saving
 * that is not better, by power and with the SLO kept, in most of its pairs is worse than leaving all as it is.
 */
function isClearlyWorse({ betterShare, withAction, without, saved }: Rehearsal): boolean {
  if (saved !== undefined) return betterShare < 0.5;
  return betterShare <= 0.25 && withAction.served < without.served - 0.005;
}

/** Makes the proposal of a chosen candidate. */
export function proposalFor(
  state: ConsoleState,
  { incident, finding, component }: Case,
  candidate: Candidate,
  alternatives: readonly Alternative[],
  rehearsal: Rehearsal | undefined,
  now: EpochMs,
): Proposal {
  const { action } = candidate;
  const spec = actionSpecs[action.kind];
  const mode = modeFor(state.policy, action);
  const undo: Action | null = spec.undo === undefined ? null : { ...action, kind: spec.undo };
  const { policy } = state;
  const windowMs = mode === "veto" ? policy.vetoWindowMs : 0;
  const causes = Object.values(state.findings)
    .filter(({ component: id, id: other }) => id === component.id && other !== finding.id)
    .flatMap(({ evidence }) => evidence);
  return {
    id: `${action.kind}@${component.id}@${now}`,
    incident: incident?.id ?? null,
    finding: finding.id,
    findingKind: finding.kind,
    action,
    undo,
    mode,
    confidence: candidate.confidence,
    successes: candidate.successes,
    failures: candidate.failures,
    risk: spec.risk,
    blastRadius: blastRadiusOf(state, action),
    evidence: [...finding.evidence, ...causes].slice(0, 12),
    alternatives: [...alternatives],
    guards: checkGuards(state, action, now),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(candidate.saving === undefined ? {} : { saving: predictedSaving(state, finding, candidate.saving, rehearsal) }),
    createdAt: now,
    expiresAt: now + windowMs + policy.approvalTimeoutMs,
    ...(mode === "veto" ? { actsAt: now + windowMs } : {}),
    approvalsNeeded: spec.risk === 2 ? 2 : 1,
    planHash: hashOf({ action, undo, incident: incident?.id ?? null, finding: finding.id }),
    stateVersion: stateVersionOf(state, finding.id),
  };
}

/** Whom an action could harm: nobody but its target where it can do no harm; a loan takes from its lender. */
function blastRadiusOf({ model }: ConsoleState, { kind, component, to }: Action): string[] {
  const harmed = kind === "borrow-replicas" && to !== undefined ? to : component;
  return actionSpecs[kind].risk === 0 ? [component] : affectedBy(model!, harmed).map((a) => a.component);
}
