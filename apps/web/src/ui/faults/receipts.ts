import type { Entry, Incident } from "@homeostat/core/journal";
import type { Fault } from "@homeostat/core/system";

/** What came of an injected fault, from the journal alone. Times are milliseconds after the injection. */
export interface Receipt {
  readonly id: string;
  readonly fault: Fault;
  readonly by: string;
  readonly at: number;
  readonly clearedAt: number | undefined;
  readonly incident: string | undefined;
  readonly detectMs: number | undefined;
  readonly decideMs: number | undefined;
  readonly healMs: number | undefined;
  /** Components that were expected to feel it, and those that did. */
  readonly predicted: readonly string[];
  readonly affected: readonly string[];
}

/**
 * A receipt for each fault among the entries, newest first. It was seen at the first finding after the injection on the
 * target or on what was predicted to be reached; its incident is the first one with any such finding whose root is the
 * target, or where none has it, the first one: a symptom that shows early and passes is not the fault's end.
 */
export function receiptsOf(entries: readonly Entry[]): readonly Receipt[] {
  const receipts: Receipt[] = [];
  for (const { at, event } of entries) {
    if (event.kind !== "FaultInjected") continue;
    const { id, fault } = event.handle;
    const later = entries.filter((entry) => entry.at >= at);
    const found = findingsOn(later, new Set([fault.component, ...event.predicted]));
    const incident = incidentOf(fault, later, found);
    const healed = incident && later.find(({ event: e }) => e.kind === "IncidentHealed" && e.incident === incident.id);
    const decided = incident && firstDecisionOn(later, incident.id);
    const cleared = later.find(({ event: e }) => e.kind === "FaultCleared" && e.fault === id);
    receipts.push({
      id,
      fault,
      by: event.by,
      at,
      clearedAt: cleared?.at,
      incident: incident?.id,
      detectMs: since(at, found.values().next().value),
      decideMs: since(at, decided),
      healMs: since(at, healed?.at),
      predicted: event.predicted,
      affected: incident?.affected ?? [],
    });
  }
  return receipts.reverse();
}

/** When each finding on one of the components opened, by its id, first things first. */
function findingsOn(entries: readonly Entry[], components: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { at, event } of entries) {
    if (event.kind === "FindingOpened" && components.has(event.finding.component)) found.set(event.finding.id, at);
  }
  return found;
}

function since(start: number, end: number | undefined): number | undefined {
  return end === undefined ? undefined : end - start;
}

/** The incident of a fault, as it was last described. */
function incidentOf(fault: Fault, entries: readonly Entry[], found: ReadonlyMap<string, number>): Incident | undefined {
  const incidents = new Map<string, Incident>();
  for (const { event } of entries) {
    if (event.kind !== "IncidentOpened" && event.kind !== "IncidentChanged") continue;
    const { incident } = event;
    if (incidents.has(incident.id) || incident.findings.some((id) => found.has(id)))
      incidents.set(incident.id, incident);
  }
  const inOrder = [...incidents.values()];
  return inOrder.find(({ root }) => root === fault.component) ?? inOrder[0];
}

function firstDecisionOn(entries: readonly Entry[], incident: string): number | undefined {
  const proposals = new Set<string>();
  for (const { at, event } of entries) {
    if (event.kind === "ProposalMade" && event.proposal.incident === incident) proposals.add(event.proposal.id);
    if (event.kind === "ProposalDecided" && proposals.has(event.decision.proposal)) return at;
  }
  return undefined;
}
