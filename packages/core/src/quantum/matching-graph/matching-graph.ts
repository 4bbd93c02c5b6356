import { InputError } from "../../kernel/index.ts";
import type { ErrorComponent, FlatError } from "../error-model/index.ts";
import { boundaryDistances } from "./boundary-distances.ts";

/** The largest time that a decoder may reach, in integer units: leaves room for sums of three in 32 bits. */
const latestTime = 2 ** 27;
/** The largest integer weight of an edge. */
const heaviest = 2 ** 25;
/** Probabilities are kept away from 0 and 1 by this much, so that every weight is finite. */
const leastProbability = 1e-12;

/**
 * The graph on which detection events are matched, in compressed rows. Its nodes are the detectors and, as node
 * `detectors`, the boundary. Errors that flip the same detectors are one edge, with probability p₁(1 − p₂) + p₂(1 − p₁)
 * and weight ln((1 − p)/p); the parts of a decomposed error are separate edges with its full probability.
 *
 * An edge with p > ½ has a negative weight. It is taken as happened (`flippedEvents`, `flippedObservables`,
 * `flippedWeight`), and what a decoder then looks for is where it did not happen, at the weight −w ≥ 0.
 */
export class MatchingGraph {
  readonly detectors: number;
  /** The boundary's node: `detectors`. */
  readonly boundaryNode: number;
  readonly observables: number;
  /** 32-bit words of a set of observables. */
  readonly words: number;
  readonly edges: number;
  /** The lower end of each edge. */
  readonly edgeFrom: Int32Array;
  /** The higher end of each edge; `detectors` for the boundary. */
  readonly edgeTo: Int32Array;
  readonly edgeProbability: Float64Array;
  /** |ln((1 − p)/p)|. */
  readonly edgeWeight: Float64Array;
  /** The observables that an edge flips: `words` words an edge. */
  readonly edgeObservables: Int32Array;
  /** Integer weights for exact arithmetic: even, `scale` units to one unit of `edgeWeight`. */
  readonly edgeUnits: Int32Array;
  readonly scale: number;
  /** The half-edges of node n are `rowStart[n]`..`rowStart[n + 1] − 1`; the boundary has none. */
  readonly rowStart: Int32Array;
  /** For each half-edge the node at its other end and its weight in units: `[node, units]`. */
  readonly halfEdges: Int32Array;
  /** For each half-edge its edge. */
  readonly halfEdgeEdge: Int32Array;
  /** For each half-edge the one in the other direction; for one to the boundary, itself. */
  readonly halfEdgeBack: Int32Array;
  /** The distance of each detector to the boundary; Infinity where there is no way. */
  readonly boundaryDistance: Float64Array;
  /** The connected part that each detector belongs to, ignoring the boundary. */
  readonly part: Int32Array;
  /** Where edges of negative weight toggle detection events; ascending. */
  readonly flippedEvents: Int32Array;
  readonly flippedObservables: Int32Array;
  /** The sum of all negative weights, ≤ 0. */
  readonly flippedWeight: number;

