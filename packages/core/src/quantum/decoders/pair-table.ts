import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { EventQueue } from "./event-queue.ts";

/** The length of a pair that never needs to be matched. */
export const noPair = 0x1fffffff;

/** The most entries that a table may have: 64 MB of lengths and as much of observables. */
const mostEntries = 1 << 24;

/** Whether a graph is small enough for a table of its pairs, and its observables fit into one word. */
export function fitsPairTable(graph: MatchingGraph): boolean {
  return graph.words === 1 && partSizes(graph).reduce((sum, n) => sum + n * n, 0) <= mostEntries;
}

/**
 * The shortest paths between all detectors of each connected part, found when first asked for. A pair that is no
 * shorter than the ways of both its ends to the boundary together is left out (`noPair`): two boundary matches do as
 * well. Only for graphs with at most 32 observables.
 */
export class PairTable {
  /** The index of a detector within its part. */
  readonly place: Int32Array;
  /** The number of detectors in each part. */
  readonly size: Int32Array;
  /** The length of a detector's way to the boundary; `noPair` where there is none. */
  readonly boundaryUnits: Int32Array;
  /** The observables that the way to the boundary flips. */
  readonly boundaryFlips: Int32Array;
  /** Where the row of each detector starts in `units` and `flips`: entry `row[d] + place[e]` is for the pair d, e. */
  readonly row: Int32Array;
  readonly units: Int32Array;
  readonly flips: Int32Array;
  readonly #isReady: Uint8Array;
  readonly #graph: MatchingGraph;
  readonly #queue = new EventQueue();
  readonly #distance: Int32Array;
  readonly #crossed: Int32Array;

  constructor(graph: MatchingGraph) {
    const { detectors, part } = graph;
    this.#graph = graph;
    this.size = partSizes(graph);
    this.place = new Int32Array(detectors);
    this.row = new Int32Array(detectors);
    const seen = new Int32Array(this.size.length);
    for (let d = 0; d < detectors; d++) this.place[d] = seen[part[d]!]!++;
    let entries = 0;
    for (let d = 0; d < detectors; d++) {
      this.row[d] = entries;
      entries += this.size[part[d]!]!;
    }
    this.units = new Int32Array(entries).fill(noPair);
    this.flips = new Int32Array(entries);
    this.#isReady = new Uint8Array(detectors);
    this.#distance = new Int32Array(detectors + 1).fill(noPair);
    this.#crossed = new Int32Array(detectors + 1);
    this.boundaryUnits = new Int32Array(detectors + 1);
    this.boundaryFlips = new Int32Array(detectors + 1);
    this.#measureBoundary();
  }

  /** Makes sure that the row of a detector is there. */
  prepare(detector: number): void {
    if (this.#isReady[detector] === 0) this.#measure(detector);
  }

  /** Where the pair of two detectors of one part stands in `units` and `flips`; d < e. */
  at(d: number, e: number): number {
    if (this.#isReady[d] === 0) this.#measure(d);
    return this.row[d]! + this.place[e]!;
  }

  #measureBoundary(): void {
    const { edgeFrom, edgeTo, edgeUnits, edgeObservables, detectors } = this.#graph;
    this.boundaryUnits.fill(noPair);
    for (let e = 0; e < edgeFrom.length; e++) {
      const node = edgeFrom[e]!;
      if (edgeTo[e] !== detectors || edgeUnits[e]! >= this.boundaryUnits[node]!) continue;
      this.boundaryUnits[node] = edgeUnits[e]!;
      this.boundaryFlips[node] = edgeObservables[e]!;
      this.#queue.push(edgeUnits[e]!, node);
    }
    this.#spread(this.boundaryUnits, this.boundaryFlips, noPair, []);
  }

  #measure(detector: number): void {
    const distance = this.#distance;
    const crossed = this.#crossed;
    const reached = [detector];
    distance[detector] = 0;
    crossed[detector] = 0;
    this.#queue.push(0, detector);
    this.#spread(distance, crossed, this.boundaryUnits[detector]!, reached);
    const start = this.row[detector]!;
    for (const node of reached) {
      const at = start + this.place[node]!;
      this.units[at] = distance[node]!;
      this.flips[at] = crossed[node]!;
      distance[node] = noPair;
    }
    this.#isReady[detector] = 1;
  }

  /**
   * Dijkstra (1959) from what is in the queue. A node is passed through only where it is nearer than `own` plus its own
   * way to the boundary; `own` = `noPair` lets everything through.
   */
  #spread(distance: Int32Array, crossed: Int32Array, own: number, reached: number[]): void {
    const { rowStart, halfEdges, halfEdgeEdge, edgeObservables, detectors } = this.#graph;
    const queue = this.#queue;
    const boundaryUnits = this.boundaryUnits;
    while (queue.pop()) {
      const node = queue.id;
      const time = queue.time;
      if (time !== distance[node]) continue;
      for (let h = rowStart[node]!; h < rowStart[node + 1]!; h++) {
        const other = halfEdges[2 * h]!;
        if (other === detectors) continue;
        const reach = time + halfEdges[2 * h + 1]!;
        if (reach >= distance[other]! || reach >= own + boundaryUnits[other]!) continue;
        if (distance[other] === noPair) reached.push(other);
        distance[other] = reach;
        crossed[other] = crossed[node]! ^ edgeObservables[halfEdgeEdge[h]!]!;
        queue.push(reach, other);
      }
    }
  }
}

function partSizes({ part }: MatchingGraph): Int32Array {
  const sizes: number[] = [];
  for (const p of part) sizes[p] = (sizes[p] ?? 0) + 1;
  return Int32Array.from(sizes);
}
