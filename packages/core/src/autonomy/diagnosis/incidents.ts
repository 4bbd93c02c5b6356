import type { EpochMs } from "../../kernel/index.ts";
import { type ConsoleState, type Finding, type Incident, isAlarm, type JournalEvent } from "../../journal/index.ts";

interface Draft {
  readonly incident: Incident;
  root: string;
  readonly live: Finding[];
}

/**
 * Groups the open findings into incidents, one for each root cause, so that one dead router is one alarm. A finding's
 * root is found by walking from its component to the unwell components that it needs, until one needs no other unwell
 * one: that one is held to be the cause, the rest are symptoms. Incidents whose findings turn out to share a cause
 * merge into the oldest; an incident keeps its root while only symptoms linger.
 */
export function groupIncidents(state: ConsoleState, now: EpochMs): JournalEvent[] {
  // What is no alarm is no symptom either.
  const findings = Object.values(state.findings).filter(isAlarm);
  const open = Object.values(state.incidents).filter((incident) => incident.healedAt === undefined);
  if (findings.length === 0 && open.length === 0) return [];

  const rootOf = rootFinder(state, findings);
  const unwell = new Set(findings.map(({ component }) => component));
  const homes = new Map<string, Incident>();
  for (const incident of open) for (const id of incident.findings) homes.set(id, incident);

  const drafts = new Map<string, Draft>();
  for (const [root, members] of groupBy(findings, ({ component }) => rootOf(component))) {
    const incident = oldestHome(members, homes, open, root) ?? newIncident(root, members, now);
    const held = drafts.get(incident.id) ?? { incident, root: incident.root, live: [] };
    held.live.push(...members);
    if (unwell.has(held.root)) held.root = rootOf(held.root);
    drafts.set(incident.id, held);
  }

  const events: JournalEvent[] = [];
  for (const draft of drafts.values()) {
    const before = state.incidents[draft.incident.id];
    const incident = finish(draft);
    if (before === undefined) events.push({ kind: "IncidentOpened", incident });
    else if (!sameIncident(before, incident)) events.push({ kind: "IncidentChanged", incident });
  }
  for (const incident of open) {
    if (drafts.has(incident.id)) continue;
    const heir = [...drafts.values()].find(({ live }) => live.some(({ id }) => incident.findings.includes(id)));
    const merged = heir === undefined ? {} : { mergedInto: heir.incident.id };
    events.push({ kind: "IncidentHealed", incident: incident.id, ...merged });
  }
  return events;
}

function oldestHome(
  members: readonly Finding[],
  homes: ReadonlyMap<string, Incident>,
  open: readonly Incident[],
  root: string,
): Incident | undefined {
  const candidates = members.map(({ id }) => homes.get(id)).filter((incident) => incident !== undefined);
  candidates.push(...open.filter((incident) => incident.root === root));
  return candidates.sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))[0];
}

function newIncident(root: string, members: readonly Finding[], now: EpochMs): Incident {
  const openedAt = Math.min(...members.map(({ since }) => since));
  return { id: `incident@${root}@${now}`, root, findings: [], affected: [], openedAt };
}

function finish({ incident, root, live }: Draft): Incident {
  const findings = [...new Set([...incident.findings, ...live.map(({ id }) => id)])];
  const affected = new Set([root, ...incident.affected, ...live.map(({ component }) => component)]);
  return { ...incident, root, findings, affected: [...affected] };
}

/** For each component, the unwell component at the end of its chain of unwell dependencies. */
function rootFinder(state: ConsoleState, findings: readonly Finding[]): (component: string) => string {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const before = worst.get(finding.component);
    if (before === undefined || precedes(finding, before)) worst.set(finding.component, finding);
  }
  const needs = new Map<string, Finding[]>();
  for (const { from, to } of state.model?.dependencies ?? []) {
    const needed = worst.get(to);
    if (needed !== undefined && worst.has(from)) needs.set(from, [...(needs.get(from) ?? []), needed]);
  }
  for (const list of needs.values()) list.sort((a, b) => (precedes(a, b) ? -1 : 1));
  return (start) => {
    const visited = new Set([start]);
    let at = start;
    for (;;) {
      const next = needs.get(at)?.find(({ component }) => !visited.has(component));
      if (next === undefined) return at;
      at = next.component;
      visited.add(at);
    }
  };
}

/** The graver finding first, then the older one. */
function precedes(a: Finding, b: Finding): boolean {
  if (a.severity !== b.severity) return a.severity === "critical";
  return a.since !== b.since ? a.since < b.since : a.id < b.id;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function sameIncident(a: Incident, b: Incident): boolean {
  return a.root === b.root && a.findings.length === b.findings.length && a.affected.length === b.affected.length;
}
