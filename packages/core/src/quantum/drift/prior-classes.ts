import {
  countErrorModel,
  detectorCoordinates,
  type ErrorModel,
  type FlatError,
  flatErrors,
} from "../error-model/index.ts";
import { edgeKey, type MatchingGraph, matchingGraph } from "../matching-graph/matching-graph.ts";
import { logEven, logMeans, symptomsOf } from "./parity.ts";

/** Where and when a detector looks. */
export interface DetectorPlace {
  /** The place of the stabilizer, the same in every round; named by its coordinates. */
  readonly site: string;
  /** The round. */
  readonly time: number;
}

/** Edges that ought to have one probability: the same detectors, one round after another. */
export interface EdgeClass {
  readonly sites: readonly string[];
  /** Rounds from the first end to the second; 0 for edges to the boundary. */
  readonly span: number;
  /** Edges within the first or last round have classes of their own, as they see other operations. */
  readonly when: "first" | "last" | "any";
  readonly edges: readonly number[];
}

/** Classes at the same sites in the first, the last and the other rounds. */
export interface EdgeGroup {
  readonly isBoundary: boolean;
  readonly classes: readonly EdgeClass[];
  /** Numbers of other groups that have errors in common with it: errors with several parts. */
  readonly related: readonly number[];
}

/**
 * What a prior expects to see. E is the mean of (−1)^(number of events) of a set of detectors.
 */
export interface PriorClasses {
  readonly model: ErrorModel;
  readonly errors: readonly FlatError[];
  readonly graph: MatchingGraph;
  readonly places: readonly DetectorPlace[];
  /** ln E of each detector. */
  readonly logMean: Float64Array;
  /** For each edge between two detectors, Σ ln (1 − 2p) over the errors that flip both. */
  readonly logBoth: Float64Array;
  /** The edges between two detectors, then those to the boundary. */
  readonly groups: readonly EdgeGroup[];
}

/**
 * Sorts the edges of a model's matching graph into classes. `placeOf` says where detectors are if the model has no
 * coordinates; without either, each edge is a class of its own.
 */
export function priorClasses(model: ErrorModel, placeOf?: (detector: number) => DetectorPlace): PriorClasses {
  const errors = [...flatErrors(model)];
  const { detectors, observables } = countErrorModel(model);
  const graph = matchingGraph(errors, detectors, observables);
  const coordinates = placeOf === undefined ? detectorCoordinates(model) : undefined;
  const places = Array.from({ length: detectors }, (_, d) => placeOf?.(d) ?? placeFrom(d, coordinates?.get(d)));
  const logBoth = new Float64Array(graph.edges);
  const edgeOf = new Map<number, number>();
  const key = (a: number, b: number) => a * (detectors + 1) + b;
  for (let e = 0; e < graph.edges; e++) edgeOf.set(key(graph.edgeFrom[e]!, graph.edgeTo[e]!), e);
  for (const error of errors) {
    const ends = symptomsOf(error);
    ends.forEach((a, i) => {
      for (const b of ends.slice(i + 1)) {
        const edge = edgeOf.get(key(a, b));
        if (edge !== undefined) logBoth[edge]! += logEven(error.probability);
      }
    });
  }
  return {
    model,
    errors,
    graph,
    places,
    logMean: logMeans(errors, detectors),
    logBoth,
    groups: withRelations(classify(graph, places), errors, graph),
  };
}

function placeFrom(detector: number, coordinates: readonly number[] | undefined): DetectorPlace {
  if (coordinates === undefined || coordinates.length === 0) return { site: `D${detector}`, time: 0 };
  return { site: coordinates.slice(0, -1).join(","), time: coordinates.at(-1)! };
}

type Unrelated = Omit<EdgeGroup, "related">;

function classify(graph: MatchingGraph, places: readonly DetectorPlace[]): Unrelated[] {
  const pairs = new Map<string, { head: Omit<EdgeClass, "edges">; edges: number[] }>();
  const bounds = new Map<string, { head: Omit<EdgeClass, "edges">; edges: number[] }>();
  const times = places.map((p) => p.time);
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const ownTimes = new Map<string, [number, number]>();
  for (const { site, time } of places) {
    const [from, to] = ownTimes.get(site) ?? [time, time];
    ownTimes.set(site, [Math.min(from, time), Math.max(to, time)]);
  }
  for (let e = 0; e < graph.edges; e++) {
    const a = places[graph.edgeFrom[e]!]!;
    const isBoundary = graph.edgeTo[e] === graph.detectors;
    const b = isBoundary ? a : places[graph.edgeTo[e]!]!;
    const span = b.time - a.time;
    const [from, to] = isBoundary ? ownTimes.get(a.site)! : [first, last];
    const when = span !== 0 ? "any" : a.time === from ? "first" : a.time === to ? "last" : "any";
    const sites = isBoundary ? [a.site] : [a.site, b.site];
    const group = isBoundary ? bounds : pairs;
    const name = `${sites.join("|")} ${span} ${when}`;
    const entry = group.get(name) ?? { head: { sites, span, when }, edges: [] };
    entry.edges.push(e);
    group.set(name, entry);
  }
  const list = (group: typeof pairs, isBoundary: boolean) => {
    const classes = [...group.values()].map(({ head, edges }): EdgeClass => ({ ...head, edges }));
    const together = Map.groupBy(classes, ({ sites, span }) => `${[...sites].sort().join("|")} ${span}`);
    return [...together.values()].map((classes): Unrelated => ({ isBoundary, classes }));
  };
  return [...list(pairs, false), ...list(bounds, true)];
}

function withRelations(groups: readonly Unrelated[], errors: readonly FlatError[], graph: MatchingGraph): EdgeGroup[] {
  const { detectors, edges, edgeFrom, edgeTo } = graph;
  const groupOf = new Map<number, number>();
  const groupOfEdge = new Int32Array(edges);
  groups.forEach(({ classes }, g) => {
    for (const c of classes) for (const e of c.edges) groupOfEdge[e] = g;
  });
  for (let e = 0; e < edges; e++) groupOf.set(edgeFrom[e]! * (detectors + 1) + edgeTo[e]!, groupOfEdge[e]!);
  const related = groups.map(() => new Set<number>());
  for (const { components } of errors) {
    if (components.length < 2) continue;
    const parts = new Set(components.map((c) => groupOf.get(edgeKey(c, detectors))).filter((g) => g !== undefined));
    for (const a of parts) for (const b of parts) if (a !== b) related[a]!.add(b);
  }
  return groups.map((group, g) => ({ ...group, related: [...related[g]!] }));
}
