import { queueWait } from "../../kernel/index.ts";
import { type Action, actionSpecs, type Component, componentOf, type SystemModel } from "../../system/index.ts";
import { curveFromIdleAndPeak } from "../energy/population-shape.ts";
import type { ComponentLoad } from "./component-load.ts";
import { headroom } from "./headroom.ts";
import { machinePower } from "./machine-power.ts";
import { strategyFigures } from "./strategy-figures.ts";

/** An action that saves power, with what it would cost. */
export interface Saving {
  readonly action: Action;
  /** Power that is no longer drawn at the mean load, watts. */
  readonly savedW: number;
  /** The component's high use afterwards, 0..1; the host's where it shares machines. */
  readonly useAfter: number;
  /** The component's own mean time for a request at that use, without those that it calls, milliseconds. */
  readonly responseMs: { readonly before: number; readonly after: number };
  /** Whether enough room is left for the load to grow. */
  readonly leavesHeadroom: boolean;
}

/** A component with what is known of it now. */
export interface Subject extends ComponentLoad {
  readonly component: Component;
  /** One replica's power at 0, 10 … 100 %, watts. */
  readonly curve: readonly number[];
}

/**
 * What could be done to save power on a component, by the five strategies: fewer replicas, replicas asleep, idle clocks
 * stopped, what it sends between zones compressed, machines shared with another. Modelled from idle and peak power, the
 * load, and queueing (`queueWait`); a rehearsal in the twin tells more.
 *
 * @param loads by component id; one without a load is neither saved on nor shared with
 * @returns the largest saving first; empty where the power of the component is not known
 */
export function savingsFor(
  model: SystemModel,
  id: string,
  loads: ReadonlyMap<string, ComponentLoad>,
): readonly Saving[] {
  const subject = subjectOf(model, id, loads);
  if (subject === undefined) return [];
  return [
    fewerReplicas(subject, "scale-in"),
    fewerReplicas(subject, "sleep-replicas"),
    idleClocks(subject),
    compressed(model, subject),
    sharedMachines(model, subject, loads),
  ]
    .filter((saving) => saving !== undefined)
    .filter(({ action, savedW }) => savedW > 0 && actionSpecs[action.kind].fits.includes(subject.component.kind))
    .sort((a, b) => b.savedW - a.savedW);
}

/** A component with its load and its curve; undefined where one of them is not known. */
export function subjectOf(
  model: SystemModel,
  id: string,
  loads: ReadonlyMap<string, ComponentLoad>,
): Subject | undefined {
  const component = componentOf(model, id);
  const load = loads.get(id);
  if (component?.power === undefined || load === undefined || load.replicasUp < 1) return undefined;
  return { ...load, component, curve: curveFromIdleAndPeak(component.power.idleW, component.power.peakW) };
}

/** Some replicas less; one more than it needs stays, so that a single failure is still borne. */
export function fewerReplicas(subject: Subject, kind: "scale-in" | "sleep-replicas", count = 1): Saving | undefined {
  const { component, curve, replicasUp, meanUse, highUse } = subject;
  const left = replicasUp - count;
  if (left < component.requiredReplicas + 1) return undefined;
  const stretch = replicasUp / left;
  const asleepW = kind === "scale-in" ? 0 : count * curve[0]! * strategyFigures.sleepShareOfIdle.value;
  const savedW = replicasUp * machinePower(curve, meanUse) - left * machinePower(curve, meanUse * stretch) - asleepW;
  return saving(subject, { kind, component: component.id, amount: count }, savedW, highUse * stretch, left);
}

function idleClocks(subject: Subject): Saving {
  const { component, curve, replicasUp, meanUse, highUse } = subject;
  const gated = actionSpecs["gate-clocks"].amount!.default;
  const savedW = replicasUp * (machinePower(curve, meanUse) - machinePower(curve, meanUse, gated));
  const action: Action = { kind: "gate-clocks", component: component.id, amount: gated };
  return saving(subject, action, savedW, highUse / (1 - gated), replicasUp * (1 - gated));
}

/** Less for the network to carry, against the processors' time to compress. */
function compressed(model: SystemModel, subject: Subject): Saving | undefined {
  const { component, curve, replicasUp, meanUse, highUse, requestRate = 0 } = subject;
  const kb = farKbOf(model, component);
  if (kb <= 0 || requestRate <= 0) return undefined;
  const { networkJPerKb, compressedShare, compressionMsPerKb } = strategyFigures;
  const costMs = kb * compressionMsPerKb.value;
  const stretch = 1 + costMs / component.serviceTimeMs;
  const networkW = requestRate * kb * networkJPerKb.value * (1 - compressedShare.value);
  const workW = replicasUp * (machinePower(curve, meanUse * stretch) - machinePower(curve, meanUse));
  const action: Action = { kind: "compress-data", component: component.id };
  return saving(subject, action, networkW - workW, highUse * stretch, replicasUp, component.serviceTimeMs + costMs);
}

