import { clamp } from "../../kernel/index.ts";
import type { EventCounts } from "./event-counts.ts";
import { logEven } from "./parity.ts";
import type { EdgeClass, PriorClasses } from "./prior-classes.ts";

/** By how much the probability of a class of edges seems to differ from the prior's, and how uncertain that is. */
export interface Difference {
  readonly difference: number;
  /** One standard deviation, if the class has not changed. */
  readonly deviation: number;
}

/** The mean of differences, each weighed by how well it is known. */
export function commonDifference(parts: readonly Difference[]): Difference {
  const weight = parts.reduce((sum, { deviation }) => sum + 1 / deviation ** 2, 0);
  const difference = parts.reduce((sum, { difference, deviation }) => sum + difference / deviation ** 2, 0) / weight;
  return { difference, deviation: 1 / Math.sqrt(weight) };
}

/** The mean over a class of what is seen and what the prior expects: events of either end, and of both together. */
export function pairDifference(prior: PriorClasses, counts: EventCounts, { edges }: EdgeClass): Difference {
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

/** The probability of an error that flips both, from sums of event rates over `k` pairs. */
function jointProbability({ a, b, both }: { a: number; b: number; both: number }, k: number): number {
  const even = (value: number) => Math.max(1 - (2 * value) / k, 1e-3);
  const square = (even(a) * even(b)) / even(a + b - 2 * both);
  return (1 - Math.sqrt(square)) / 2;
}

/** What a class's detectors fire more or less than the prior and the new pair probabilities say. */
export function boundaryDifference(
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
