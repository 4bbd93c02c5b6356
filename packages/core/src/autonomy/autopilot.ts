import { canonicalJson, type DurationMs, type EpochMs, Rng, secondMs } from "../kernel/index.ts";
import { recognisedFrom } from "../immune/index.ts";
import {
  type ConsoleState,
  type Entry,
  type Evidence,
  type Finding,
  isOpen,
  type JournalEvent,
  type Knowledge,
  type Outcome,
  type Proposal,
  type ProposalState,
  type Rehearsal,
  runningAction,
  type Solution,
  type Withdrawal,
} from "../journal/index.ts";
import { type Action, type Component, componentOf, type Frame, startSecondsOf } from "../system/index.ts";
import { AnomalyWatch } from "./watches/anomaly-watch.ts";
import { type Case, caseOfOpportunity, casesOf } from "./planning/cases.ts";
import { decisionOf } from "./gate/decide.ts";
import { defaultKnowledge } from "./planning/default-knowledge.ts";
import { diagnose, isDiagnosisDue } from "./diagnosis/diagnose.ts";
import { Draft } from "./draft.ts";
import { FindingTracker } from "./watches/finding-tracker.ts";
import { checkGuards, holdingGuard, isOnlyDelay } from "./gate/guards.ts";
import { healthChanges } from "./diagnosis/health-of.ts";
import { groupIncidents } from "./diagnosis/incidents.ts";
import { solutionsFor } from "./planning/knowledge.ts";
import { touchedBy } from "./left-alone.ts";
import { LimitWatch } from "./watches/limit-watch.ts";
import { loansDue } from "./loans.ts";
import { modeFor } from "./gate/mode-for.ts";
import { IncidentMemory } from "./diagnosis/incident-memory.ts";
import { type Candidate, candidatesFor, choose, proposalFor } from "./planning/plan.ts";
import { stateVersionOf } from "./gate/state-version.ts";
import { isResting, opportunitiesOf, savesPower, savingsToGiveBack } from "./savings/opportunities.ts";
import { PresenceWatch } from "./watches/presence-watch.ts";
import { RecentFrames } from "./recent-frames.ts";
import { savingOutcomeOf } from "./savings/saving-outcome.ts";
import { SurplusWatch } from "./savings/surplus-watch.ts";
import { telemetryEvent } from "./telemetry.ts";
import { outcomeOf, unhealthyCount } from "./verify.ts";
import type { Watch } from "./watches/watch.ts";

/** Actions to be tried in forks of the twin before one of them is proposed. */
export interface RehearsalRequest {
  readonly id: string;
  /** What is to be healed. */
  readonly finding: Finding;
  readonly actions: readonly Action[];
}

export interface AutopilotOptions {
  readonly seed: number;
  /** What is known to help; recorded in the journal when it differs from what stands there. */
  readonly knowledge?: Knowledge;
  readonly watches?: readonly Watch[];
  /** How long a plan waits for its rehearsal before it is proposed without; 0 for no rehearsals. */
  readonly rehearsalTimeoutMs?: number;
}

/** What a tick decided: the events, and the state after them. */
export interface TickResult {
  readonly events: readonly JournalEvent[];
  readonly state: ConsoleState;
}

/** How often opportunities are looked at, and how many of them. */
const savingsPlannedEveryMs: DurationMs = 5 * secondMs;
const mostOpportunities = 20;

interface Rehearsing {
  readonly request: RehearsalRequest;
  readonly since: EpochMs;
  results: ReadonlyMap<string, Rehearsal> | undefined;
}

/**
 * The loop: monitor, analyse, plan, rehearse, gate, execute, verify, learn. It holds no truth of its own: all that
 * matters is in the journal's state, which it is given and answers with events. What it keeps between ticks (how long a
 * limit is broken, what is usual) it can learn again after a restart.
 */
export class Autopilot {
  readonly #rng: Rng;
  readonly #knowledge: Knowledge;
  readonly #watches: readonly Watch[];
  readonly #tracker = new FindingTracker();
  readonly #rehearsalTimeoutMs: number;
  readonly #memory = new IncidentMemory();
  readonly #rehearsing = new Map<string, Rehearsing>();
  readonly #handedOut = new Set<string>();
  readonly #recent = new RecentFrames();
  #savingsPlannedAt: EpochMs = Number.NEGATIVE_INFINITY;
  #frames = new Map<string, Frame>();
  /** The newest judgement that the watches have learned from. */
  #judgedUntil: EpochMs | undefined;
  /** The state's knowledge that was seen to be this loop's. */
  #published: Knowledge | null | undefined;

