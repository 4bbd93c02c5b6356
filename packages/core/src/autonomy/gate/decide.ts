import {
  type ConsoleState,
  type Decision,
  isOpen,
  type JournalEvent,
  needsTakingOver,
  type Proposal,
} from "../../journal/index.ts";
import type { EpochMs } from "../../kernel/index.ts";
import { checkGuards, holdingGuard, isOnlyDelay } from "./guards.ts";
import { stateVersionOf } from "./state-version.ts";

/** Why a person's decision does not count. */
export type DecisionRefusal =
  | "not-allowed"
  | "unknown-proposal"
  | "already-decided"
  | "expired"
  | "evidence-changed"
  | "confirmation-needed"
  | "second-person-needed"
  | "operators-needed"
  | "not-undoable"
  | "guard";

export type DecisionResult =
  | { readonly events: readonly JournalEvent[] }
  | { readonly refusal: DecisionRefusal; readonly message: string };

/** What a person had before their eyes when they decided. */
export interface Seen {
  readonly planHash: string;
  readonly stateVersion: string;
}

/** What a person gives along with an approval. */
export interface ApprovalOptions {
  /** Whether people are told apart for certain; only then does anybody count as a second person. */
  readonly isKnown: boolean;
  readonly reason?: string | undefined;
  /** The component's name as the person typed it. */
  readonly confirmation?: string | undefined;
}

/** A person approves: counts once, only for the plan and state that they saw, and only while it has not expired. */
export function approve(
  state: ConsoleState,
  id: string,
  seen: Seen,
  by: string,
  now: EpochMs,
  options: ApprovalOptions,
): DecisionResult {
  const held = state.proposals[id];
  const problem = problemOf(state, id, seen, now);
  if (problem !== undefined || held === undefined)
    return problem ?? refuse("unknown-proposal", `there is no proposal ${id}`);
  const { proposal, status } = held;
  if (proposal.mode === "observe" || proposal.mode === "suggest") {
    return refuse(
      "not-allowed",
      `the policy lets "${proposal.action.kind}" only be suggested; change its mode to approve it`,
    );
  }
  const guard = holdingGuard(checkGuards(state, proposal.action, now, id));
  if (guard !== undefined && !isOnlyDelay(guard))
    return refuse("guard", `the guard "${guard.guard}" holds this action back`);
  if (proposal.approvalsNeeded === 2 && !options.isKnown) {
    return refuse(
      "operators-needed",
      "this needs two people, and without an operators file nobody can be told apart; start with --operators FILE",
    );
  }
  const { component } = proposal.action;
  if (proposal.risk === 2 && options.confirmation !== component) {
    return refuse("confirmation-needed", `this cannot be undone; type "${component}" to approve it`);
  }
  const first = status.kind === "waiting" ? status.secondedBy : undefined;
  if (proposal.approvalsNeeded === 2 && first === undefined) {
    return { events: [{ kind: "ProposalSeconded", proposal: id, by }] };
  }
  if (first === by)
    return refuse("second-person-needed", "this cannot be undone and needs a second person; you approved it already");
  return { events: [{ kind: "ProposalDecided", decision: decisionOf(proposal, "approved", by, now, options.reason) }] };
}

/** A person objects. A veto before the action begins always wins, even over an approval. */
export function veto(state: ConsoleState, id: string, by: string, now: EpochMs, reason: string): DecisionResult {
  const held = state.proposals[id];
  if (held === undefined) return refuse("unknown-proposal", `there is no proposal ${id}`);
  if (held.status.kind !== "waiting" && held.status.kind !== "decided") {
    return refuse("already-decided", `this proposal is ${held.status.kind} already`);
  }
  return { events: [{ kind: "ProposalDecided", decision: decisionOf(held.proposal, "vetoed", by, now, reason) }] };
}

/** A person asks for more time: to approve, and where it acts by itself, to object. */
export function extend(state: ConsoleState, id: string, by: string, now: EpochMs, byMs: number): DecisionResult {
  const held = state.proposals[id];
  if (held === undefined) return refuse("unknown-proposal", `there is no proposal ${id}`);
  if (held.status.kind !== "waiting") return refuse("already-decided", `this proposal is ${held.status.kind} already`);
  if (held.proposal.expiresAt <= now) return refuse("expired", "this proposal has expired");
  const { expiresAt, actsAt } = held.proposal;
  const later = actsAt === undefined ? {} : { actsAt: actsAt + byMs };
  return { events: [{ kind: "ProposalExtended", proposal: id, expiresAt: expiresAt + byMs, ...later, by }] };
}

/** A person takes back what was done. */
export function requestUndo(state: ConsoleState, id: string, by: string): DecisionResult {
  const held = state.proposals[id];
  if (held === undefined) return refuse("unknown-proposal", `there is no proposal ${id}`);
  if (state.killSwitch !== null) return refuse("guard", `the kill switch is thrown: nothing begins, not even an undo`);
  const { proposal, status } = held;
  if (proposal.undo === null) return refuse("not-undoable", `nothing takes back "${proposal.action.kind}"`);
  const canUndo = status.kind === "verifying" || (status.kind === "ended" && status.undone === "no");
  if (!canUndo)
    return refuse("not-undoable", `this proposal is ${status.kind}; only what was done can be undone, and once`);
  return { events: [{ kind: "UndoRequested", proposal: id, by }] };
}

/** A person looks after what could not be taken back; until then it needs one. */
export function takeOver(state: ConsoleState, id: string, by: string, reason: string): DecisionResult {
  const held = state.proposals[id];
  if (held === undefined) return refuse("unknown-proposal", `there is no proposal ${id}`);
  const { status } = held;
  const taken = status.kind === "ended" ? status.undoFailure?.taken : undefined;
  if (taken !== undefined) return refuse("already-decided", `${taken.by} has taken this over already`);
  if (!needsTakingOver(held)) return refuse("not-undoable", "no undo of this proposal has failed");
  return { events: [{ kind: "UndoTakenOver", proposal: id, by, reason }] };
}

/** The record of a decision. */
export function decisionOf(
  proposal: Proposal,
  verdict: Decision["verdict"],
  by: string,
  at: EpochMs,
  reason?: string,
): Decision {
  const { id, planHash, stateVersion } = proposal;
  return { proposal: id, verdict, by, at, planHash, stateVersion, ...(reason === undefined ? {} : { reason }) };
}

function problemOf(state: ConsoleState, id: string, seen: Seen, now: EpochMs): DecisionResult | undefined {
  const held = state.proposals[id];
  if (held === undefined) return refuse("unknown-proposal", `there is no proposal ${id}`);
  const { proposal, status } = held;
  if (status.kind !== "waiting") {
    const who = "decision" in status ? ` by ${status.decision.by}` : "";
    return refuse("already-decided", `this proposal is ${isOpen(held) ? "decided" : status.kind} already${who}`);
  }
  if (proposal.expiresAt <= now) return refuse("expired", "this proposal has expired; nothing was done");
  const isCurrent =
    seen.planHash === proposal.planHash &&
    seen.stateVersion === proposal.stateVersion &&
    stateVersionOf(state, proposal.finding) === proposal.stateVersion;
  return isCurrent
    ? undefined
    : refuse("evidence-changed", "what this proposal rests on has changed; look at the new one");
}

function refuse(refusal: DecisionRefusal, message: string): DecisionResult {
  return { refusal, message };
}
