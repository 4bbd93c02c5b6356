import { hourMs } from "../kernel/index.ts";
import { type Component, componentOf } from "../system/index.ts";
import type { Entry, EventOf } from "./event.ts";
import { foldGreen } from "./fold-green.ts";
import { headlineMetric } from "./headline-metric.ts";
import type { GuardCheck, Proposal } from "./proposal.ts";
import {
  type CalibrationRecord,
  type ComponentState,
  type ConsoleState,
  isOpen,
  isOwed,
  isSaving,
  type LearnedRecord,
  needsTakingOver,
  type ProposalState,
  type ProposalStatus,
  recentLimit,
  trailLength,
} from "./state.ts";

type Undoing = Extract<ProposalStatus, { kind: "undoing" }>;

/** Half-life of what was learned: as the world changes, old outcomes count less. */
const learningHalfLifeMs = 14 * 24 * hourMs;

/**
 * The meaning of an entry: the state after it. What did not change keeps its identity, so a reader can compare by
 * reference. Pure; the same entries always give the same state, to the last bit.
 *
 * @throws {RangeError} where `entry.seq` does not follow `state.seq`
 */
export function fold(state: ConsoleState, entry: Entry): ConsoleState {
  if (entry.seq !== state.seq + 1) throw new RangeError(`entry ${entry.seq} does not follow ${state.seq}`);
  const { seq, at, event } = entry;
  const next = { ...state, seq, at };
  switch (event.kind) {
    case "SystemDescribed":
      return describeSystem(next, event, at);
    case "TelemetryRecorded":
      return { ...next, components: recordTelemetry(next, event, at) };
    case "HealthChanged":
      return { ...next, components: changeHealth(state.components, event, at) };
    case "FindingOpened":
    case "FindingChanged":
      return { ...next, findings: { ...state.findings, [event.finding.id]: event.finding } };
    case "FindingClosed":
      return { ...next, findings: without(state.findings, event.finding) };
    case "FindingJudged":
      return judgeFinding(next, event, at);
    case "DetectorsTaught": {
      const last = state.judgements.findLastIndex(({ finding }) => finding.id === event.finding);
      const judged = state.judgements[last];
      if (judged === undefined) return next;
      return { ...next, judgements: state.judgements.with(last, { ...judged, taught: event.taught }) };
    }
    case "IncidentOpened":
    case "IncidentChanged":
      return { ...next, incidents: { ...state.incidents, [event.incident.id]: event.incident } };
    case "IncidentHealed": {
      const incident = state.incidents[event.incident];
      if (incident === undefined) return next;
      const merged = event.mergedInto === undefined ? {} : { mergedInto: event.mergedInto };
      const incidents = { ...state.incidents, [incident.id]: { ...incident, healedAt: at, ...merged } };
      return { ...next, incidents: keepRecent(incidents, (i) => i.healedAt !== undefined) };
    }
    case "FaultInjected": {
      const { handle, by, until, predicted } = event;
      const entered = {
        id: handle.id,
        fault: handle.fault,
        by,
        at,
        predicted,
        ...(until === undefined ? {} : { until }),
      };
      return { ...next, faults: { ...state.faults, [handle.id]: entered } };
    }
    case "FaultCleared":
      return { ...next, faults: without(state.faults, event.fault) };
    case "ProposalMade":
      return withProposal(next, { proposal: event.proposal, status: { kind: "waiting" } });
    case "ProposalExtended": {
      const { expiresAt, actsAt } = event;
      const times = actsAt === undefined ? { expiresAt } : { expiresAt, actsAt };
      return changeProposal(next, event.proposal, (p) => ({ ...p, proposal: { ...p.proposal, ...times } }));
    }
    case "ProposalSeconded":
      return changeStatus(next, event.proposal, () => ({ kind: "waiting", secondedBy: event.by }));
    case "ProposalHeldBack":
      return changeProposal(next, event.proposal, (held) => holdBack(held, event.guard));
    case "ProposalWithdrawn":
      return changeStatus(next, event.proposal, () => ({ kind: "withdrawn", reason: event.reason, at }));
    case "ProposalDecided": {
      const { decision } = event;
      const goesOn = decision.verdict === "approved" || decision.verdict === "automatic";
      return changeStatus(next, decision.proposal, () => ({ kind: goesOn ? "decided" : "refused", decision }));
    }
    case "ActionStarted":
      return startAction(next, event, at);
    case "ActionFinished":
      return finishAction({ ...next, priors: changePriors(next, event) }, event, at);
    case "OutcomeObserved":
      return observeOutcome(next, event, at);
    case "UndoRequested":
      return requestUndo(next, event);
    case "UndoFailed":
      return changeStatus(next, event.proposal, (status) =>
        status.kind === "undoing" ? failedUndo(status, event.detail, at) : status,
      );
    case "UndoTakenOver":
      return takeOver(next, event, at);
    case "IntensityReceived":
    case "IntensityForgotten":
    case "IntensityFeedChanged":
    case "JobSubmitted":
    case "JobChanged":
    case "JobEnded":
    case "PowerCapChanged":
    case "SchedulePlanned":
      return { ...next, green: foldGreen(state.green, event, at) };
    case "KnowledgeLoaded":
      return { ...next, knowledge: event.knowledge };
    case "PolicyChanged":
      return { ...next, policy: event.policy };
    case "KillSwitchThrown":
      return { ...next, killSwitch: { by: event.by, reason: event.reason, at } };
    case "KillSwitchReset":
      return { ...next, killSwitch: null };
    case "LoopPaused":
      return { ...next, paused: { by: event.by, reason: event.reason, at } };
    case "LoopResumed":
      return { ...next, paused: null };
  }
}