  constructor({ seed, knowledge = defaultKnowledge, watches, rehearsalTimeoutMs = 0 }: AutopilotOptions) {
    this.#rng = new Rng(seed);
    this.#knowledge = knowledge;
    this.#watches = watches ?? [new LimitWatch(), new PresenceWatch(), new AnomalyWatch(), new SurplusWatch()];
    this.#rehearsalTimeoutMs = rehearsalTimeoutMs;
  }

  /** Takes in telemetry; it counts from the next tick on. */
  observe(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.#frames.set(frame.component, frame);
      this.#recent.add(frame);
      for (const watch of this.#watches) watch.observe(frame);
    }
  }

  /** Takes in an entry from before it began, so that it remembers what was learned then. */
  recall(entry: Entry): void {
    this.#memory.observe(entry);
  }

  /** What the watches have learned of a component, by their place; plain data. */
  learned(component: string): readonly unknown[] {
    return this.#watches.map((watch) => watch.learned?.(component));
  }

  /** Goes on from what `learned` gave. Throws where another version gave it; what was not taken in is learned anew. */
  relearn(component: string, learned: readonly unknown[]): void {
    for (const [i, watch] of this.#watches.entries())
      if (learned[i] !== undefined) watch.relearn?.(component, learned[i]);
  }

  /** One turn of the ring at the instant `now`. */
  tick(state: ConsoleState, now: EpochMs): TickResult {
    const draft = new Draft(state, now, (entry) => this.#memory.observe(entry));
    if (state.model === null) return draft;
    this.#publishKnowledge(draft);
    this.#monitor(draft);
    this.#find(draft);
    // What healed an incident is settled before the incident is closed, so that its memory knows the repair.
    this.#settle(draft);
    if (draft.state.killSwitch !== null) this.#stopAll(draft);
    else if (draft.state.paused === null) {
      for (const { proposal } of loansDue(draft.state, now))
        draft.emit({ kind: "UndoRequested", proposal: proposal.id, by: "autopilot", reason: "loan-over" });
      for (const { proposal } of savingsToGiveBack(draft.state, this.#recent, now))
        draft.emit({ kind: "UndoRequested", proposal: proposal.id, by: "autopilot", reason: "headroom-needed" });
    }
    draft.emitAll(groupIncidents(draft.state, now));
    this.#diagnose(draft);
    this.#plan(draft);
    this.#gate(draft);
    this.#execute(draft);
    draft.emitAll(healthChanges(draft.state));
    return draft;
  }

  /** What is to be rehearsed and was not handed out before. */
  takeRehearsals(): RehearsalRequest[] {
    const fresh = [...this.#rehearsing.values()].filter((each) => !this.#handedOut.has(each.request.id));
    for (const { request } of fresh) this.#handedOut.add(request.id);
    return fresh.map(({ request }) => request);
  }

  /** The answer to a request: by action kind, what its rehearsal showed. */
  rehearsed(id: string, results: ReadonlyMap<string, Rehearsal>): void {
    const waiting = this.#rehearsing.get(id);
    if (waiting !== undefined) waiting.results = results;
  }

  #publishKnowledge(draft: Draft): void {
    if (draft.state.knowledge === this.#published) return;
    if (canonicalJson(draft.state.knowledge) !== canonicalJson(this.#knowledge)) {
      draft.emit({ kind: "KnowledgeLoaded", knowledge: this.#knowledge });
    }
    this.#published = draft.state.knowledge;
  }

  #monitor(draft: Draft): void {
    if (this.#frames.size > 0 && draft.state.model !== null) {
      draft.emit(telemetryEvent(draft.state.model, this.#withDerived()));
      this.#frames = new Map();
    }
    this.#learnFromPeople(draft);
  }

  #withDerived(): ReadonlyMap<string, Frame> {
    const deriving = this.#watches.filter((watch) => watch.derived !== undefined);
    if (deriving.length === 0) return this.#frames;
    const whole = new Map<string, Frame>();
    for (const [id, frame] of this.#frames) {
      const samples = { ...frame.samples };
      for (const watch of deriving) Object.assign(samples, watch.derived?.(id));
      whole.set(id, { ...frame, samples });
    }
    return whole;
  }

  #learnFromPeople(draft: Draft): void {
    const { judgements, at } = draft.state;
    const seen = this.#judgedUntil ?? at;
    for (const { finding, verdict, at: judgedAt } of judgements) {
      if (judgedAt < seen) continue;
      const taught = this.#watches.flatMap((watch) => watch.judge?.(finding.component, verdict) ?? []);
      draft.emit({ kind: "DetectorsTaught", finding: finding.id, taught });
    }
    this.#judgedUntil = at + 1;
  }

  #find(draft: Draft): void {
    const conditions = this.#watches.flatMap((watch) => watch.conditions(draft.state, draft.now));
    draft.emitAll(this.#tracker.update(draft.state, conditions, draft.now));
  }

  /** The kill switch is thrown: what has not begun never begins, and what needs an undo goes to a person. */
  #stopAll(draft: Draft): void {
    this.#rehearsing.clear();
    for (const { proposal, status } of Object.values(draft.state.proposals)) {
      if (status.kind === "waiting" || status.kind === "decided") withdraw(draft, proposal.id, "kill-switch");
      if (status.kind === "undoing" && status.started === undefined) {
        draft.emit({ kind: "UndoFailed", proposal: proposal.id, detail: "kill switch" });
      }
    }
  }

  /** Expires, withdraws and verifies what is under way. */
  #settle(draft: Draft): void {
    for (const { proposal, status } of Object.values(draft.state.proposals)) {
      if (status.kind === "waiting" && proposal.expiresAt <= draft.now) {
        draft.emit({ kind: "ProposalDecided", decision: decisionOf(proposal, "expired", "autopilot", draft.now) });
      } else if (status.kind === "waiting" || status.kind === "decided") {
        const version = stateVersionOf(draft.state, proposal.finding);
        if (proposal.expiresAt <= draft.now) withdraw(draft, proposal.id, "lapsed");
        else if (version === "gone") withdraw(draft, proposal.id, "healed");
        else if (version !== proposal.stateVersion) withdraw(draft, proposal.id, "evidence-changed");
        else if (modeFor(draft.state.policy, proposal.action) !== proposal.mode) {
          withdraw(draft, proposal.id, "superseded");
        }
      } else if (status.kind === "verifying") {
        const held = draft.state.proposals[proposal.id];
        const outcome = held && this.#outcomeOf(draft.state, held, draft.now);
        if (outcome !== undefined) draft.emit({ kind: "OutcomeObserved", outcome });
      }
    }
  }

  #outcomeOf(state: ConsoleState, held: ProposalState, now: EpochMs): Outcome | undefined {
    const verifyMs = this.#verifyMs(state, held);
    return held.proposal.incident === null
      ? savingOutcomeOf(state, held, this.#recent, verifyMs, now)
      : outcomeOf(state, held, verifyMs, now);
  }

  /** What the knowledge base gives the effect, and before it the time that a replica of the target takes to start. */
  #verifyMs({ model }: ConsoleState, { proposal }: ProposalState): number {
    const target = componentOf(model, proposal.action.component);
    const solution = target && this.#solutionOf(proposal, target);
    return ((solution?.verifySeconds ?? 30) + (target === undefined ? 0 : startSecondsOf(target))) * secondMs;
  }

  /** The entry of the knowledge base that a proposal was made from. */
  #solutionOf({ findingKind, action }: Proposal, { kind }: Component): Solution | undefined {
    return solutionsFor(this.#knowledge, findingKind, kind).find((solution) => solution.action === action.kind);
  }

  #diagnose(draft: Draft): void {
    for (const incident of Object.values(draft.state.incidents)) {
      if (!isDiagnosisDue(incident, draft.now)) continue;
      const diagnosis = diagnose(draft.state, incident, this.#recent, draft.now);
      draft.emit({ kind: "IncidentChanged", incident: { ...incident, diagnosis } });
    }
  }

  #plan(draft: Draft): void {
    if (draft.state.killSwitch !== null || draft.state.paused !== null) return;
    const open = Object.values(draft.state.incidents).filter(({ healedAt }) => healedAt === undefined);
    for (const incident of open) {
      const underWork = Object.values(draft.state.proposals).filter(isOpen);
      if (underWork.some(({ proposal }) => proposal.incident === incident.id)) continue;
      casesOf(draft.state, incident, this.#knowledge, draft.now)
        .filter(({ component }) => underWork.every(({ proposal }) => proposal.action.component !== component.id))
        .some((found) => this.#propose(draft, found));
    }
    this.#planSavings(draft);
  }

  /** Opportunities are taken one at a time, the largest first, so that what each saves can be told. */
  #planSavings(draft: Draft): void {
    if (draft.now - this.#savingsPlannedAt < savingsPlannedEveryMs && this.#rehearsing.size === 0) return;
    this.#savingsPlannedAt = draft.now;
    for (const finding of opportunitiesOf(draft.state).slice(0, mostOpportunities)) {
      const isUnderWay = Object.values(draft.state.proposals).some(
        (held) =>
          isOpen(held) &&
          (held.proposal.incident === null || touchedBy(held.proposal.action).includes(finding.component)),
      );
      const isLeft = isUnderWay || isResting(draft.state, finding.component, draft.now);
      const found = isLeft ? undefined : caseOfOpportunity(draft.state, finding);
      if (found !== undefined && this.#propose(draft, found)) return;
    }
  }

  /** Returns whether something is proposed, or rehearsed before it is. */
  #propose(draft: Draft, found: Case): boolean {
    const { state, now } = draft;
    const candidates = candidatesFor(state, this.#knowledge, found, now, this.#rng);
    if (this.#proposeKnown(draft, found, candidates)) return true;
    const possible = candidates.filter(({ whyNot }) => whyNot === undefined);
    if (possible.length === 0) return false;

    const { incident, finding, component } = found;
    const kinds = possible.map(({ action }) => action.kind).join(",");
    const id = `${incident?.id ?? ""}/${finding.id}/${component.id}/${kinds}`;
    const request = { id, finding, actions: possible.map(({ action }) => action) };
    const rehearsals = this.#rehearsalsFor(request, now);
    if (rehearsals === undefined) return true;
    const { chosen, alternatives } = choose(candidates, rehearsals);
    this.#rehearsing.delete(id);
    this.#handedOut.delete(id);
    if (chosen === undefined) return false;
    const rehearsal = rehearsals.get(chosen.action.kind);
    const proposal = proposalFor(state, found, chosen, alternatives, rehearsal, now);
    if (proposal.mode === "observe" || state.proposals[proposal.id] !== undefined) return false;
    draft.emit({ kind: "ProposalMade", proposal });
    return true;
  }

  /** An incident that is recognised gets the repair that worked before, at once: it was rehearsed in earnest. */
  #proposeKnown(draft: Draft, found: Case, candidates: readonly Candidate[]): boolean {
    if (found.incident === null) return false;
    const matches = this.#memory.matches(found.incident.id, draft.now);
    const match = matches.find(({ cell }) => cell.lesson.repair !== null);
    const repair = match?.cell.lesson.repair ?? null;
    if (match === undefined || repair === null || match.similarity < recognisedFrom) return false;
    const known = candidates.find(
      ({ action, whyNot }) =>
        action.kind === repair.kind && action.component === repair.component && whyNot === undefined,
    );
    if (known === undefined) return false;
    const { alternatives } = choose(candidates, new Map());
    const others = alternatives.filter(({ action }) => action.kind !== known.action.kind);
    const proposal = proposalFor(draft.state, found, known, others, undefined, draft.now);
    if (proposal.mode === "observe") return false;
    const evidence: Evidence = {
      kind: "memory",
      component: found.component.id,
      cell: match.cell.id,
      similarity: match.similarity,
    };
    draft.emit({ kind: "ProposalMade", proposal: { ...proposal, evidence: [evidence, ...proposal.evidence] } });
    return true;
  }

  /** What the rehearsal showed; undefined while there is still time to wait for it. */
  #rehearsalsFor(request: RehearsalRequest, now: EpochMs): ReadonlyMap<string, Rehearsal> | undefined {
    if (this.#rehearsalTimeoutMs === 0) return new Map();
    const waiting = this.#rehearsing.get(request.id);
    if (waiting === undefined) {
      this.#rehearsing.set(request.id, { request, since: now, results: undefined });
      return undefined;
    }
    if (waiting.results !== undefined) return waiting.results;
    return now - waiting.since >= this.#rehearsalTimeoutMs ? new Map() : undefined;
  }

  /** Lets through what needs no person, or whose time for objections is over. */
  #gate(draft: Draft): void {
    this.#holdBack(draft);
    for (const { proposal, status } of Object.values(draft.state.proposals)) {
      if (status.kind !== "waiting") continue;
      const isDue =
        proposal.mode === "auto" ||
        (proposal.mode === "veto" && (proposal.actsAt ?? Number.POSITIVE_INFINITY) <= draft.now);
      if (!isDue) continue;
      if (holdingGuard(checkGuards(draft.state, proposal.action, draft.now, proposal.id)) !== undefined) continue;
      draft.emit({ kind: "ProposalDecided", decision: decisionOf(proposal, "automatic", "autopilot", draft.now) });
    }
  }

  /** Says which savings wait because service needs the power, and when they go on. */
  #holdBack(draft: Draft): void {
    for (const { proposal, status, heldBack } of Object.values(draft.state.proposals)) {
      if (status.kind !== "waiting" && status.kind !== "decided") continue;
      if (!savesPower(proposal.action)) continue;
      const guard = holdingGuard(checkGuards(draft.state, proposal.action, draft.now, proposal.id));
      const holds = guard !== undefined && isOnlyDelay(guard) ? guard : undefined;
      if (holds?.detail?.["because"] !== heldBack?.detail?.["because"])
        draft.emit({ kind: "ProposalHeldBack", proposal: proposal.id, guard: holds ?? null });
    }
  }

  /** Begins what was decided, after one last look at every guard, and the undoing of what made things worse. */
  #execute(draft: Draft): void {
    for (const { proposal, status } of Object.values(draft.state.proposals)) {
      if (status.kind === "decided") {
        const guard = holdingGuard(checkGuards(draft.state, proposal.action, draft.now, proposal.id));
        if (guard !== undefined && isOnlyDelay(guard)) continue;
        if (guard !== undefined) withdraw(draft, proposal.id, "guard");
        else this.#start(draft, proposal, proposal.action, false);
      } else if (status.kind === "undoing" && status.started === undefined && proposal.undo !== null) {
        // It waits for whatever else runs on its target: never two actions on one.
        if (!isTargetBusy(draft.state, proposal)) this.#start(draft, proposal, proposal.undo, true);
      }
    }
  }

  #start(draft: Draft, proposal: Proposal, action: Action, isUndo: boolean): void {
    const target = componentOf(draft.state.model, action.component);
    const solution = target && this.#solutionOf(proposal, target);
    draft.emit({
      kind: "ActionStarted",
      proposal: proposal.id,
      action,
      deadline: draft.now + (solution?.deadlineSeconds ?? 20) * secondMs,
      isUndo,
      before: { ...draft.state.components[action.component]?.metrics },
      unhealthyBefore: unhealthyCount(draft.state),
    });
  }
}

/**
 * What to record first after a restart: an action that had begun is not begun again; whether it was carried out is not
 * known, and its verification will tell. An undo that was cut off goes to a person.
 */
export function recoveryEvents(state: ConsoleState): JournalEvent[] {
  const events: JournalEvent[] = [];
  for (const { proposal, status } of Object.values(state.proposals)) {
    if (status.kind === "executing") {
      events.push({ kind: "ActionFinished", proposal: proposal.id, isUndo: false, result: "interrupted" });
    } else if (status.kind === "undoing" && status.started !== undefined) {
      events.push({ kind: "UndoFailed", proposal: proposal.id, detail: "interrupted" });
    }
  }
  return events;
}

function isTargetBusy({ proposals }: ConsoleState, { id, action }: Proposal): boolean {
  const touched = touchedBy(action);
  return Object.values(proposals).some((other) => {
    const running = runningAction(other);
    return other.proposal.id !== id && running !== undefined && touchedBy(running).some((one) => touched.includes(one));
  });
}

function withdraw(draft: Draft, proposal: string, reason: Withdrawal): void {
  draft.emit({ kind: "ProposalWithdrawn", proposal, reason });
}
