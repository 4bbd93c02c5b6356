import type { Component, SystemModel } from "../system/index.ts";
import { constant, type Expression, repairable } from "./expression.ts";
import { type BasicEvent, type FaultTree, faultTree, type Gate } from "./fault-tree.ts";
import { failureProbabilityOf, tooFewReplicas } from "./replica-failures.ts";

/** What an event of a system's fault tree is about. */
export type EventSubject =
  | {
      readonly kind: "replica";
      readonly component: string;
      readonly replica: number;
      /** Whether the component has no other. */
      readonly isOnly: boolean;
    }
  /** A component of many replicas as one event: too few of them work. */
  | { readonly kind: "replicas"; readonly component: string }
  | { readonly kind: "zone"; readonly zone: string }
  /** A request needs the dependency: the share of requests that is not answered without it. */
  | { readonly kind: "need"; readonly from: string; readonly to: string };

/** What a gate of a system's fault tree says. */
export type GateSubject =
  /** Some entry point does not serve. */
  | { readonly kind: "system" }
  /** The component does not serve. */
  | { readonly kind: "down"; readonly component: string }
  /** Too few of the component's replicas work. */
  | { readonly kind: "too-few"; readonly component: string; readonly required: number; readonly replicas: number }
  /** A request needs the dependency, which does not serve. */
  | { readonly kind: "misses"; readonly from: string; readonly to: string };

export interface SystemTreeOptions {
  /** The probability that a whole zone is down at a random moment; 1e-4 (53 minutes a year) where it is left out. */
  readonly zoneFailureProbability?: number | undefined;
  /** The components at which requests enter; what `entryPoints` says where it is left out. */
  readonly entries?: readonly string[] | undefined;
}

export interface SystemFaultTree {
  readonly tree: FaultTree;
  readonly entries: readonly string[];
  /** By event name. */
  readonly subjects: ReadonlyMap<string, EventSubject>;
  /** By gate name. */
  readonly gateSubjects: ReadonlyMap<string, GateSubject>;
  /** By component: the gate that says that it does not serve. */
  readonly downGates: ReadonlyMap<string, string>;
}

export const defaultZoneFailureProbability = 1e-4;

/** Beyond so many replicas a component is one event, as nobody reads cut sets of so many. */
const MOST_REPLICA_EVENTS = 16;

/** Where requests enter: the components that have an SLO; else those under load; else those that nothing depends on. */
export function entryPoints({ components, dependencies, slos }: SystemModel): string[] {
  const promised = [...new Set(slos.map(({ entry }) => entry))];
  if (promised.length > 0) return promised;
  const loaded = components.filter(({ loadRps }) => loadRps > 0).map(({ id }) => id);
  if (loaded.length > 0) return loaded;
  const needed = new Set(dependencies.map(({ to }) => to));
  const roots = components.filter(({ id }) => !needed.has(id)).map(({ id }) => id);
  return roots.length > 0 ? roots : components.slice(0, 1).map(({ id }) => id);
}

/**
 * The fault tree of a system of dependent components: its top event is that some entry point does not serve.
 *
 * A component does not serve when too few of its replicas work, when its zone is down (the cause that its zone's
 * components share), or when a hard dependency does not serve. A dependency that only a share of the requests needs
 * (`callsPerRequest` below 1, or behind a cache with a `hitRate`) fails that share of them, by an event of its own. Soft and
 * asynchronous dependencies do not take their caller down.
 */
