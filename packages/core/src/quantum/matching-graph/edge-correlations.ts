import type { FlatError } from "../error-model/index.ts";
import { edgeKey, eitherButNotBoth, type MatchingGraph, weightOf } from "./matching-graph.ts";

/**
 * What one edge says about others: errors that were decomposed into several parts cause all of their edges at once.
 * `start[e]`..`start[e + 1] − 1` are the entries of edge e: `other`, the edge that it speaks of, and `units`, the weight
 * of that edge (in the graph's units) once e is known to have happened.
 */
export interface EdgeCorrelations {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly units: Int32Array;
}

/**
 * Reads the correlations off the decomposed errors of a model: P(b | a) = P(a and b in one error) / P(a), at most ½.
 * Edges of negative weight are left out.
 */
export function edgeCorrelations(errors: Iterable<FlatError>, graph: MatchingGraph): EdgeCorrelations {
  const { detectors, edges, edgeFrom, edgeTo, edgeProbability } = graph;
  const edgeOf = new Map<number, number>();
  for (let e = 0; e < edges; e++) edgeOf.set(edgeFrom[e]! * (detectors + 1) + edgeTo[e]!, e);
  const joint = Array.from({ length: edges }, () => new Map<number, number>());
  for (const { probability, components } of errors) {
    if (components.length < 2 || probability <= 0) continue;
    const parts = new Set<number>();
    for (const component of components) {
      const edge = component.detectors.length === 0 ? undefined : edgeOf.get(edgeKey(component, detectors));
      if (edge !== undefined && edgeProbability[edge]! < 0.5) parts.add(edge);
    }
    for (const a of parts)
      for (const b of parts) if (a !== b) joint[a]!.set(b, eitherButNotBoth(joint[a]!.get(b) ?? 0, probability));
  }
  const start = new Int32Array(edges + 1);
  const other: number[] = [];
  const units: number[] = [];
  for (let a = 0; a < edges; a++) {
    for (const [b, both] of joint[a]!) {
      other.push(b);
      units.push(graph.unitsOf(weightOf(Math.min(0.5, both / edgeProbability[a]!))));
    }
    start[a + 1] = other.length;
  }
  return { start, other: Int32Array.from(other), units: Int32Array.from(units) };
}
