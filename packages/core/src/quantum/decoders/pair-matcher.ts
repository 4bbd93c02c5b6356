import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { UnexplainedEvents } from "./decoder.ts";
import { DenseFlood } from "./dense-flood.ts";
import { EventParts } from "./event-parts.ts";
import { Flooder } from "./flooder.ts";
import { fitsPairTable, type PairTable } from "./pair-table.ts";
import { ShortestPath } from "./shortest-path.ts";
import { SparseBlossom } from "./sparse-blossom.ts";

/**
 * Exact matching that tells which events were paired, and the way between any two: what a window needs to commit a part
 * of a correction, and a console to draw it. Edges of negative weight are not allowed for.
 */
export class PairMatcher {
  /** The pairs of the last match, two words each: an event, and its partner or the boundary's node. */
  pairs: Int32Array = new Int32Array(64);
  pairCount = 0;
  /** The edges of the last `findWay`, in order from its start. */
  readonly way: number[] = [];
  readonly #graph: MatchingGraph;
  readonly #match: (events: Int32Array, count: number) => void;
  readonly #table: PairTable | undefined;
  readonly #shortest: ShortestPath | undefined;

  constructor(graph: MatchingGraph) {
    this.#graph = graph;
    if (fitsPairTable(graph)) {
      const parts = new EventParts(graph);
      this.#table = parts.table;
      this.#match = this.#matchParts(parts);
    } else {
      this.#shortest = new ShortestPath(graph);
      this.#match = this.#matchWhole();
    }
  }

  /** Matches the first `count` events (ascending). Throws `UnexplainedEvents` where there is no perfect matching. */
  match(events: Int32Array, count: number): void {
    this.pairCount = 0;
    if (count > 0) this.#match(events, count);
  }

  /** Leaves the edges of the shortest way between two detectors, or to the boundary, in `way`. */
  findWay(from: number, to: number): void {
    const { way } = this;
    way.length = 0;
    const shortest = this.#shortest;
    if (shortest === undefined) {
      this.#descend(from, to);
      return;
    }
    for (let i = shortest.find(from, to) - 1; i >= 0; i--) way.push(shortest.edges[i]!);
  }

  #matchParts(parts: EventParts): (events: Int32Array, count: number) => void {
    const blossom = new SparseBlossom(new DenseFlood(parts));
    const members = Int32Array.from({ length: parts.boundaryNode }, (_, i) => i);
    this.pairs = parts.settled;
    return (events, count) => {
      parts.split(events, count);
      for (let k = 0; k < parts.parts; k++) {
        if (!parts.load(k)) continue;
        if (!blossom.match(members, parts.size)) throw new UnexplainedEvents();
        const { pairs, pairCount } = blossom;
        for (let i = 0; i < pairCount; i++) parts.settle(pairs[3 * i]!, pairs[3 * i + 1]!);
      }
      if (!parts.isPossible) throw new UnexplainedEvents();
      this.pairCount = parts.settledCount;
    };
  }

  #matchWhole(): (events: Int32Array, count: number) => void {
    const flooder = new Flooder(this.#graph);
    const blossom = new SparseBlossom(flooder);
    return (events, count) => {
      const isMatched = blossom.match(events, count);
      flooder.clear();
      if (!isMatched) throw new UnexplainedEvents();
      const { pairs, pairCount } = blossom;
      if (this.pairs.length < 2 * pairCount) this.pairs = new Int32Array(4 * pairCount);
      for (let i = 0; i < pairCount; i++) {
        this.pairs[2 * i] = pairs[3 * i]!;
        this.pairs[2 * i + 1] = pairs[3 * i + 1]!;
      }
      this.pairCount = pairCount;
    };
  }

  /** Follows the table: the next node is one through which the rest of the way is as long as it should be. */
  #descend(from: number, to: number): void {
    const { rowStart, halfEdges, halfEdgeEdge, detectors } = this.#graph;
    let node = from;
    let left = this.#distance(from, to);
    while (node !== to) {
      const before = node;
      for (let h = rowStart[node]!; h < rowStart[node + 1]!; h++) {
        const other = halfEdges[2 * h]!;
        const rest = left - halfEdges[2 * h + 1]!;
        if (rest < 0 || (other === detectors && to !== detectors) || this.#distance(other, to) !== rest) continue;
        // Edges of weight 0 could lead in a circle; a way never needs one twice.
        if (rest === left && this.way.includes(halfEdgeEdge[h]!)) continue;
        this.way.push(halfEdgeEdge[h]!);
        node = other;
        left = rest;
        break;
      }
      if (node === before) throw new UnexplainedEvents();
    }
  }

  #distance(a: number, b: number): number {
    if (a === b) return 0;
    const table = this.#table!;
    if (b === this.#graph.detectors) return table.boundaryUnits[a]!;
    return table.units[a < b ? table.at(a, b) : table.at(b, a)]!;
  }
}
