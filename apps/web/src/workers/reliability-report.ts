import {
  editedSystem,
  type EntryAvailability,
  type EventSubject,
  type GateSubject,
  type FaultTree,
  type Fix,
  type SinglePoint,
  type SubjectImportance,
  type SystemEdits,
  SystemReliability,
} from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";

export interface ReliabilityRequest {
  readonly model: SystemModel;
  readonly edits: SystemEdits;
  readonly zoneFailureProbability: number;
}

/** A minimal cut set as what fails together. */
export interface ReportedCutSet {
  readonly subjects: readonly EventSubject[];
  readonly probability: number;
}

/** Every figure of the page for one state of the edits. */
export interface ReliabilityReport {
  readonly entries: readonly EntryAvailability[];
  readonly points: readonly SinglePoint[];
  readonly fixes: readonly Fix[];
  readonly importances: readonly SubjectImportance[];
  readonly cutSets: readonly ReportedCutSet[];
  /** How many minimal cut sets there are, in decimal digits; undefined where they do not fit the memory. */
  readonly cutSetCount: string | undefined;
  /** The fault tree with the probabilities that are tried. */
  readonly tree: FaultTree;
  /** By event name, by gate name, and the gate of each component that says that it does not serve. */
  readonly subjects: ReadonlyMap<string, EventSubject>;
  readonly gateSubjects: ReadonlyMap<string, GateSubject>;
  readonly downGates: ReadonlyMap<string, string>;
  /** Whether nothing was tried: the system as it is. */
  readonly isAsItIs: boolean;
  readonly bddNodes: number;
  /** How long the figures took. */
  readonly milliseconds: number;
}

const mostCutSets = 50;

/** Answers one request after another; analyses the structure anew only when it has changed. */
export class ReliabilityReporter {
  #structure = "";
  #system: SystemReliability | undefined;

  /** @throws {InputError} for a structure that does not fit the memory */
  report({ model, edits, zoneFailureProbability }: ReliabilityRequest): ReliabilityReport {
    const start = performance.now();
    const edited = editedSystem(model, edits);
    const structure = structureOf(edited, zoneFailureProbability);
    if (this.#system === undefined || this.#structure !== structure) {
      const options = { zoneFailureProbability };
      this.#system = this.#system?.restructured(edited, options) ?? new SystemReliability(edited, options);
      this.#structure = structure;
    }
    const system = this.#system;
    for (const component of edited.components) system.setFailureProbabilityOf(component);
    const orders = system.whole.cutSetOrders();
    const { events } = system.whole.compiled;
    const { subjects, gateSubjects, downGates } = system.fault;
    return {
      entries: system.entryAvailabilities(),
      points: system.singlePoints(),
      fixes: system.fixes(),
      importances: system.importances(),
      cutSets: (system.whole.topCutSets(mostCutSets) ?? []).map((set) => ({
        subjects: set.events.map((event) => subjects.get(events[event]!.name)!),
        probability: set.probability,
      })),
      cutSetCount: orders === undefined ? undefined : `${orders.reduce((sum, count) => sum + count, 0n)}`,
      tree: system.currentTree(),
      subjects,
      gateSubjects,
      downGates,
      isAsItIs: Object.values(edits).every((part) => Object.keys(part).length === 0),
      bddNodes: system.bddNodes,
      milliseconds: performance.now() - start,
    };
  }
}

/** Everything but the failure probabilities. */
function structureOf({ components, dependencies, slos }: SystemModel, zoneFailureProbability: number): string {
  const parts = components.map(({ id, kind, zone, replicas, requiredReplicas, hitRate, loadRps, recoverySeconds }) =>
    [id, kind, zone, replicas, requiredReplicas, hitRate, loadRps > 0, recoverySeconds].join(),
  );
  return JSON.stringify([parts, dependencies, slos, zoneFailureProbability]);
}
