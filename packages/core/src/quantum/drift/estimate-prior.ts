import { clamp } from "../../kernel/index.ts";
import { type ErrorModel, flatItems, type ModelInstruction } from "../error-model/index.ts";
import { edgeKey } from "../matching-graph/matching-graph.ts";
import type { EventCounts } from "./event-counts.ts";
import type { EdgeClass, PriorClasses } from "./prior-classes.ts";

/** How a class of edges differs from the prior. */
export interface ClassChange {
  readonly sites: readonly string[];
  readonly span: number;
  readonly when: EdgeClass["when"];
  readonly isBoundary: boolean;
  /** Mean probability of its edges before, and as it is estimated now. */
  readonly before: number;
  readonly now: number;
  /** The difference that was seen, in its own standard deviations. */
  readonly deviations: number;
  /** How sure it is that the class changed at all, 0..1. */
  readonly certainty: number;
}

export interface PriorEstimate {
  /** The prior with its changes; flat. */
  readonly model: ErrorModel;
  /** Probability of each edge of the prior's matching graph, in its order. */
  readonly edgeProbability: Float64Array;
  /** Classes that more likely than not have changed, the surest first. */
  readonly changes: readonly ClassChange[];
  readonly shots: number;
}

export interface EstimateOptions {
  /** How likely a class is to have changed before anything is seen; 0.05 by default. */
  readonly changeRate?: number;
}

const leastProbability = 1e-6;
const mostProbability = 0.49;

/**
 * Estimates a prior again from detection events alone. The probability that an error flips both of two detectors follows
 * from how often they fire, alone and together (Spitz et al., "Adaptive weight estimator for quantum error correction in
 * a time-dependent environment", 2018); what is left of a detector's own rate is its edge to the boundary.
 *
 * Counts are pooled over all rounds of a class, and what is estimated is the difference from what the prior expects of
 * the same pool. Differences are shrunk to zero by how likely it is that the class has changed at all (a spike at zero
 * against a normal slab), so that where nothing has drifted the prior stays what it was.
 */
export function estimatePrior(prior: PriorClasses, counts: EventCounts, options: EstimateOptions = {}): PriorEstimate {
  const { graph } = prior;
  const changeRate = options.changeRate ?? 0.05;
  const edgeProbability = graph.edgeProbability.slice();
  const spread = new Float64Array(graph.detectors);
  const changes: ClassChange[] = [];
  const apply = (edgeClass: EdgeClass, isBoundary: boolean, { difference, deviation }: Difference) => {
    const { edges, sites, span, when } = edgeClass;
    const before = meanOver(edges, graph.edgeProbability);
    const { certainty, shrunk } = shrink(difference, deviation, before, changeRate);
    for (const e of edges) {
      const p = graph.edgeProbability[e]!;
      const least = Math.min(p, Math.max(leastProbability, 0.05 * p));
      edgeProbability[e] = clamp(p + shrunk, least, Math.max(p, mostProbability));
    }
    const doubt = certainty * deviation ** 2;
    for (const e of edges) {
      spread[graph.edgeFrom[e]!]! += doubt;
      if (!isBoundary) spread[graph.edgeTo[e]!]! += doubt;
    }
    if (certainty < 0.5) return;
    const now = meanOver(edges, edgeProbability);
    changes.push({ sites, span, when, isBoundary, before, now, deviations: difference / deviation, certainty });
  };
  /** Lets the first, the last and the other rounds change by the same or apart, whichever explains them better. */
  const applyAll = (group: readonly EdgeClass[], isBoundary: boolean, measure: (c: EdgeClass) => Difference) => {
    const apart = group.map(measure);
    const together = commonDifference(apart);
    const evidence = ({ difference, deviation }: Difference, edges: readonly number[]) => {
      const before = meanOver(edges, graph.edgeProbability);
      return Math.log1p(Math.exp(Math.min(logOdds(difference, deviation, before, changeRate), 500)));
    };
    const apartEvidence = apart.reduce((sum, d, i) => sum + evidence(d, group[i]!.edges), 0);
    const isCommon =
      evidence(
        together,
        group.flatMap((c) => c.edges),
      ) >= apartEvidence;
    group.forEach((c, i) => apply(c, isBoundary, isCommon ? together : apart[i]!));
  };
  if (counts.shots > 0) {
    for (const group of prior.pairClasses) applyAll(group, false, (c) => pairDifference(prior, counts, c));
    for (const group of prior.boundaryClasses)
      applyAll(group, true, (c) => boundaryDifference(prior, counts, c, edgeProbability, spread));
  }
  changes.sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations));
  return { model: changedModel(prior, edgeProbability), edgeProbability, changes, shots: counts.shots };
}

