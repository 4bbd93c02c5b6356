import { type ErrorModel, flatItems, type ModelInstruction } from "../error-model/index.ts";
import { edgeKey } from "../matching-graph/matching-graph.ts";
import { mostProbability } from "./parity.ts";
import type { PriorClasses } from "./prior-classes.ts";

/**
 * The prior with other edge probabilities. What became likelier gets an error of its own beside those that there are;
 * what became less likely makes all errors with that part less likely.
 */
export function changedModel({ model, graph }: PriorClasses, edgeProbability: Float64Array): ErrorModel {
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
