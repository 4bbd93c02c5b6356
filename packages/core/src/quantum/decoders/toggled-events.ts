import type { MatchingGraph } from "../matching-graph/matching-graph.ts";

/** The detection events of a shot, with those toggled that edges of negative weight stand for. */
export class ToggledEvents {
  /** True where the graph has no such edges. */
  readonly isTrivial: boolean;
  readonly events: Int32Array;
  count = 0;
  readonly #flipped: Int32Array;

  constructor(graph: MatchingGraph) {
    this.#flipped = graph.flippedEvents;
    this.isTrivial = this.#flipped.length === 0 && graph.flippedWeight === 0;
    this.events = new Int32Array(graph.detectors + 1);
  }

  /** Merges two ascending lists; what stands in both is gone. */
  toggle(events: Int32Array, count: number): void {
    const flipped = this.#flipped;
    let i = 0;
    let j = 0;
    let out = 0;
    while (i < count || j < flipped.length) {
      const a = i < count ? events[i]! : 0x7fffffff;
      const b = j < flipped.length ? flipped[j]! : 0x7fffffff;
      if (a <= b) i++;
      if (b <= a) j++;
      if (a !== b) this.events[out++] = Math.min(a, b);
    }
    this.count = out;
  }
}