/** The key under which outcomes of this kind of proposal are counted. */
export function learningKey(proposal: Pick<Proposal, "findingKind" | "action">, componentKind: string): string {
  return `${proposal.findingKind}/${proposal.action.kind}/${componentKind}`;
}

/** A record as it counts at a later moment. */
export function decayed(record: LearnedRecord, at: number): LearnedRecord {
  const factor = 0.5 ** (Math.max(0, at - record.at) / learningHalfLifeMs);
  return { successes: record.successes * factor, failures: record.failures * factor, at };
}

/** A dismissed finding is closed at once; either way the verdict is kept for the detectors. */
function judgeFinding(
  state: ConsoleState,
  { finding: id, verdict, by }: EventOf<"FindingJudged">,
  at: number,
): ConsoleState {
  const finding = state.findings[id];
  if (finding === undefined) return state;
  const judgements = [...state.judgements, { finding, verdict, by, at }].slice(-recentLimit);
  return { ...state, judgements, findings: verdict === "dismissed" ? without(state.findings, id) : state.findings };
}

function describeSystem(state: ConsoleState, event: EventOf<"SystemDescribed">, at: number): ConsoleState {
  const components: Record<string, ComponentState> = {};
  for (const { id } of event.model.components) {
    components[id] = state.components[id] ?? { health: "unknown", since: at, seenAt: 0, metrics: {}, trail: [] };
  }
  const capabilities = { faults: event.faults, actions: event.actions };
  return { ...state, model: event.model, managed: event.managed, capabilities, components };
}

function recordTelemetry(
  state: ConsoleState,
  event: EventOf<"TelemetryRecorded">,
  at: number,
): ConsoleState["components"] {
  const components: Record<string, ComponentState> = { ...state.components };
  for (const [index, ...values] of event.rows) {
    const component = index === undefined || index === null ? undefined : state.model?.components[index];
    const before = component && components[component.id];
    if (component === undefined || before === undefined) continue;
    const metrics: Record<string, number> = {};
    for (const [i, value] of values.entries()) {
      const metric = event.metrics[i];
      if (metric !== undefined && value !== null) metrics[metric] = value;
    }
    components[component.id] = { ...before, seenAt: at, metrics, trail: extendTrail(before.trail, component, metrics) };
  }
  return components;
}

function extendTrail(
  trail: readonly number[],
  component: Component,
  metrics: Record<string, number>,
): readonly number[] {
  const value = metrics[headlineMetric(component.kind)] ?? metrics["cpu"];
  if (value === undefined) return trail;
  return trail.length < trailLength ? [...trail, value] : [...trail.slice(trail.length - trailLength + 1), value];
}

