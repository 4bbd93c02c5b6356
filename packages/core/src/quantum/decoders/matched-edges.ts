import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { UnexplainedEvents } from "./decoder.ts";
import { Flooder } from "./flooder.ts";
import { MatchedPath } from "./matched-path.ts";
import { SparseBlossom } from "./sparse-blossom.ts";

/** Exact matching that tells which edges it chose: for explaining a decision, where `MatchingDecoder` only takes it. */
export class MatchedEdges {
  readonly graph: MatchingGraph;
  readonly #flooder: Flooder;
  readonly #blossom: SparseBlossom;
  readonly #path: MatchedPath;

  constructor(graph: MatchingGraph) {
    this.graph = graph;
    this.#flooder = new Flooder(graph);
    this.#blossom = new SparseBlossom(this.#flooder);
    this.#path = new MatchedPath(graph);
  }

  /**
   * The edges of a minimum-weight correction of the events, which are distinct and ascending. Takes no account of edges
   * with p > ½. Throws `UnexplainedEvents` where there is no correction.
   */
  match(events: readonly number[]): number[] {
    const list = Int32Array.from(events);
    const isMatched = this.#blossom.match(list, list.length);
    if (isMatched) this.#path.trace(this.#blossom, this.#flooder);
    this.#flooder.clear();
    if (!isMatched) throw new UnexplainedEvents();
    return [...this.#path.edges.subarray(0, this.#path.count)];
  }
}