  constructor(detectors: number, observables: number, edges: readonly GraphEdge[]) {
    this.detectors = detectors;
    this.boundaryNode = detectors;
    this.observables = observables;
    const words = Math.max(1, (observables + 31) >>> 5);
    this.words = words;
    const sorted = [...edges].sort((a, b) => a.from - b.from || a.to - b.to);
    const count = sorted.length;
    this.edges = count;
    this.edgeFrom = Int32Array.from(sorted, (e) => e.from);
    this.edgeTo = Int32Array.from(sorted, (e) => e.to);
    this.edgeProbability = Float64Array.from(sorted, (e) => e.probability);
    this.edgeWeight = new Float64Array(count);
    this.edgeObservables = new Int32Array(count * words);
    this.flippedObservables = new Int32Array(words);
    const toggled = new Set<number>();
    const toggle = (d: number) => {
      if (d < detectors && !toggled.delete(d)) toggled.add(d);
    };
    let flippedWeight = 0;
    sorted.forEach(({ from, to, probability, observables: flips }, e) => {
      const weight = weightOf(probability);
      this.edgeWeight[e] = Math.abs(weight);
      for (const o of flips) this.edgeObservables[e * words + (o >>> 5)]! ^= 1 << (o & 31);
      if (weight >= 0) return;
      flippedWeight += weight;
      toggle(from);
      toggle(to);
      for (let w = 0; w < words; w++) this.flippedObservables[w]! ^= this.edgeObservables[e * words + w]!;
    });
    this.flippedWeight = flippedWeight;
    this.flippedEvents = Int32Array.from(toggled).sort();

    const degree = new Int32Array(detectors + 2);
    for (const { from, to } of sorted) {
      degree[from]!++;
      if (to < detectors) degree[to]!++;
    }
    this.rowStart = new Int32Array(detectors + 2);
    for (let n = 0; n <= detectors; n++) this.rowStart[n + 1] = this.rowStart[n]! + degree[n]!;
    const halves = this.rowStart[detectors + 1]!;
    this.halfEdges = new Int32Array(2 * halves);
    this.halfEdgeEdge = new Int32Array(halves);
    this.halfEdgeBack = new Int32Array(halves);
    const at = this.rowStart.slice();
    sorted.forEach(({ from, to }, e) => {
      const out = at[from]!++;
      this.halfEdges[2 * out] = to;
      this.halfEdgeEdge[out] = e;
      this.halfEdgeBack[out] = out;
      if (to === detectors) return;
      const back = at[to]!++;
      this.halfEdges[2 * back] = from;
      this.halfEdgeEdge[back] = e;
      this.halfEdgeBack[out] = back;
      this.halfEdgeBack[back] = out;
    });

    const { distance, part, longest } = boundaryDistances(this);
    this.boundaryDistance = distance;
    this.part = part;
    const most = this.edgeWeight.reduce((a, b) => Math.max(a, b), 1e-9);
    this.scale = Math.min(heaviest / most, latestTime / Math.max(longest, 1e-9));
    this.edgeUnits = Int32Array.from(this.edgeWeight, (w) => this.unitsOf(w));
    for (let h = 0; h < halves; h++) this.halfEdges[2 * h + 1] = this.edgeUnits[this.halfEdgeEdge[h]!]!;
  }

  /** A weight (≥ 0) in integer units; always even, so that two regions that grow towards each other meet on a unit. */
  unitsOf(weight: number): number {
    return 2 * Math.round((weight * this.scale) / 2);
  }
}

/** One edge of a matching graph: what flips one detector and the boundary, or two detectors. */
export interface GraphEdge {
  /** The lower detector. */
  readonly from: number;
  /** The higher detector, or the number of detectors for the boundary. */
  readonly to: number;
  readonly probability: number;
  readonly observables: readonly number[];
}

/** ln((1 − p)/p), with p kept within 1e-12 of 0 and 1. */
export function weightOf(probability: number): number {
  const p = Math.min(Math.max(probability, leastProbability), 1 - leastProbability);
  return Math.log((1 - p) / p);
}

/** The probability that exactly one of two independent things happens. */
export function eitherButNotBoth(p: number, q: number): number {
  return p * (1 - q) + q * (1 - p);
}

/** Which edge a part of an error is: its two ends packed into one number, unique for a number of detectors. */
export function edgeKey(component: ErrorComponent, detectors: number): number {
  const [a = detectors, b = detectors] = component.detectors;
  return Math.min(a, b) * (detectors + 1) + Math.max(a, b);
}

/**
 * Builds the matching graph of an error model's errors. Each part of an error may flip one or two detectors; where
 * edges between the same detectors flip other observables, those of the more probable are kept. Parts that flip no
 * detector cannot be seen and are left out. Throws an `InputError` where a part flips more than two detectors.
 */
export function matchingGraph(errors: Iterable<FlatError>, detectors: number, observables: number): MatchingGraph {
  interface Draft {
    from: number;
    to: number;
    probability: number;
    likeliest: number;
    observables: readonly number[];
  }
  const drafts = new Map<number, Draft>();
  for (const { probability, components, line } of errors) {
    if (probability <= 0) continue;
    for (const component of components) {
      const { detectors: ends, observables } = component;
      if (ends.length === 0) continue;
      if (ends.length > 2)
        throw new InputError(
          `an error flips ${ends.map((d) => `D${d}`).join(" ")} at once, which no pair of ends can stand for; decompose the model (analyze_errors --decompose_errors)`,
          { line },
        );
      const key = edgeKey(component, detectors);
      const old = drafts.get(key);
      if (old === undefined) {
        const from = Math.min(...ends);
        const to = ends.length === 1 ? detectors : Math.max(...ends);
        drafts.set(key, { from, to, probability, likeliest: probability, observables });
      } else {
        old.probability = eitherButNotBoth(old.probability, probability);
        if (probability > old.likeliest) {
          old.likeliest = probability;
          old.observables = observables;
        }
      }
    }
  }
  return new MatchingGraph(detectors, observables, [...drafts.values()]);
}
