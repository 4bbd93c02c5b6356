import { type ConsoleState, headlineMetric, isOpen } from "@homeostat/core/journal";
import { type Component, displayName, type Health, worstHealth } from "@homeostat/core/system";
import { isGroup, type MapNode } from "./topology.ts";

/** The health of a component that is shown: what it is, or `unknown` before anything was heard. */
export function healthOf(state: ConsoleState, id: string): Health {
  return state.components[id]?.health ?? "unknown";
}

/** The worst of a node's members. */
export function worstOf(state: ConsoleState, members: readonly string[]): Health {
  return worstHealth(members.map((id) => healthOf(state, id)));
}

/** What a node is called: its component's name, or its group's. */
export function nameOf(state: ConsoleState, node: MapNode): string {
  if (isGroup(node)) return node.group ?? node.id;
  const component = state.model?.components.find(({ id }) => id === node.id);
  return component === undefined ? node.id : displayName(component);
}

/** The one number of a component, with the metric that it is of. */
export function headlineOf(
  state: ConsoleState,
  component: Component,
): { readonly metric: string; readonly value: number } | undefined {
  const metrics = state.components[component.id]?.metrics;
  for (const metric of [headlineMetric(component.kind), "cpu"]) {
    const value = metrics?.[metric];
    if (value !== undefined) return { metric, value };
  }
  return undefined;
}

/** The fault that a component wears, the one that ends last. */
export function faultOn(state: ConsoleState, id: string) {
  return Object.values(state.faults).findLast(({ fault }) => fault.component === id);
}

/** Whether an action that is to heal it waits for a person. */
export function waitsForPerson(state: ConsoleState, id: string): boolean {
  return Object.values(state.proposals).some(
    (held) =>
      held.status.kind === "waiting" &&
      isOpen(held) &&
      held.proposal.incident !== null &&
      held.proposal.action.component === id &&
      (held.proposal.mode === "approve" || held.proposal.mode === "veto"),
  );
}