function meanOver(edges: readonly number[], values: Float64Array): number {
  return edges.reduce((sum, e) => sum + values[e]!, 0) / edges.length;
}

/** The mean of differences, each weighed by how well it is known. */
function commonDifference(parts: readonly Difference[]): Difference {
  const weight = parts.reduce((sum, { deviation }) => sum + 1 / deviation ** 2, 0);
  const difference = parts.reduce((sum, { difference, deviation }) => sum + difference / deviation ** 2, 0) / weight;
  return { difference, deviation: 1 / Math.sqrt(weight) };
}

/** The mean over a class of what is seen and what the prior expects: events of either end, and of both together. */
function pairDifference(prior: PriorClasses, counts: EventCounts, { edges }: EdgeClass): Difference {
  const { graph, logMean, logBoth } = prior;
  const seen = { a: 0, b: 0, both: 0 };
  const expected = { a: 0, b: 0, both: 0 };
  for (const e of edges) {
    const i = graph.edgeFrom[e]!;
    const j = graph.edgeTo[e]!;
    seen.a += counts.single[i]! / counts.shots;
    seen.b += counts.single[j]! / counts.shots;
    seen.both += counts.both[e]! / counts.shots;
    const a = (1 - Math.exp(logMean[i]!)) / 2;
    const b = (1 - Math.exp(logMean[j]!)) / 2;
    const odd = (1 - Math.exp(logMean[i]! + logMean[j]! - 2 * logBoth[e]!)) / 2;
    expected.a += a;
    expected.b += b;
    expected.both += (a + b - odd) / 2;
  }
  const k = edges.length;
  const before = jointProbability(expected, k);
  // How often both would fire if this class had not changed, with ends that fire as often as they do now.
  const shade = Math.max((1 - (2 * seen.a) / k) * (1 - (2 * seen.b) / k), 0.01);
  const odd = (1 - Math.min(shade / (1 - 2 * before) ** 2, 1)) / 2;
  const mean = Math.max(expected.both / k, ((seen.a + seen.b) / k - odd) / 2);
  return {
    difference: jointProbability(seen, k) - before,
    deviation: Math.sqrt((mean * (1 - mean)) / (counts.shots * k)) / shade,
  };
}

interface Difference {
  readonly difference: number;
  readonly deviation: number;
}

/** The probability of an error that flips both, from sums of event rates over `k` pairs. */
function jointProbability({ a, b, both }: { a: number; b: number; both: number }, k: number): number {
  const even = (value: number) => Math.max(1 - (2 * value) / k, 1e-3);
  const square = (even(a) * even(b)) / even(a + b - 2 * both);
  return (1 - Math.sqrt(square)) / 2;
}

