import { type DurationMs, dayMs, type EpochMs, hourMs, secondMs } from "../../kernel/index.ts";
import { type ComponentLoad, headroom, type Saving, savingsFor } from "../../green/index.ts";
import { type ConsoleState, type Finding, isAlarm, isSaving, type ProposalState } from "../../journal/index.ts";
import { actionSpecs } from "../../system/index.ts";
import { maintenanceWindowOf, touchedBy } from "../left-alone.ts";
import type { RecentFrames } from "../recent-frames.ts";

/** A component that was not to be saved on, or on which it was for nothing, is left alone for so long. */
const restMs: DurationMs = hourMs;
/** And where a person has said no. */
const restAfterVetoMs: DurationMs = dayMs;
/** Over so long a use counts as lasting, for giving back. */
const lastingMs: DurationMs = 15 * secondMs;

/** The open findings that say that something could be saved, the most to save first. */
export function opportunitiesOf({ findings }: ConsoleState): readonly Finding[] {
  const savedW = ({ evidence }: Finding) => evidence.find((one) => one.kind === "surplus")?.savedW ?? 0;
  return Object.values(findings)
    .filter(({ severity }) => severity === "opportunity")
    .sort((a, b) => savedW(b) - savedW(a));
}

/** What could be saved on a component, with what is done there already left out: the most first. */
export function possibleSavings(
  state: ConsoleState,
  component: string,
  loads: ReadonlyMap<string, ComponentLoad>,
): readonly Saving[] {
  if (state.model === null) return [];
  const inForce = savingsInForce(state);
  const done = new Set(
    inForce
      .filter(({ proposal }) => proposal.action.component === component)
      .map(({ proposal }) => proposal.action.kind),
  );
  const isHost = inForce.some(({ proposal }) => proposal.action.to === component);
  // Machines that are shared or whose clocks stand still are not what the models reckon with.
  const hasOtherMachines = isHost || done.has("consolidate") || done.has("gate-clocks");
  const shared = new Set(
    inForce.flatMap(({ proposal }) => (proposal.action.to === undefined ? [] : proposal.action.component)),
  );
  return savingsFor(state.model, component, loads).filter(({ action }) => {
    if (!state.capabilities.actions.includes(action.kind)) return false;
    if (action.kind === "compress-data") return !done.has(action.kind);
    return !hasOtherMachines && (action.to === undefined || !shared.has(action.to));
  });
}

/** What each component is asked at this moment; `over` has the loads that are known over a while. */
export function loadsNow(state: ConsoleState, over: ReadonlyMap<string, ComponentLoad>): Map<string, ComponentLoad> {
  const loads = new Map<string, ComponentLoad>();
  for (const [id, { metrics }] of Object.entries(state.components)) {
    const { cpu, replicasUp, requestRate } = metrics;
    if (cpu === undefined || replicasUp === undefined) continue;
    loads.set(id, { replicasUp, meanUse: cpu, highUse: cpu, ...(requestRate === undefined ? {} : { requestRate }) });
  }
  for (const [id, load] of over) loads.set(id, load);
  return loads;
}

/** The load that an opportunity was found with. */
export function loadOf({ evidence }: Finding): ComponentLoad | undefined {
  const surplus = evidence.find((one) => one.kind === "surplus");
  if (surplus === undefined) return undefined;
  const { replicas, meanUse, highUse, requestRate } = surplus;
  return { replicasUp: replicas, meanUse, highUse, ...(requestRate === undefined ? {} : { requestRate }) };
}

/**
 * Whether a component is left alone for now: a person has said no, a saving on it was taken back because its headroom
 * was needed, or it saved nothing. Without this what saves and what scales out would take turns.
 */
export function isResting(state: ConsoleState, component: string, now: EpochMs): boolean {
  return Object.values(state.proposals).some(({ proposal, status }) => {
    if (proposal.incident !== null || !touchedBy(proposal.action).includes(component)) return false;
    if (status.kind === "refused")
      return now - status.decision.at < (status.decision.verdict === "vetoed" ? restAfterVetoMs : restMs);
    if (status.kind !== "ended" || now - status.at >= restMs) return false;
    return status.undone !== "no" || status.outcome.kind !== "verified";
  });
}

function savingsInForce({ proposals }: ConsoleState): readonly ProposalState[] {
  return Object.values(proposals).filter(isSaving);
}

/**
 * Savings that are to be given back now because service needs the power: a component that is saved on is unwell, is
 * part of an incident, or has been nearly full for a while. The newest first, and one at a time on each component.
 */
export function savingsToGiveBack(state: ConsoleState, recent: RecentFrames, now: EpochMs): readonly ProposalState[] {
  const needy = new Set<string>();
  for (const finding of Object.values(state.findings)) if (isAlarm(finding)) needy.add(finding.component);
  for (const { root, affected, healedAt } of Object.values(state.incidents))
    if (healedAt === undefined) for (const id of [root, ...affected]) needy.add(id);
  const due = new Map<string, ProposalState>();
  for (const held of savingsInForce(state)) {
    const touched = touchedBy(held.proposal.action);
    if (touched.some((id) => maintenanceWindowOf(state.policy, id, now) !== undefined)) continue;
    const isFull = (id: string) => (recent.meanOf(id, "cpu", now - lastingMs, now + 1) ?? 0) >= headroom.givesBackFrom;
    if (touched.some((id) => needy.has(id) || isFull(id))) due.set(held.proposal.action.component, held);
  }
  return [...due.values()];
}

/** Whether a kind of action is one that saves power. */
export function savesPower({ kind }: { readonly kind: keyof typeof actionSpecs }): boolean {
  return actionSpecs[kind].savesPower === true;
}