/** Kilobytes that a request moves between its component's zone and others. */
function farKbOf({ components, dependencies }: SystemModel, { id, zone, hitRate = 0 }: Component): number {
  if (zone === undefined) return 0;
  const zones = new Map(components.map((one) => [one.id, one.zone]));
  return dependencies
    .filter(({ from, to }) => from === id && zones.get(to) !== undefined && zones.get(to) !== zone)
    .reduce((sum, { payloadKb = 0, callsPerRequest, kind }) => {
      return sum + payloadKb * callsPerRequest * (kind === "async" ? 1 : 1 - hitRate);
    }, 0);
}

/**
 * Its replicas on the machines of another in the same place, the one with the most room: its own machines are then not
 * needed. What is critical keeps its own and shares them with nobody, for what shares machines shares their fate.
 */
function sharedMachines(
  model: SystemModel,
  subject: Subject,
  loads: ReadonlyMap<string, ComponentLoad>,
): Saving | undefined {
  const { component, replicasUp, meanUse, highUse } = subject;
  if (component.isCritical || component.zone === undefined) return undefined;
  const busy = replicasUp * highUse;
  const [best] = roomiest(model, loads, component.zone)
    .filter((id) => id !== component.id)
    .map((id) => ({ id, useAfter: loads.get(id)!.highUse + busy / loads.get(id)!.replicasUp }))
    .sort((a, b) => a.useAfter - b.useAfter);
  const host = best && subjectOf(model, best.id, loads);
  if (best === undefined || host === undefined) return undefined;
  const together = host.meanUse + (replicasUp * meanUse) / host.replicasUp;
  const savedW =
    replicasUp * machinePower(subject.curve, meanUse) -
    host.replicasUp * (machinePower(host.curve, together) - machinePower(host.curve, host.meanUse));
  const action: Action = { kind: "consolidate", component: component.id, to: host.component.id };
  return saving(subject, action, savedW, best.useAfter, host.replicasUp);
}

const hostsKept = 8;
const hostsByLoads = new WeakMap<ReadonlyMap<string, ComponentLoad>, Map<string, readonly string[]>>();

/** Those of a zone with the most machines free that may have guests; found once for a set of loads. */
function roomiest(model: SystemModel, loads: ReadonlyMap<string, ComponentLoad>, zone: string): readonly string[] {
  let byZone = hostsByLoads.get(loads);
  if (byZone === undefined) hostsByLoads.set(loads, (byZone = new Map()));
  let hosts = byZone.get(zone);
  if (hosts === undefined) {
    const free = ({ id }: Component) => loads.get(id)!.replicasUp * (1 - loads.get(id)!.highUse);
    hosts = model.components
      .filter((one) => one.zone === zone && mayHaveGuests(one) && (loads.get(one.id)?.replicasUp ?? 0) >= 1)
      .sort((a, b) => free(b) - free(a))
      .slice(0, hostsKept)
      .map(({ id }) => id);
    byZone.set(zone, hosts);
  }
  return hosts;
}

function mayHaveGuests({ kind, power, isCritical, isProtected }: Component): boolean {
  return power !== undefined && !isCritical && !isProtected && actionSpecs.consolidate.fits.includes(kind);
}

function saving(
  { component, replicasUp, highUse }: Subject,
  action: Action,
  savedW: number,
  useAfter: number,
  machinesAfter: number,
  serviceMs: number = component.serviceTimeMs,
): Saving {
  const { serviceTimeMs, concurrency } = component;
  return {
    action,
    savedW,
    useAfter,
    responseMs: {
      before: ownTimeMs(serviceTimeMs, replicasUp * concurrency, highUse),
      after: ownTimeMs(serviceMs, machinesAfter * concurrency, useAfter),
    },
    leavesHeadroom: useAfter <= headroom.savesUpTo,
  };
}

/** Serving and waiting for it, milliseconds; without end where there is more work than can be done. */
export function ownTimeMs(serviceMs: number, servers: number, use: number): number {
  return use >= 1 ? Number.POSITIVE_INFINITY : serviceMs * (1 + queueWait(Math.max(1, servers), use));
}
