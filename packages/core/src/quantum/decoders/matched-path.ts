import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { BACK, type Flooder, type FloodGraph, SOURCE } from "./flooder.ts";
import { ShortestPath } from "./shortest-path.ts";
import type { SparseBlossom } from "./sparse-blossom.ts";

/** Turns the pairs that sparse blossom matched on a whole graph into the edges of the graph that connect them. */
export class MatchedPath {
  /** The edges of the correction; the first `count` count. An edge can stand twice only where its weight is 0. */
  edges = new Int32Array(256);
  count = 0;
  readonly #graph: MatchingGraph;
  readonly #weights: FloodGraph;
  readonly #shortest: ShortestPath;

  /** `weights` is the graph itself, or has other weights on the same half-edges. */
  constructor(graph: MatchingGraph, weights: FloodGraph = graph) {
    this.#graph = graph;
    this.#weights = weights;
    this.#shortest = new ShortestPath(graph, weights);
  }

  /** Reads the pairs of a match before its flood is cleared. */
  trace({ pairs, pairCount }: Pick<SparseBlossom, "pairs" | "pairCount">, { nodes }: Flooder): void {
    this.count = 0;
    for (let i = 0; i < pairCount; i++) this.#connect(nodes, pairs[3 * i]!, pairs[3 * i + 1]!, pairs[3 * i + 2]!);
  }

  #connect(nodes: Int32Array, from: number, to: number, half: number): void {
    const { halfEdgeBack, halfEdgeEdge, edgeFrom, detectors } = this.#graph;
    if (half !== -1) {
      const { halfEdges } = this.#weights;
      const b = halfEdges[2 * half]!;
      const a = b === detectors ? edgeFrom[halfEdgeEdge[half]!]! : halfEdges[2 * halfEdgeBack[half]!]!;
      // Where the flood still stands as it was when the two met, the way back to each source is known.
      if (nodes[(a << 3) + SOURCE] === from && nodes[(b << 3) + SOURCE] === to) {
        this.#walk(nodes, a);
        this.#push(halfEdgeEdge[half]!);
        if (b !== detectors) this.#walk(nodes, b);
        return;
      }
    }
    const length = this.#shortest.find(from, to);
    for (let i = 0; i < length; i++) this.#push(this.#shortest.edges[i]!);
  }

  #walk(nodes: Int32Array, start: number): void {
    const { halfEdgeEdge, halfEdges } = this.#graph;
    let node = start;
    for (let back = nodes[(node << 3) + BACK]!; back !== -1; back = nodes[(node << 3) + BACK]!) {
      this.#push(halfEdgeEdge[back]!);
      node = halfEdges[2 * back]!;
    }
  }

  #push(edge: number): void {
    if (this.count === this.edges.length) {
      const larger = new Int32Array(2 * this.edges.length);
      larger.set(this.edges);
      this.edges = larger;
    }
    this.edges[this.count++] = edge;
  }
}
