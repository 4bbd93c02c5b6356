import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import { UnexplainedEvents } from "./decoder.ts";
import { Flooder } from "./flooder.ts";
import { MatchedPath } from "./matched-path.ts";
import { boundary, floodEnd } from "./region.ts";

/**
 * Union-find by flooding a whole graph: regions grow as in sparse blossom, but two that meet become one, which stands
 * still where it holds an even number of events or touches the boundary. Each is then peeled along the ways on which
 * its regions met.
 */
export class FloodClusters {
  readonly #graph: MatchingGraph;
  readonly #flooder: Flooder;
  readonly #path: MatchedPath;
  /** Per region: whether it holds an odd number of events, and the event from which it touches the boundary or −1. */
  readonly #isOdd: Uint8Array;
  readonly #touching: Int32Array;
  /** The ways on which regions met: event, event or boundary, half-edge. */
  readonly #ways: number[] = [];
  /** Per node: how many ways end here, all their numbers in one exclusive or, and whether its event is left. */
  readonly #degree: Int32Array;
  readonly #crossed: Int32Array;
  readonly #left: Uint8Array;

  constructor(graph: MatchingGraph) {
    this.#graph = graph;
    this.#flooder = new Flooder(graph);
    this.#path = new MatchedPath(graph);
    const n = graph.detectors + 1;
    this.#isOdd = new Uint8Array(2 * n + 8);
    this.#touching = new Int32Array(2 * n + 8);
    this.#degree = new Int32Array(n);
    this.#crossed = new Int32Array(n);
    this.#left = new Uint8Array(n);
  }

  /** Decodes the first `count` events: toggles what they flip in `prediction` and returns the weight of it. */
  correct(events: Int32Array, count: number, prediction: Int32Array): number {
    const flooder = this.#flooder;
    try {
      this.#grow(events, count);
      this.#path.trace(this.#peel(events, count), flooder);
    } finally {
      flooder.clear();
    }
    const { words, edgeObservables, edgeWeight } = this.#graph;
    const path = this.#path;
    let weight = 0;
    for (let i = 0; i < path.count; i++) {
      const edge = path.edges[i]!;
      weight += edgeWeight[edge]!;
      for (let w = 0; w < words; w++) prediction[w]! ^= edgeObservables[edge * words + w]!;
    }
    return weight;
  }

  #grow(events: Int32Array, count: number): void {
    const flooder = this.#flooder;
    const isOdd = this.#isOdd;
    const touching = this.#touching;
    this.#ways.length = 0;
    flooder.start(events, count);
    for (let i = 0; i < count; i++) {
      const region = flooder.topOf(events[i]!);
      isOdd[region] = 1;
      touching[region] = -1;
      this.#degree[events[i]!] = 0;
      this.#crossed[events[i]!] = 0;
      this.#left[events[i]!] = 1;
    }
    let growing = count;
    while (growing > 0) {
      if (flooder.run() === floodEnd) throw new UnexplainedEvents();
      const { hit1, hit2 } = flooder;
      this.#addWay(flooder.hitFrom, flooder.hitTo, flooder.hitHalf);
      if (hit2 === boundary) {
        touching[hit1] = flooder.hitFrom;
        flooder.freeze(hit1);
        growing--;
        continue;
      }
      const stood = isOdd[hit2] === 0 || touching[hit2] !== -1;
      const both = flooder.createBlossom([hit1, hit2]);
      isOdd[both] = isOdd[hit1]! ^ isOdd[hit2]!;
      touching[both] = touching[hit2]!;
      if (isOdd[both] === 1 && touching[both] === -1) continue;
      flooder.freeze(both);
      growing -= stood ? 1 : 2;
    }
  }

  #addWay(from: number, to: number, half: number): void {
    const way = this.#ways.length / 3;
    this.#ways.push(from, to, half);
    this.#degree[from]!++;
    this.#crossed[from]! ^= way;
    if (to === this.#graph.detectors) return;
    this.#degree[to]!++;
    this.#crossed[to]! ^= way;
  }

  /** Takes leaves off the trees of ways; the way to the boundary is a leaf that is never taken off from below. */
  #peel(events: Int32Array, count: number): { pairs: Int32Array; pairCount: number } {
    const { detectors } = this.#graph;
    const ways = this.#ways;
    const degree = this.#degree;
    const crossed = this.#crossed;
    const left = this.#left;
    const pairs = new Int32Array(ways.length);
    let pairCount = 0;
    for (let i = 0; i < count; i++) {
      let leaf = events[i]!;
      while (degree[leaf] === 1) {
        const way = crossed[leaf]!;
        const first = ways[3 * way]!;
        const second = ways[3 * way + 1]!;
        degree[leaf] = 0;
        if (left[leaf] === 1) {
          left[leaf] = 0;
          pairs.set([first, second, ways[3 * way + 2]!], 3 * pairCount++);
          if (second !== detectors) left[first ^ second ^ leaf]! ^= 1;
        }
        if (second === detectors) break;
        const other = first ^ second ^ leaf;
        degree[other]!--;
        crossed[other]! ^= way;
        leaf = other;
      }
    }
    return { pairs, pairCount };
  }
}