function startAction(state: ConsoleState, event: EventOf<"ActionStarted">, at: number): ConsoleState {
  const { proposal: id, action, deadline, before, unhealthyBefore } = event;
  const taken = { component: action.component, kind: action.kind, at, proposal: id, failed: false };
  const actionsTaken = [...state.actionsTaken.filter((a) => a.at > at - hourMs), taken];
  const started = { at, deadline, before, unhealthyBefore };
  return changeStatus({ ...state, actionsTaken }, id, (status) => {
    if (event.isUndo && status.kind === "undoing") return { ...status, started };
    if (!event.isUndo && status.kind === "decided") return { kind: "executing", decision: status.decision, started };
    return status;
  });
}

function finishAction(state: ConsoleState, event: EventOf<"ActionFinished">, at: number) {
  const { proposal, isUndo, result, detail } = event;
  return changeStatus(state, proposal, (status) => {
    if (!isUndo && status.kind === "executing") {
      return { kind: "verifying", decision: status.decision, started: status.started, finishedAt: at, result };
    }
    if (isUndo && status.kind === "undoing") {
      if (result !== "done") return failedUndo(status, detail ?? result, at);
      return { kind: "ended", decision: status.decision, outcome: status.outcome, at, undone: "done" };
    }
    return status;
  });
}

function failedUndo({ decision, outcome }: Undoing, why: string, at: number): ProposalStatus {
  return { kind: "ended", decision, outcome, at, undone: "failed", undoFailure: { why } };
}

function takeOver(state: ConsoleState, { proposal, by, reason }: EventOf<"UndoTakenOver">, at: number): ConsoleState {
  return changeStatus(state, proposal, (status) =>
    status.kind === "ended" && status.undone === "failed"
      ? { ...status, undoFailure: { why: status.undoFailure?.why ?? "", taken: { by, reason, at } } }
      : status,
  );
}

/** A prior that was updated or restored: what was proposed is what was adopted. */
function changePriors(state: ConsoleState, { proposal: id, isUndo, result }: EventOf<"ActionFinished">) {
  const { priors } = state;
  const proposal = state.proposals[id]?.proposal;
  const kind = isUndo ? proposal?.undo?.kind : proposal?.action.kind;
  if (proposal === undefined || result !== "done" || (kind !== "update-prior" && kind !== "restore-prior"))
    return priors;
  const { component } = proposal.action;
  const inForce = priors[component] ?? [];
  if (kind === "restore-prior") return { ...priors, [component]: inForce.slice(0, -1) };
  const drift = proposal.evidence.find((evidence) => evidence.kind === "drift");
  return drift === undefined ? priors : { ...priors, [component]: [...inForce, drift.change] };
}

function holdBack({ proposal, status }: ProposalState, guard: GuardCheck | null): ProposalState {
  return guard === null ? { proposal, status } : { proposal, status, heldBack: guard };
}

/** A person takes an action back that was verified, had no effect, or is still being watched. */
function requestUndo(state: ConsoleState, { proposal: id, by }: EventOf<"UndoRequested">): ConsoleState {
  return changeStatus(state, id, (status) => {
    if (status.kind === "ended" && status.undone === "no") {
      return { kind: "undoing", decision: status.decision, outcome: status.outcome };
    }
    if (status.kind !== "verifying") return status;
    const outcome = { proposal: id, kind: "no-effect" as const, before: status.started.before, after: {}, detail: by };
    return { kind: "undoing", decision: status.decision, outcome };
  });
}

