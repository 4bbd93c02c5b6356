import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { setBits, type ShotBatch } from "../shots/index.ts";

/** How often each detector, and both ends of each edge of a matching graph, had an event. */
export class EventCounts {
  shots = 0;
  readonly single: Float64Array;
  /** Per edge between two detectors; 0 for edges to the boundary. */
  readonly both: Float64Array;
  readonly #graph: MatchingGraph;
  readonly #isActive: Uint8Array;
  readonly #events: Int32Array;

  constructor(graph: MatchingGraph) {
    this.#graph = graph;
    this.single = new Float64Array(graph.detectors);
    this.both = new Float64Array(graph.edges);
    this.#isActive = new Uint8Array(graph.detectors + 1);
    this.#events = new Int32Array(graph.detectors + 8);
  }

  /** Adds every shot of a batch with one bit a detector. */
  addShots(batch: ShotBatch): void {
    for (let shot = 0; shot < batch.shots; shot++) this.addShot(this.#events, setBits(batch, shot, this.#events));
  }

  /** Adds one shot: the first `count` of `events` had an event. */
  addShot(events: Int32Array, count: number): void {
    const { rowStart, halfEdges, halfEdgeEdge } = this.#graph;
    const active = this.#isActive;
    this.shots++;
    for (let i = 0; i < count; i++) {
      const d = events[i]!;
      this.single[d]!++;
      // Each pair is counted once, from its later end.
      for (let h = rowStart[d]!; h < rowStart[d + 1]!; h++)
        if (active[halfEdges[2 * h]!] === 1) this.both[halfEdgeEdge[h]!]!++;
      active[d] = 1;
    }
    for (let i = 0; i < count; i++) active[events[i]!] = 0;
  }

  /** Forgets all, or keeps the fraction `keep` (0..1) of it, so that old shots fade. */
  fade(keep = 0): void {
    this.shots *= keep;
    for (let d = 0; d < this.single.length; d++) this.single[d]! *= keep;
    for (let e = 0; e < this.both.length; e++) this.both[e]! *= keep;
  }
}
