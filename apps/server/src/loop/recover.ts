import { recoveryEvents } from "@homeostat/core/autonomy";
import { type ConsoleState, isOpen, type JournalEvent } from "@homeostat/core/journal";
import type { SystemModel } from "@homeostat/core/system";

/**
 * What a server that starts on an old journal owes it. The managed system was started afresh, so no fault is in
 * force; an action that was under way when the server died is closed as interrupted and is never taken again; what
 * belongs to a component that the system no longer has is closed.
 */
export function recover(state: ConsoleState, model: SystemModel): JournalEvent[] {
  const events = recoveryEvents(state);
  const known = new Set(model.components.map(({ id }) => id));
  for (const id of Object.keys(state.faults)) events.push({ kind: "FaultCleared", fault: id, by: "autopilot" });
  for (const held of Object.values(state.proposals)) {
    const { id, action } = held.proposal;
    const mayBegin = held.status.kind === "waiting" || held.status.kind === "decided";
    if (isOpen(held) && mayBegin && !known.has(action.component)) {
      events.push({ kind: "ProposalWithdrawn", proposal: id, reason: "superseded" });
    }
  }
  for (const { id, component } of Object.values(state.findings)) {
    if (!known.has(component)) events.push({ kind: "FindingClosed", finding: id });
  }
  for (const { id, root, healedAt } of Object.values(state.incidents)) {
    if (!known.has(root) && healedAt === undefined) events.push({ kind: "IncidentHealed", incident: id });
  }
  return events;
}
