import { InputError, type Probability } from "../kernel/index.ts";
import type { Component, Slo, SystemModel } from "../system/index.ts";
import { analyseCompiled, defaultBudget, type EnclosedAnalysis, type ExactAnalysis } from "./analysis.ts";
import { compileFaultTree, withTop } from "./compile-fault-tree.ts";
import { DiagramStore } from "./diagram-store.ts";
import { constant } from "./expression.ts";
import type { FaultTree } from "./fault-tree.ts";
import { type Fix, minutesPerYear, rankFixes } from "./fixes.ts";
import type { Importance } from "./importance.ts";
import { failureProbabilityOf, tooFewReplicas } from "./replica-failures.ts";
import {
  type EventSubject,
  type SystemFaultTree,
  systemFaultTree,
  type SystemTreeOptions,
} from "./system-fault-tree.ts";

/** What is promised of an entry point, and what can be kept of it. */
export interface SloStanding {
  readonly name: string;
  readonly promised: Probability;
  readonly isMet: boolean;
  /** Expected unavailability as a share of what the promise allows; above 1 the budget is overspent. */
  readonly budgetSpent: number;
}

/** How available one entry point is. */
export interface EntryAvailability {
  readonly entry: string;
  readonly availability: Probability;
  /** Its opposite, with its own accuracy. */
  readonly unavailability: Probability;
  readonly downMinutesPerYear: number;
  /** The availability that what it depends on would allow if the entry point itself never failed. */
  readonly dependenciesAllow: Probability;
  readonly slos: readonly SloStanding[];
}

/** Something whose failure alone takes entry points down. */
export interface SinglePoint {
  readonly subject: { readonly kind: "component" | "zone"; readonly id: string };
  readonly probability: Probability;
  /** The entry points that it takes down, and the share of their requests that fails with it (1 for all). */
  readonly entries: readonly { readonly entry: string; readonly share: Probability }[];
}

/** The importance of a component, or a zone, for "some entry point does not serve". */
export interface SubjectImportance extends Omit<Importance, "event"> {
  readonly name: string;
  readonly subject: EventSubject;
}

/**
 * How reliable a system is, ready to be asked "what if": the structure is analysed once, a changed probability costs one
 * sweep over the diagrams. A changed structure (a replica, an edge) takes a new one of these, by `restructured`.
 */
export class SystemReliability {
  readonly model: SystemModel;
  readonly fault: SystemFaultTree;
  /** "Some entry point does not serve." */
  readonly whole: ExactAnalysis;
  readonly #options: SystemTreeOptions;
  readonly #store: DiagramStore;
  readonly #entries: ReadonlyMap<string, ExactAnalysis>;
  readonly #components: ReadonlyMap<string, Component>;
  readonly #eventsOf = new Map<string, number[]>();
  /** What each event is about, by index. */
  readonly #subjects: readonly EventSubject[];
  /** By component: the probability that one replica is down, as last set. */
  readonly #replicaDown: Map<string, Probability>;
  /** Events in the order in which they were last ranked: the next ranking is seldom far from it. */
  readonly #ranking: number[];

