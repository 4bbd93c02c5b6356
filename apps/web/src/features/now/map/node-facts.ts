import { gPerHourOf, intensityHere } from "@homeostat/core/green";
import { type ConsoleState, headlineMetric, isOpen } from "@homeostat/core/journal";
import { type Component, type Health, worstHealth } from "@homeostat/core/system";

/** The health of a component that is shown: what it is, or `unknown` before anything was heard. */
export function healthOf(state: ConsoleState, id: string): Health {
  return state.components[id]?.health ?? "unknown";
}

/** The worst of a node's members. */
export function worstOf(state: ConsoleState, members: readonly string[]): Health {
  return worstHealth(members.map((id) => healthOf(state, id)));
}

/** Of a node's members that are not well: how many, and the worst of them. */
export function unwellOf(
  state: ConsoleState,
  members: readonly string[],
): { count: number; worst: string | undefined } {
  const unwell = members.filter((id) => healthOf(state, id) !== "healthy");
  const health = worstOf(state, unwell);
  return { count: unwell.length, worst: unwell.find((id) => healthOf(state, id) === health) };
}

/** Which number a component shows: that of its kind, its power, or what that emits. */
export const figures = ["usual", "power", "carbon"] as const;
export type Figure = (typeof figures)[number];

/** The one number of a component, with the metric that it is of; `carbon` is in gCO2e an hour. */
export function headlineOf(
  state: ConsoleState,
  component: Component,
  figure: Figure,
): { readonly metric: string; readonly value: number } | undefined {
  if (figure !== "usual") return powerOf(state, component, figure);
  const metrics = state.components[component.id]?.metrics;
  for (const metric of [headlineMetric(component.kind), "cpu"]) {
    const value = metrics?.[metric];
    if (value !== undefined) return { metric, value };
  }
  return undefined;
}

function powerOf({ components, green, at }: ConsoleState, { id, zone }: Component, figure: "power" | "carbon") {
  const value = components[id]?.metrics["powerW"];
  if (value === undefined || figure === "power") return value === undefined ? undefined : { metric: "powerW", value };
  const gPerKwh = intensityHere(green.intensities, zone, at);
  if (gPerKwh === undefined) return undefined;
  return { metric: "carbon", value: gPerHourOf(value, gPerKwh) };
}

/** The fault that a component wears, the one that ends last. */
export function faultOn(state: ConsoleState, id: string) {
  return Object.values(state.faults).findLast(({ fault }) => fault.component === id);
}

/** Whether work of a component waits for cleaner power at this moment. */
export function isDeferred({ green, at }: ConsoleState, id: string): boolean {
  const runs = green.plan?.plan.runs ?? {};
  return Object.values(green.jobs).some(
    (job) => job.component === id && job.releaseAt <= at && (runs[job.id]?.[0]?.from ?? 0) > at,
  );
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