function observeOutcome(state: ConsoleState, event: EventOf<"OutcomeObserved">, at: number): ConsoleState {
  const { outcome } = event;
  const held = state.proposals[outcome.proposal];
  if (held === undefined || held.status.kind !== "verifying") return state;
  const { decision } = held.status;
  const { undo, incident } = held.proposal;
  // What was to save something and does not is not kept: it costs headroom.
  const isForNothing = outcome.kind === "worse" || (outcome.kind === "no-effect" && incident === null);
  const mustUndo = isForNothing && undo !== null;
  const status: ProposalStatus = mustUndo
    ? { kind: "undoing", decision, outcome }
    : { kind: "ended", decision, outcome, at, undone: "no" };
  const worked = outcome.kind === "verified";
  const componentKind = componentOf(state.model, held.proposal.action.component)?.kind ?? "";
  const key = learningKey(held.proposal, componentKind);
  const record = decayed(state.learned[key] ?? { successes: 0, failures: 0, at }, at);
  const learned = {
    ...state.learned,
    [key]: { ...record, successes: record.successes + (worked ? 1 : 0), failures: record.failures + (worked ? 0 : 1) },
  };
  const actionsTaken = state.actionsTaken.map((a) =>
    a.proposal === outcome.proposal && !worked ? { ...a, failed: true } : a,
  );
  const calibration = calibrate(state.calibration, held.proposal, worked);
  return keepRecentProposals(withProposal({ ...state, learned, actionsTaken, calibration }, { ...held, status }));
}

function calibrate(record: CalibrationRecord, { confidence, rehearsal }: Proposal, worked: boolean): CalibrationRecord {
  const bin = Math.min(9, Math.floor(confidence * 10));
  const foretold = rehearsal === undefined ? undefined : rehearsal.betterShare >= 0.5;
  return {
    count: record.count + 1,
    squaredErrors: record.squaredErrors + (confidence - (worked ? 1 : 0)) ** 2,
    bins: record.bins.map((b, i) =>
      i === bin
        ? { count: b.count + 1, confidence: b.confidence + confidence, healed: b.healed + (worked ? 1 : 0) }
        : b,
    ),
    rehearsed: record.rehearsed + (foretold === undefined ? 0 : 1),
    rehearsedRight: record.rehearsedRight + (foretold === worked ? 1 : 0),
  };
}

function changeHealth(components: ConsoleState["components"], { healths }: EventOf<"HealthChanged">, at: number) {
  const changed: Record<string, ComponentState> = { ...components };
  for (const [id, health] of Object.entries(healths)) {
    const component = components[id];
    if (component !== undefined) changed[id] = { ...component, health, since: at };
  }
  return changed;
}

function withProposal(state: ConsoleState, held: ProposalState): ConsoleState {
  return { ...state, proposals: { ...state.proposals, [held.proposal.id]: held } };
}

function changeProposal(state: ConsoleState, id: string, change: (p: ProposalState) => ProposalState): ConsoleState {
  const held = state.proposals[id];
  return held === undefined ? state : withProposal(state, change(held));
}

function changeStatus(state: ConsoleState, id: string, change: (s: ProposalStatus) => ProposalStatus): ConsoleState {
  const changed = changeProposal(state, id, ({ proposal, status, heldBack }) => {
    const next = { proposal, status: change(status) };
    const stillWaits = next.status.kind === "waiting" || next.status.kind === "decided";
    return holdBack(next, (stillWaits && heldBack) || null);
  });
  return keepRecentProposals(changed);
}

function keepRecentProposals(state: ConsoleState): ConsoleState {
  const isDone = (p: ProposalState) => !isOpen(p) && !isOwed(p) && !isSaving(p) && !needsTakingOver(p);
  return { ...state, proposals: keepRecent(state.proposals, isDone) };
}

/** Drops the oldest ended ones beyond `recentLimit`; insertion order is age. */
function keepRecent<T>(
  record: Readonly<Record<string, T>>,
  hasEnded: (item: T) => boolean,
): Readonly<Record<string, T>> {
  const ended = Object.keys(record).filter((id) => hasEnded(record[id] as T));
  if (ended.length <= recentLimit) return record;
  const dropped = new Set(ended.slice(0, ended.length - recentLimit));
  return Object.fromEntries(Object.entries(record).filter(([id]) => !dropped.has(id)));
}

function without<T>(record: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  if (!Object.hasOwn(record, id)) return record;
  const rest: Record<string, T> = {};
  for (const key of Object.keys(record)) if (key !== id) rest[key] = record[key] as T;
  return rest;
}
