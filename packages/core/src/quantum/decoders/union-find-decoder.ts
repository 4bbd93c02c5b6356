import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";
import { EventClusters } from "./event-clusters.ts";
import { EventParts } from "./event-parts.ts";
import { FloodClusters } from "./flood-clusters.ts";
import { fitsPairTable } from "./pair-table.ts";
import { ToggledEvents } from "./toggled-events.ts";

/**
 * The union-find decoder with weighted growth (Delfosse & Nickerson, 2021; Huang, Newman & Brown, 2020): clusters around
 * detection events grow at one speed while they hold an odd number of events and do not touch the boundary; when all
 * stand still, each is peeled along the ways on which it grew together. Time is continuous and ties are broken by the
 * order of detectors, so the same shot always gets the same answer.
 *
 * Small graphs grow clusters over distances from a table, solve parts of up to four events exactly, which is quicker
 * than growing them, and match clusters of a few events exactly instead of peeling them; large graphs, and those with
 * more than 32 observables, flood the graph.
 */
export class UnionFindDecoder implements Decoder {
  readonly prediction: Int32Array;
  readonly #graph: MatchingGraph;
  readonly #toggled: ToggledEvents;
  readonly #parts: EventParts | undefined;
  readonly #clusters: EventClusters | undefined;
  readonly #flood: FloodClusters | undefined;

  /** `mode` chooses the way for comparisons; by default the graph's size does. */
  constructor(graph: MatchingGraph, mode?: "table" | "flood") {
    this.#graph = graph;
    this.prediction = new Int32Array(graph.words);
    this.#toggled = new ToggledEvents(graph);
    if (mode === "table" || (mode === undefined && fitsPairTable(graph))) {
      this.#parts = new EventParts(graph);
      this.#clusters = new EventClusters(this.#parts);
    } else {
      this.#flood = new FloodClusters(graph);
    }
  }

  decode(events: Int32Array, count: number): number {
    const { flippedObservables, flippedWeight } = this.#graph;
    const { prediction } = this;
    prediction.set(flippedObservables);
    const toggled = this.#toggled;
    if (toggled.isTrivial) return this.#correct(events, count);
    toggled.toggle(events, count);
    return flippedWeight + this.#correct(toggled.events, toggled.count);
  }

  #correct(events: Int32Array, count: number): number {
    if (count === 0) return 0;
    const parts = this.#parts;
    const { prediction } = this;
    if (parts === undefined) return this.#flood!.correct(events, count, prediction);
    parts.split(events, count);
    const clusters = this.#clusters!;
    for (let k = 0; k < parts.parts; k++) if (parts.load(k)) clusters.settle();
    if (!parts.isPossible) throw new UnexplainedEvents();
    prediction[0]! ^= parts.flips;
    return parts.units / this.#graph.scale;
  }
}
