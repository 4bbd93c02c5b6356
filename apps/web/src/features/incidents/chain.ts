import type {
  Decision,
  Entry,
  EventOf,
  Finding,
  Incident,
  Outcome,
  Proposal,
  Withdrawal,
} from "@homeostat/core/journal";
import type { Action, Fault } from "@homeostat/core/system";

/** One step of the explanation, at its moment. */
export type ChainStep = { readonly at: number; readonly key: string } & (
  | { readonly kind: "fault"; readonly fault: Fault; readonly by: string }
  | { readonly kind: "finding"; readonly finding: Finding; readonly closedAt: number | undefined }
  | { readonly kind: "diagnosis"; readonly incident: Incident }
  | { readonly kind: "options"; readonly proposal: Proposal }
  | { readonly kind: "guards"; readonly proposal: Proposal }
  | { readonly kind: "decision"; readonly decision: Decision; readonly seq: number }
  | { readonly kind: "withdrawn"; readonly reason: Withdrawal }
  | {
      readonly kind: "action";
      readonly action: Action;
      readonly isUndo: boolean;
      readonly result: EventOf<"ActionFinished">["result"] | undefined;
    }
  | { readonly kind: "outcome"; readonly outcome: Outcome }
  | { readonly kind: "undo-requested"; readonly by: string }
  | { readonly kind: "undo-failed"; readonly detail: string }
  | { readonly kind: "undo-taken-over"; readonly by: string; readonly reason: string }
  | { readonly kind: "healed"; readonly afterMs: number; readonly mergedInto: string | undefined }
);

/** A fault this much before the first finding may be its cause. */
const faultWithinMs = 120_000;

/**
 * An incident as a readable chain, in the order of time: what was broken, what was found, what was held to be the cause,
 * which options there were and why one was taken, what the guards said, who decided, what was done and what came of it.
 *
 * @param entries the journal around the incident, oldest first, without telemetry
 */
export function chainOf(entries: readonly Entry[], incident: Incident): readonly ChainStep[] {
  const findings = new Set(incident.findings);
  const affected = new Set([incident.root, ...incident.affected]);
  const closed = new Map<string, number>();
  const proposals = new Set<string>();
  const finished = new Map<string, EventOf<"ActionFinished">["result"]>();
  for (const { event, at } of entries) {
    if (event.kind === "FindingClosed") closed.set(event.finding, at);
    if (event.kind === "ProposalMade" && event.proposal.incident === incident.id) proposals.add(event.proposal.id);
    if (event.kind === "ActionFinished") finished.set(`${event.proposal} ${event.isUndo}`, event.result);
  }
  const steps: ChainStep[] = [];
  for (const { seq, at, event } of entries) {
    const key = String(seq);
    switch (event.kind) {
      case "FaultInjected": {
        const { fault } = event.handle;
        const isNear = at >= incident.openedAt - faultWithinMs && at <= (incident.healedAt ?? at);
        if (isNear && affected.has(fault.component)) steps.push({ at, key, kind: "fault", fault, by: event.by });
        break;
      }
      case "FindingOpened":
        if (findings.has(event.finding.id)) {
          steps.push({ at, key, kind: "finding", finding: event.finding, closedAt: closed.get(event.finding.id) });
        }
        break;
      case "IncidentOpened":
        if (event.incident.id === incident.id) steps.push({ at, key, kind: "diagnosis", incident });
        break;
      case "ProposalMade":
        if (proposals.has(event.proposal.id)) {
          steps.push({ at, key: `${key} options`, kind: "options", proposal: event.proposal });
          steps.push({ at, key: `${key} guards`, kind: "guards", proposal: event.proposal });
        }
        break;
      case "ProposalDecided":
        if (proposals.has(event.decision.proposal))
          steps.push({ at, key, seq, kind: "decision", decision: event.decision });
        break;
      case "ProposalWithdrawn":
        if (proposals.has(event.proposal)) steps.push({ at, key, kind: "withdrawn", reason: event.reason });
        break;
      case "ActionStarted":
        if (proposals.has(event.proposal)) {
          const { action, isUndo } = event;
          steps.push({ at, key, kind: "action", action, isUndo, result: finished.get(`${event.proposal} ${isUndo}`) });
        }
        break;
      case "OutcomeObserved":
        if (proposals.has(event.outcome.proposal)) steps.push({ at, key, kind: "outcome", outcome: event.outcome });
        break;
      case "UndoRequested":
        if (proposals.has(event.proposal)) steps.push({ at, key, kind: "undo-requested", by: event.by });
        break;
      case "UndoFailed":
        if (proposals.has(event.proposal)) steps.push({ at, key, kind: "undo-failed", detail: event.detail });
        break;
      case "UndoTakenOver":
        if (proposals.has(event.proposal)) {
          steps.push({ at, key, kind: "undo-taken-over", by: event.by, reason: event.reason });
        }
        break;
      case "IncidentHealed":
        if (event.incident === incident.id)
          steps.push({ at, key, kind: "healed", afterMs: at - incident.openedAt, mergedInto: event.mergedInto });
        break;
      default:
    }
  }
  return steps;
}
