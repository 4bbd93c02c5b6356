import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";
import { DenseFlood } from "./dense-flood.ts";
import { EventParts } from "./event-parts.ts";
import { Flooder } from "./flooder.ts";
import { MatchedPath } from "./matched-path.ts";
import { fitsPairTable } from "./pair-table.ts";
import { SparseBlossom } from "./sparse-blossom.ts";
import { ToggledEvents } from "./toggled-events.ts";

/**
 * The exact minimum-weight perfect matching decoder. On small graphs the shot's events are matched on their distances,
 * from a table, one connected part after the other; large ones, and those with more than 32 observables, are flooded.
 * Both run the same sparse blossom and find the same minimum.
 */
export class MatchingDecoder implements Decoder {
  readonly prediction: Int32Array;
  readonly #graph: MatchingGraph;
  readonly #toggled: ToggledEvents;
  readonly #match: (events: Int32Array, count: number) => number;

  /** `mode` chooses the way for comparisons; by default the graph's size does. */
  constructor(graph: MatchingGraph, mode?: "table" | "flood") {
    this.#graph = graph;
    this.prediction = new Int32Array(graph.words);
    this.#toggled = new ToggledEvents(graph);
    this.#match =
      mode === "table" || (mode === undefined && fitsPairTable(graph))
        ? matchParts(graph, this.prediction)
        : matchWhole(graph, this.prediction);
  }

  decode(events: Int32Array, count: number): number {
    const { flippedObservables, flippedWeight } = this.#graph;
    this.prediction.set(flippedObservables);
    const toggled = this.#toggled;
    if (toggled.isTrivial) return count === 0 ? 0 : this.#match(events, count);
    toggled.toggle(events, count);
    return flippedWeight + this.#match(toggled.events, toggled.count);
  }
}

function matchParts(graph: MatchingGraph, prediction: Int32Array): (events: Int32Array, count: number) => number {
  const parts = new EventParts(graph);
  const blossom = new SparseBlossom(new DenseFlood(parts));
  const members = Int32Array.from({ length: graph.detectors }, (_, i) => i);
  const solve = () => {
    if (!blossom.match(members, parts.size)) throw new UnexplainedEvents();
    const { pairs, pairCount } = blossom;
    for (let i = 0; i < pairCount; i++) parts.settle(pairs[3 * i]!, pairs[3 * i + 1]!);
  };
  return (events, count) => {
    parts.split(events, count);
    for (let k = 0; k < parts.parts; k++) if (parts.load(k)) solve();
    if (!parts.isPossible) throw new UnexplainedEvents();
    prediction[0]! ^= parts.flips;
    return parts.units / graph.scale;
  };
}

function matchWhole(graph: MatchingGraph, prediction: Int32Array): (events: Int32Array, count: number) => number {
  const flooder = new Flooder(graph);
  const blossom = new SparseBlossom(flooder);
  const path = new MatchedPath(graph);
  const { words, edgeObservables, edgeWeight } = graph;
  return (events, count) => {
    const isMatched = blossom.match(events, count);
    if (isMatched) path.trace(blossom, flooder);
    flooder.clear();
    if (!isMatched) throw new UnexplainedEvents();
    let weight = 0;
    for (let i = 0; i < path.count; i++) {
      const edge = path.edges[i]!;
      weight += edgeWeight[edge]!;
      for (let w = 0; w < words; w++) prediction[w]! ^= edgeObservables[edge * words + w]!;
    }
    return weight;
  };
}
