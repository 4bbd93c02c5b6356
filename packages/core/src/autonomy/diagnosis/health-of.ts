import { type ConsoleState, isAlarm, isOpen, type JournalEvent } from "../../journal/index.ts";
import type { Health } from "../../system/index.ts";

/** What follows for each component's health from findings, running actions and isolation. */
export function healthChanges(state: ConsoleState): JournalEvent[] {
  const judged = new Map<string, Health>();
  for (const finding of Object.values(state.findings)) {
    const { component, severity } = finding;
    if (!isAlarm(finding)) continue;
    if (severity === "critical") judged.set(component, "failing");
    else if (judged.get(component) !== "failing") judged.set(component, "degraded");
  }
  const healing = new Set<string>();
  for (const held of Object.values(state.proposals)) {
    if (!isOpen(held) || held.status.kind === "waiting") continue;
    healing.add(held.proposal.action.component);
  }
  const isolated = isolatedComponents(state);
  const healths: Record<string, Health> = {};
  for (const [id, component] of Object.entries(state.components)) {
    let health: Health = component.seenAt === 0 ? "unknown" : (judged.get(id) ?? "healthy");
    if (isolated.has(id)) health = "isolated";
    else if (health !== "healthy" && health !== "unknown" && healing.has(id)) health = "healing";
    if (health !== component.health) healths[id] = health;
  }
  return Object.keys(healths).length === 0 ? [] : [{ kind: "HealthChanged", healths }];
}

/** Components that an isolation cut off and nothing has joined again. */
function isolatedComponents(state: ConsoleState): Set<string> {
  const isolated = new Set<string>();
  for (const { proposal, status } of Object.values(state.proposals)) {
    const { kind, component } = proposal.action;
    const isDone = status.kind === "verifying" || (status.kind === "ended" && status.undone !== "done");
    if (kind === "isolate" && isDone) isolated.add(component);
    if (kind === "rejoin" && isDone) isolated.delete(component);
  }
  return isolated;
}
