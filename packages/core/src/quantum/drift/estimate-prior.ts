import { clamp } from "../../kernel/index.ts";
import type { ErrorModel } from "../error-model/index.ts";
import { changedModel } from "./changed-model.ts";
import { boundaryDifference, commonDifference, type Difference, pairDifference } from "./class-difference.ts";
import type { EventCounts } from "./event-counts.ts";
import { mostProbability } from "./parity.ts";
import type { EdgeClass, EdgeGroup, PriorClasses } from "./prior-classes.ts";
import { logOddsOfChange, shrink } from "./spike-and-slab.ts";

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
  /** How likely a class is to have changed before anything is seen; by default that of one in the whole model. */
  readonly changeRate?: number;
}

const leastProbability = 1e-6;
/** The default rate of change in models with few classes. */
const mostChangeRate = 0.05;
/** How sure a change must be to make others likelier that have errors in common with it, and how likely those then are. */
const sure = 0.95;
const relatedRate = 0.5;

/**
 * Estimates a prior again from detection events alone. The probability that an error flips both of two detectors follows
 * from how often they fire, alone and together (Spitz et al., "Adaptive weight estimator for quantum error correction in
 * a time-dependent environment", 2018); what is left of a detector's own rate is its edge to the boundary.
 *
 * Counts are pooled over all rounds of a class, and what is estimated is the difference from what the prior expects of
 * the same pool. Differences are shrunk to zero by how likely it is that the class has changed at all (a spike at zero
 * against a normal slab), so that where nothing has drifted the prior stays what it was. A fault seldom comes alone: what
 * breaks a qubit changes all edges of its errors, so where one has surely changed, those are looked at again more
 * leniently.
 */
export function estimatePrior(prior: PriorClasses, counts: EventCounts, options: EstimateOptions = {}): PriorEstimate {
  const { groups } = prior;
  const { changeRate = Math.min(mostChangeRate, 1 / groups.length) } = options;
  const first = estimate(prior, counts, () => changeRate);
  const changed = groups.map((_, g) => first.certainties[g]! > sure);
  const { edgeProbability, changes } = changed.includes(true)
    ? estimate(prior, counts, ({ related }) => (related.some((g) => changed[g]) ? relatedRate : changeRate))
    : first;
  changes.sort((a, b) => Math.abs(b.deviations) - Math.abs(a.deviations));
  return { model: changedModel(prior, edgeProbability), edgeProbability, changes, shots: counts.shots };
}

interface Draft {
  readonly edgeProbability: Float64Array;
  readonly changes: ClassChange[];
  /** Per group how sure it is that one of its classes has changed. */
  readonly certainties: Float64Array;
}

function estimate(prior: PriorClasses, counts: EventCounts, rateOf: (group: EdgeGroup) => number): Draft {
  const { graph, groups } = prior;
  const edgeProbability = graph.edgeProbability.slice();
  const changes: ClassChange[] = [];
  const certainties = new Float64Array(groups.length);
  if (counts.shots === 0) return { edgeProbability, changes, certainties };
  /** Per detector the variance that the new probabilities of its pairs add to what its boundary edge is judged by. */
  const spread = new Float64Array(graph.detectors);
  groups.forEach((group, g) => {
    const { classes, isBoundary } = group;
    const differences = classes.map((c) =>
      isBoundary ? boundaryDifference(prior, counts, c, edgeProbability, spread) : pairDifference(prior, counts, c),
    );
    const rate = rateOf(group);
    const chosen = likeliestDifferences(graph.edgeProbability, classes, differences, rate);
    classes.forEach(({ edges, sites, span, when }, i) => {
      const seen = chosen[i]!;
      const before = meanOver(edges, graph.edgeProbability);
      const { certainty, shrunk } = shrink(seen, before, rate);
      certainties[g] = Math.max(certainties[g]!, certainty);
      const doubt = certainty * seen.deviation ** 2;
      for (const e of edges) {
        edgeProbability[e] = changedBy(graph.edgeProbability[e]!, shrunk);
        spread[graph.edgeFrom[e]!]! += doubt;
        if (!isBoundary) spread[graph.edgeTo[e]!]! += doubt;
      }
      if (certainty < 0.5) return;
      const now = meanOver(edges, edgeProbability);
      const deviations = seen.difference / seen.deviation;
      changes.push({ sites, span, when, isBoundary, before, now, deviations, certainty });
    });
  });
  return { edgeProbability, changes, certainties };
}

/**
 * The differences of a group's classes: either each its own, or some of them one and the same and the others none,
 * whichever explains best what was seen. What breaks a qubit acts alike in every round in which the qubit is used so.
 */
function likeliestDifferences(
  probability: Float64Array,
  classes: readonly EdgeClass[],
  seen: readonly Difference[],
  changeRate: number,
): readonly Difference[] {
  const evidence = (difference: Difference, edges: readonly number[]) =>
    Math.log1p(Math.exp(Math.min(logOddsOfChange(difference, meanOver(edges, probability), changeRate), 500)));
  let best = seen;
  let most = seen.reduce((sum, d, i) => sum + evidence(d, classes[i]!.edges), 0);
  for (let subset = 1; subset < 1 << classes.length; subset++) {
    const isIn = (i: number) => ((subset >>> i) & 1) === 1;
    const common = commonDifference(seen.filter((_, i) => isIn(i)));
    const found = evidence(
      common,
      classes.flatMap((c, i) => (isIn(i) ? c.edges : [])),
    );
    if (found < most) continue;
    most = found;
    best = seen.map(({ deviation }, i) => (isIn(i) ? common : { difference: 0, deviation }));
  }
  return best;
}

/** A probability after a change, which leaves at least a twentieth of it and stays below ½. */
export function changedBy(p: number, difference: number): number {
  const least = Math.min(p, Math.max(leastProbability, 0.05 * p));
  return clamp(p + difference, least, Math.max(p, mostProbability));
}

function meanOver(edges: readonly number[], values: Float64Array): number {
  return edges.reduce((sum, e) => sum + values[e]!, 0) / edges.length;
}
