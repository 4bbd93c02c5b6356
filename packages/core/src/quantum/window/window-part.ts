import { PairMatcher } from "../decoders/pair-matcher.ts";
import type { ErrorComponent, FlatError } from "../error-model/index.ts";
import { type MatchingGraph, matchingGraph } from "../matching-graph/matching-graph.ts";
import type { LayeredModel } from "./layered-model.ts";

/**
 * The matching graph of some layers in a row. Node `starts[k] + slot` is a detector of its k-th layer. Errors that also
 * flip a detector after the last layer end at the boundary; those that flip one before the first are over.
 */
export class WindowPart {
  readonly graph: MatchingGraph;
  readonly matcher: PairMatcher;
  /** The first node of each layer, and the number of nodes. */
  readonly starts: Int32Array;
  readonly #commitNodes: number;
  readonly #committed: Int32Array;
  readonly #cuts: number[] = [];

  /** Layers `first`..`first + layers − 1` of the template; the first `commitLayers` of them are to be committed. */
  constructor(model: LayeredModel, first: number, layers: number, commitLayers: number) {
    this.starts = new Int32Array(layers + 1);
    for (let k = 0; k < layers; k++) this.starts[k + 1] = this.starts[k]! + model.templateLayers[first + k]!.length;
    this.graph = matchingGraph(
      errorsWithin(model, first, layers, this.starts),
      this.starts[layers]!,
      model.observables,
    );
    this.matcher = new PairMatcher(this.graph);
    this.#commitNodes = this.starts[commitLayers]!;
    this.#committed = new Int32Array(this.graph.words);
  }

  /**
   * Decodes the first `count` events (nodes, ascending), toggles in `prediction` what the committed part of the
   * correction flips, and returns the nodes beyond it whose events it toggles.
   */
  decode(events: Int32Array, count: number, prediction: Int32Array): readonly number[] {
    const { matcher } = this;
    const cuts = this.#cuts;
    cuts.length = 0;
    matcher.match(events, count);
    this.#committed.fill(0);
    const commitNodes = this.#commitNodes;
    const { detectors } = this.graph;
    for (let i = 0; i < matcher.pairCount; i++) {
      const a = matcher.pairs[2 * i]!;
      const b = matcher.pairs[2 * i + 1]!;
      // Start inside what is committed; a pair wholly beyond it is for the next window.
      if (a < commitNodes) this.#commit(a, b);
      else if (b < commitNodes && b !== detectors) this.#commit(b, a);
    }
    for (let w = 0; w < prediction.length; w++) prediction[w]! ^= this.#committed[w]!;
    return cuts;
  }

  /** Commits the way from a committed node, up to where it leaves for good a node that is not. */
  #commit(from: number, to: number): void {
    const { graph, matcher } = this;
    const { edgeFrom, edgeTo, edgeObservables, words, detectors } = graph;
    const endsInside = to < this.#commitNodes;
    matcher.findWay(from, to);
    let node = from;
    for (const edge of matcher.way) {
      for (let w = 0; w < words; w++) this.#committed[w]! ^= edgeObservables[edge * words + w]!;
      node = edgeFrom[edge]! ^ edgeTo[edge]! ^ node;
      if (node >= this.#commitNodes && node !== detectors && !endsInside) {
        this.#cuts.push(node);
        return;
      }
    }
  }
}

function* errorsWithin(
  model: LayeredModel,
  first: number,
  layers: number,
  starts: Int32Array,
): Generator<FlatError, void> {
  const { layerOf, slotOf } = model;
  const place = ({ detectors, observables }: ErrorComponent): ErrorComponent | undefined => {
    if (detectors.some((d) => layerOf[d]! < first)) return undefined;
    const inside = detectors.filter((d) => layerOf[d]! < first + layers);
    if (inside.length === 0) return undefined;
    return { detectors: inside.map((d) => starts[layerOf[d]! - first]! + slotOf[d]!), observables };
  };
  for (const { probability, components } of model.errors) {
    const placed = components.map(place).filter((c) => c !== undefined);
    // More likely than not would be a negative weight, which no window can settle alone.
    if (placed.length > 0) yield { probability: Math.min(probability, 0.5), components: placed };
  }
}