export function systemFaultTree(model: SystemModel, options: SystemTreeOptions = {}): SystemFaultTree {
  const entries = options.entries ?? entryPoints(model);
  const zoneProbability = options.zoneFailureProbability ?? defaultZoneFailureProbability;
  const components = new Map(model.components.map((component) => [component.id, component]));
  const reached = hardReach(model, entries);
  const gates: Gate[] = [];
  const events: BasicEvent[] = [];
  const subjects = new Map<string, EventSubject>();
  const gateSubjects = new Map<string, GateSubject>();
  const downGates = new Map<string, string>();
  const taken = new Set<string>();
  const unique = (text: string): string => {
    const base = text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_");
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
    taken.add(name);
    return name;
  };
  const event = (name: string, label: string, probability: Expression, subject: EventSubject): string => {
    const own = unique(name);
    events.push({ name: own, label, probability });
    subjects.set(own, subject);
    return own;
  };

  const hardFrom = new Map<string, SystemModel["dependencies"]>();
  for (const dependency of model.dependencies) {
    if (dependency.kind !== "hard") continue;
    const list = hardFrom.get(dependency.from);
    if (list === undefined) hardFrom.set(dependency.from, [dependency]);
    else list.push(dependency);
  }
  const gate = (built: Gate, subject: GateSubject) => {
    gates.push(built);
    gateSubjects.set(built.name, subject);
  };
  const zoneEvents = new Map<string, string>();
  for (const id of reached) downGates.set(id, unique(`${id}_down`));
  for (const id of reached) {
    const component = components.get(id)!;
    const args = [ownFailure(component)];
    if (component.zone !== undefined && zoneProbability > 0) args.push(zoneEvent(component.zone));
    for (const { to, callsPerRequest } of hardFrom.get(id) ?? []) {
      const down = downGates.get(to)!;
      const missed = component.kind === "cache" ? 1 - (component.hitRate ?? 0) : 1;
      const share = Math.min(1, callsPerRequest) * missed;
      if (share >= 1) args.push(down);
      else if (share > 0) {
        const label = `a request to ${id} needs ${to}`;
        const need = event(`${id}_needs_${to}`, label, constant(share), { kind: "need", from: id, to });
        const both = unique(`${id}_misses_${to}`);
        gate(
          { name: both, operator: "and", args: [need, down], label: `${id} needs ${to}, which is down` },
          { kind: "misses", from: id, to },
        );
        args.push(both);
      }
    }
    gate(
      { name: downGates.get(id)!, operator: "or", args, label: `${id} does not serve` },
      { kind: "down", component: id },
    );
  }
  const tops = entries.map((entry) => downGates.get(entry)!);
  const top = tops.length === 1 ? tops[0]! : unique("system_down");
  if (tops.length > 1)
    gate({ name: top, operator: "or", args: tops, label: "some entry point does not serve" }, { kind: "system" });
  return { tree: faultTree({ name: model.name, top, gates, events }), entries, subjects, gateSubjects, downGates };

  function ownFailure(component: Component): string {
    const { id, replicas, requiredReplicas: required } = component;
    const probability = replicaProbability(component);
    if (replicas === 1)
      return event(id, `${id} fails`, probability, { kind: "replica", component: id, replica: 1, isOnly: true });
    const label = `fewer than ${required} of ${replicas} replicas of ${id} work`;
    if (replicas > MOST_REPLICA_EVENTS) {
      const tail = tooFewReplicas(replicas, required, failureProbabilityOf(component));
      return event(`${id}_replicas`, label, constant(tail), { kind: "replicas", component: id });
    }
    const args = Array.from({ length: replicas }, (_, i) =>
      event(`${id}_${i + 1}`, `replica ${i + 1} of ${id} fails`, probability, {
        kind: "replica",
        component: id,
        replica: i + 1,
        isOnly: false,
      }),
    );
    const name = unique(`${id}_fails`);
    gate(
      { name, operator: "atleast", k: replicas - required + 1, args, label },
      { kind: "too-few", component: id, required, replicas },
    );
    return name;
  }

  function zoneEvent(zone: string): string {
    const known = zoneEvents.get(zone);
    if (known !== undefined) return known;
    const name = event(`zone_${zone}`, `zone ${zone} is down`, constant(zoneProbability), { kind: "zone", zone });
    zoneEvents.set(zone, name);
    return name;
  }
}

/** The components that `entries` need, themselves included, through hard dependencies; in the order of the model. */
export function hardReach({ components, dependencies }: SystemModel, entries: readonly string[]): string[] {
  const needs = new Map<string, string[]>();
  for (const { from, to, kind } of dependencies) {
    if (kind !== "hard") continue;
    const list = needs.get(from);
    if (list === undefined) needs.set(from, [to]);
    else list.push(to);
  }
  const seen = new Set(entries);
  const pending = [...entries];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const to of needs.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      pending.push(to);
    }
  }
  return components.filter(({ id }) => seen.has(id)).map(({ id }) => id);
}

function replicaProbability(component: Component): Expression {
  const { mttfHours, recoverySeconds, failureProbability } = component;
  return mttfHours === undefined ? constant(failureProbability) : repairable(mttfHours, recoverySeconds / 3600);
}
