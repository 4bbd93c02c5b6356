import type { EdgeCorrelations } from "../matching-graph/edge-correlations.ts";
import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";
import { type FloodGraph, Flooder } from "./flooder.ts";
import { MatchedPath } from "./matched-path.ts";
import { SparseBlossom } from "./sparse-blossom.ts";
import { ToggledEvents } from "./toggled-events.ts";

/** The first matching, and two more that know of the one before. A third wins where two errors had swapped their parts. */
const passes = 3;

/**
 * Matching in passes (after Fowler, "Optimal complexity correction of correlated errors in the surface code", 2013): what
 * an exact matching takes as happened makes the other parts of the same errors likelier, and the next exact matching
 * runs on the weights that follow. The weight that `decode` returns is that of the last matching.
 */
export class CorrelatedDecoder implements Decoder {
  readonly prediction: Int32Array;
  readonly #graph: MatchingGraph;
  readonly #correlations: EdgeCorrelations;
  readonly #toggled: ToggledEvents;
  readonly #weights: FloodGraph;
  readonly #flooder: Flooder;
  readonly #blossom: SparseBlossom;
  readonly #path: MatchedPath;
  readonly #units: Int32Array;
  /** The two half-edges of each edge; the same twice at the boundary. */
  readonly #halves: Int32Array;
  #lowered: number[] = [];

  constructor(graph: MatchingGraph, correlations: EdgeCorrelations) {
    this.#graph = graph;
    this.#correlations = correlations;
    this.prediction = new Int32Array(graph.words);
    this.#toggled = new ToggledEvents(graph);
    const { boundaryNode, rowStart, halfEdgeBack, halfEdgeEdge } = graph;
    this.#weights = { boundaryNode, rowStart, halfEdgeBack, halfEdges: graph.halfEdges.slice() };
    this.#flooder = new Flooder(this.#weights);
    this.#blossom = new SparseBlossom(this.#flooder);
    this.#path = new MatchedPath(graph, this.#weights);
    this.#units = graph.edgeUnits.slice();
    this.#halves = new Int32Array(2 * graph.edges);
    for (let h = 0; h < halfEdgeEdge.length; h++) {
      this.#halves[2 * halfEdgeEdge[h]!] = h;
      this.#halves[2 * halfEdgeEdge[h]! + 1] = halfEdgeBack[h]!;
    }
  }

  decode(events: Int32Array, count: number): number {
    const { flippedObservables, flippedWeight } = this.#graph;
    this.prediction.set(flippedObservables);
    const toggled = this.#toggled;
    if (toggled.isTrivial) return this.#decode(events, count);
    toggled.toggle(events, count);
    return flippedWeight + this.#decode(toggled.events, toggled.count);
  }

  #decode(events: Int32Array, count: number): number {
    if (count === 0) return 0;
    this.#matchOnce(events, count);
    // One event alone has one way to the boundary, which nothing else makes likelier.
    const most = count === 1 ? 1 : passes;
    for (let pass = 1; pass < most; pass++) {
      this.#restore();
      this.#lower();
      if (this.#lowered.length === 0) break;
      this.#matchOnce(events, count);
    }
    const { words, edgeObservables, scale } = this.#graph;
    const { edges, count: length } = this.#path;
    let units = 0;
    for (let i = 0; i < length; i++) {
      const edge = edges[i]!;
      units += this.#units[edge]!;
      for (let w = 0; w < words; w++) this.prediction[w]! ^= edgeObservables[edge * words + w]!;
    }
    this.#restore();
    return units / scale;
  }

  #restore(): void {
    for (const edge of this.#lowered) this.#setUnits(edge, this.#graph.edgeUnits[edge]!);
    this.#lowered.length = 0;
  }

  #matchOnce(events: Int32Array, count: number): void {
    const isMatched = this.#blossom.match(events, count);
    if (isMatched) this.#path.trace(this.#blossom, this.#flooder);
    this.#flooder.clear();
    if (!isMatched) throw new UnexplainedEvents();
  }

  /** Lowers the weights of what the edges of the last matching speak of. */
  #lower(): void {
    const { start, other, units } = this.#correlations;
    const { edges, count } = this.#path;
    for (let i = 0; i < count; i++) {
      const edge = edges[i]!;
      for (let k = start[edge]!; k < start[edge + 1]!; k++) {
        if (units[k]! >= this.#units[other[k]!]!) continue;
        this.#lowered.push(other[k]!);
        this.#setUnits(other[k]!, units[k]!);
      }
    }
  }

  #setUnits(edge: number, units: number): void {
    const { halfEdges } = this.#weights;
    this.#units[edge] = units;
    halfEdges[2 * this.#halves[2 * edge]! + 1] = units;
    halfEdges[2 * this.#halves[2 * edge + 1]! + 1] = units;
  }
}
