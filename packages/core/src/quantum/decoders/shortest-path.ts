import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { EventQueue } from "./event-queue.ts";
import type { FloodGraph } from "./flooder.ts";

/** Shortest paths between two nodes of a matching graph (Dijkstra, 1959), over integer weights. */
export class ShortestPath {
  /** The edges of the last path; `find` says how many. */
  edges = new Int32Array(256);
  readonly #graph: MatchingGraph;
  readonly #weights: FloodGraph;
  readonly #queue = new EventQueue();
  readonly #distance: Int32Array;
  readonly #back: Int32Array;
  readonly #touched: number[] = [];

  /** `weights` is the graph itself, or has other weights on the same half-edges. */
  constructor(graph: MatchingGraph, weights: FloodGraph = graph) {
    this.#graph = graph;
    this.#weights = weights;
    this.#distance = new Int32Array(graph.detectors + 1).fill(0x7fffffff);
    this.#back = new Int32Array(graph.detectors + 1);
  }

  /** Finds the way from one node to another (or the boundary) and returns its number of edges; −1 for none. */
  find(from: number, to: number): number {
    const { rowStart, halfEdgeBack, halfEdgeEdge, edgeFrom, detectors } = this.#graph;
    const { halfEdges } = this.#weights;
    const queue = this.#queue;
    const distance = this.#distance;
    const back = this.#back;
    const touched = this.#touched;
    queue.clear();
    touched.length = 0;
    touched.push(from);
    distance[from] = 0;
    back[from] = -1;
    queue.push(0, from);
    let found = false;
    while (queue.pop()) {
      const node = queue.id;
      const time = queue.time;
      if (time !== distance[node]) continue;
      if (node === to) {
        found = true;
        break;
      }
      if (node === detectors) continue;
      for (let h = rowStart[node]!; h < rowStart[node + 1]!; h++) {
        const other = halfEdges[2 * h]!;
        const reach = time + halfEdges[2 * h + 1]!;
        if (reach >= distance[other]!) continue;
        if (distance[other] === 0x7fffffff) touched.push(other);
        distance[other] = reach;
        back[other] = other === detectors ? h : halfEdgeBack[h]!;
        queue.push(reach, other);
      }
    }
    let count = -1;
    if (found) {
      count = 0;
      for (let node = to; node !== from; ) {
        if (count === this.edges.length) {
          const larger = new Int32Array(2 * this.edges.length);
          larger.set(this.edges);
          this.edges = larger;
        }
        const half = back[node]!;
        const edge = halfEdgeEdge[half]!;
        this.edges[count++] = edge;
        node = node === detectors ? edgeFrom[edge]! : halfEdges[2 * half]!;
      }
    }
    for (const node of touched) distance[node] = 0x7fffffff;
    return count;
  }
}