/** What a class's detectors fire more or less than the prior and the new pair probabilities say. */
function boundaryDifference(
  prior: PriorClasses,
  counts: EventCounts,
  { edges }: EdgeClass,
  edgeProbability: Float64Array,
  spread: Float64Array,
): Difference {
  const { graph, logMean } = prior;
  const { rowStart, halfEdgeEdge, halfEdges, detectors } = graph;
  let seen = 0;
  let expected = 0;
  let before = 0;
  let doubt = 0;
  for (const e of edges) {
    const d = graph.edgeFrom[e]!;
    seen += counts.single[d]! / counts.shots;
    let log = logMean[d]!;
    for (let h = rowStart[d]!; h < rowStart[d + 1]!; h++) {
      const other = halfEdgeEdge[h]!;
      if (halfEdges[2 * h] !== detectors)
        log += Math.log1p(-2 * edgeProbability[other]!) - logEven(graph.edgeProbability[other]!);
    }
    expected += Math.exp(log);
    before += graph.edgeProbability[e]!;
    doubt += spread[d]!;
  }
  const k = edges.length;
  const evenSeen = Math.max(1 - (2 * seen) / k, 1e-3);
  const evenExpected = expected / k;
  const rate = clamp((1 - evenExpected) / 2, 1e-6, 0.5);
  const p = before / k;
  return {
    difference: ((1 - 2 * p) * (1 - evenSeen / evenExpected)) / 2,
    deviation: Math.sqrt((rate * (1 - rate)) / (counts.shots * k) / evenExpected ** 2 + doubt / k),
  };
}

function logEven(probability: number): number {
  return Math.log1p(-2 * Math.min(probability, mostProbability));
}

/** As wide as what is seen, as a failure may be of any size. */
function slabVariance(difference: number, scale: number): number {
  return Math.max(scale + 0.01, Math.abs(difference)) ** 2;
}

/** ln of how much likelier it is that a class has changed than that it has not. */
function logOdds(difference: number, deviation: number, scale: number, changeRate: number): number {
  const noise = deviation ** 2;
  const total = noise + slabVariance(difference, scale);
  return (
    Math.log(changeRate / (1 - changeRate)) +
    0.5 * Math.log(noise / total) +
    0.5 * difference ** 2 * (1 / noise - 1 / total)
  );
}

/** The posterior mean of a difference that is zero with probability 1 − `changeRate`, else at least of size `scale`. */
function shrink(
  difference: number,
  deviation: number,
  scale: number,
  changeRate: number,
): { certainty: number; shrunk: number } {
  const certainty = 1 / (1 + Math.exp(-clamp(logOdds(difference, deviation, scale, changeRate), -500, 500)));
  const slab = slabVariance(difference, scale);
  return { certainty, shrunk: (certainty * difference * slab) / (slab + deviation ** 2) };
}

/**
 * The prior with other edge probabilities. What became likelier gets an error of its own beside those that there are;
 * what became less likely makes all errors with that part less likely.
 */
function changedModel({ model, graph }: PriorClasses, edgeProbability: Float64Array): ErrorModel {
  const { detectors, words } = graph;
  const factor = new Map<number, number>();
  const extra: ModelInstruction[] = [];
  for (let e = 0; e < graph.edges; e++) {
    const before = graph.edgeProbability[e]!;
    const now = edgeProbability[e]!;
    const from = graph.edgeFrom[e]!;
    const to = graph.edgeTo[e]!;
    if (now < before) factor.set(from * (detectors + 1) + to, now / before);
    if (now <= before || before >= mostProbability) continue;
    const observables: number[] = [];
    for (let o = 0; o < graph.observables; o++)
      if (((graph.edgeObservables[e * words + (o >>> 5)]! >>> (o & 31)) & 1) === 1) observables.push(o);
    const component = { detectors: to === detectors ? [from] : [from, to], observables };
    const probability = (now - before) / (1 - 2 * before);
    extra.push({ kind: "error", probability, components: [component], tag: "drift" });
  }
  const instructions: ModelInstruction[] = [];
  for (const item of flatItems(model)) {
    const { tag } = item;
    if (item.kind === "error") {
      const least = item.components.reduce((f, c) => Math.min(f, factor.get(edgeKey(c, detectors)) ?? 1), 1);
      instructions.push({ kind: "error", probability: item.probability * least, components: item.components, tag });
    } else if (item.kind === "detector") {
      instructions.push({ kind: "detector", coordinates: item.coordinates, detectors: [item.detector], tag });
    } else {
      instructions.push({ kind: "observable", observables: [item.observable], tag });
    }
  }
  return { instructions: [...instructions, ...extra] };
}