  /** @throws {InputError} when the system's structure does not fit the budget */
  constructor(
    model: SystemModel,
    options: SystemTreeOptions = {},
    store: DiagramStore = new DiagramStore(defaultBudget),
    before?: SystemReliability,
  ) {
    this.model = model;
    this.#options = options;
    this.#store = store;
    this.#components = new Map(model.components.map((component) => [component.id, component]));
    this.fault = systemFaultTree(model, options);
    const { tree, entries, subjects, downGates } = this.fault;
    const compiled = compileFaultTree(tree);
    this.whole = mustFit(analyseCompiled(compiled, store, before?.whole));
    this.#entries = new Map(
      entries.map((entry) => {
        const top = downGates.get(entry)!;
        return [
          entry,
          top === tree.top ? this.whole : mustFit(analyseCompiled(withTop(compiled, top), store, before?.whole)),
        ];
      }),
    );
    this.#replicaDown = new Map(model.components.map((component) => [component.id, failureProbabilityOf(component)]));
    this.#subjects = compiled.events.map(({ name }) => subjects.get(name)!);
    this.#ranking = [...this.#subjects.keys()];
    for (const [i, subject] of this.#subjects.entries()) {
      if (subject.kind !== "replica" && subject.kind !== "replicas") continue;
      const list = this.#eventsOf.get(subject.component);
      if (list === undefined) this.#eventsOf.set(subject.component, [i]);
      else list.push(i);
    }
  }

  /** The same for a system that is a little different: what the edit has left as it was is not analysed again. */
  restructured(model: SystemModel, options: SystemTreeOptions = this.#options): SystemReliability {
    return new SystemReliability(model, options, this.#store, this);
  }

  /** Nodes of all diagrams. */
  get bddNodes(): number {
    return [...new Set([this.whole, ...this.#entries.values()])].reduce((sum, { bddNodes }) => sum + bddNodes, 0);
  }

  /** The probability that one replica of a component is down, as last set. */
  failureProbability(component: string): Probability {
    return this.#replicaDown.get(component) ?? 0;
  }

  /** Lets each replica of a component be down with another probability from here on. */
  setFailureProbability(component: string, probability: Probability): void {
    this.#replicaDown.set(component, probability);
    const events = this.#eventsOf.get(component) ?? [];
    const { replicas, requiredReplicas } = this.#component(component);
    const value = events.length === 1 ? tooFewReplicas(replicas, requiredReplicas, probability) : probability;
    for (const analysis of [this.whole, ...this.#entries.values()])
      for (const event of events) analysis.setProbability(event, value);
  }

  /** The same from a component of the same structure, by its failure probability or its mean times. */
  setFailureProbabilityOf(component: Component): void {
    this.setFailureProbability(component.id, failureProbabilityOf(component));
  }

  /** The fault tree with the probabilities as last set. */
  currentTree(): FaultTree {
    const { tree } = this.fault;
    const { probabilities } = this.whole;
    return { ...tree, events: tree.events.map((event, i) => ({ ...event, probability: constant(probabilities[i]!) })) };
  }

  entryAvailabilities(): EntryAvailability[] {
    return [...this.#entries].map(([entry, analysis]) => {
      const { p, q } = analysis.probability();
      const { q: dependenciesAllow } = analysis.probabilityGiven(this.#eventsOf.get(entry) ?? [], 0);
      const slos = this.model.slos.filter((slo) => slo.entry === entry).map((slo) => standing(slo, p));
      return {
        entry,
        availability: q,
        unavailability: p,
        downMinutesPerYear: p * minutesPerYear,
        dependenciesAllow,
        slos,
      };
    });
  }

  /** Every event's importance for the whole system, by falling Birnbaum importance. */
  importances(): SubjectImportance[] {
    const { events } = this.whole.compiled;
    const unranked = this.whole.importances();
    const ranking = this.#ranking.sort((a, b) => unranked[b]!.birnbaum - unranked[a]!.birnbaum || a - b);
    return ranking.map((event) => {
      const { probability, birnbaum, criticality, fussellVesely, raw, rrw } = unranked[event]!;
      const subject = this.#subjects[event]!;
      return { name: events[event]!.name, subject, probability, birnbaum, criticality, fussellVesely, raw, rrw };
    });
  }

  /** What takes entry points down by failing alone, the likeliest to fail first. */
  singlePoints(): SinglePoint[] {
    const found = new Map<string, SinglePoint & { entries: { entry: string; share: Probability }[] }>();
    for (const [entry, analysis] of this.#entries) {
      const { p } = analysis.probability();
      const slopes = analysis.slopes();
      const seen = new Set<string>();
      for (const [event, subject] of this.#subjects.entries()) {
        const slope = slopes[event]!;
        if (subject.kind === "need" || slope <= 0) continue;
        const id = subject.kind === "zone" ? subject.zone : subject.component;
        const kind = subject.kind === "zone" ? "zone" : "component";
        const key = `${kind} ${id}`;
        if (seen.has(key) || (kind === "component" && !this.#hasNoSpare(id))) continue;
        seen.add(key);
        const probability = analysis.probabilities[event]!;
        const point = found.get(key) ?? { subject: { kind, id }, probability, entries: [] };
        point.entries.push({ entry, share: Math.min(1, p + (1 - probability) * slope) });
        found.set(key, point);
      }
    }
    return [...found.values()].sort((a, b) => b.probability * b.entries.length - a.probability * a.entries.length);
  }

  /** What would make the system more available, by what it wins. */
  fixes(): Fix[] {
    return rankFixes(this.model, {
      replicaDown: (component) => this.failureProbability(component),
      eventsOf: (component) => this.#eventsOf.get(component) ?? [],
      whole: this.whole,
      entries: this.#entries,
    });
  }

  #hasNoSpare(id: string): boolean {
    const component = this.#component(id);
    return component.replicas === component.requiredReplicas;
  }

  #component(id: string): Component {
    return this.#components.get(id)!;
  }
}

function standing({ name, availability: promised }: Slo, unavailability: Probability): SloStanding {
  const budgetSpent =
    promised === 1 ? (unavailability > 0 ? Number.POSITIVE_INFINITY : 0) : unavailability / (1 - promised);
  return { name, promised, isMet: budgetSpent <= 1, budgetSpent };
}

function mustFit(analysis: ExactAnalysis | EnclosedAnalysis): ExactAnalysis {
  if (analysis.kind === "exact") return analysis;
  throw new InputError(
    `the system's structure does not fit the memory budget; its unavailability lies between ${analysis.bounds.join(" and ")}`,
  );
}
