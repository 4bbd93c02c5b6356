import { MatchedEdges } from "../decoders/index.ts";
import { countErrorModel, type ErrorModel, type FlatError, flatErrors } from "../error-model/index.ts";
import { matchingGraph } from "../matching-graph/index.ts";
import type { LatticePlace } from "./memory-lab.ts";
import type { StreamLayout } from "./stream-layout.ts";

/** The data qubit and Pauli that a part of a matching corrects. */
export interface Correction {
  readonly qubit: number;
  readonly pauli: "X" | "Z";
}

/** One part of a matching: between two detection events' neighbours, or one and the boundary. */
export interface MatchedEdge {
  readonly from: LatticePlace;
  /** undefined is the boundary. */
  readonly to: LatticePlace | undefined;
  /** What this part corrects, where it is an error on one data qubit. */
  readonly correction: Correction | undefined;
  readonly flipsObservable: boolean;
}

/** A shot as far as its layers have come. */
export interface MatchedShot {
  /** Detection events up to the layer that was asked for. */
  readonly events: readonly LatticePlace[];
  readonly matching: readonly MatchedEdge[];
  readonly predictedFlip: boolean;
}

/**
 * Exact matching of a shot as far as its first layers have come: what reaches into later ones counts as an error whose
 * other end is not seen yet.
 */
export class LayerMatcher {
  readonly #model: ErrorModel;
  readonly #layout: Pick<StreamLayout, "places" | "layers">;
  readonly #errors: readonly FlatError[];
  readonly #corrections: ReadonlyMap<string, Correction>;
  readonly #matchers = new Map<number, MatchedEdges>();

  /** `corrections` by the detectors that an error on a data qubit flips, ascending and joined by commas. */
  constructor(
    model: ErrorModel,
    layout: Pick<StreamLayout, "places" | "layers">,
    corrections: ReadonlyMap<string, Correction> = new Map(),
  ) {
    this.#model = model;
    this.#layout = layout;
    this.#errors = [...flatErrors(model)];
    this.#corrections = corrections;
  }

  /** Matches those of the events (detectors, ascending) that lie in layers `0..layer`. */
  match(events: readonly number[], layer: number): MatchedShot {
    const { places } = this.#layout;
    const seen = events.filter((d) => places[d]!.layer <= layer);
    const matcher = this.#matcher(layer);
    const { graph } = matcher;
    let predictedFlip = false;
    const matching = matcher.match(seen).map((edge): MatchedEdge => {
      const from = graph.edgeFrom[edge]!;
      const to = graph.edgeTo[edge]!;
      const isBoundary = to === graph.boundaryNode;
      const flipsObservable = (graph.edgeObservables[edge * graph.words]! & 1) === 1;
      if (flipsObservable) predictedFlip = !predictedFlip;
      return {
        from: places[from]!,
        to: isBoundary ? undefined : places[to]!,
        correction: this.#corrections.get(isBoundary ? `${from}` : `${from},${to}`),
        flipsObservable,
      };
    });
    return { events: seen.map((d) => places[d]!), matching, predictedFlip };
  }

  #matcher(layer: number): MatchedEdges {
    const known = this.#matchers.get(layer);
    if (known !== undefined) return known;
    const { detectors, observables } = countErrorModel(this.#model);
    const matcher = new MatchedEdges(matchingGraph(this.#upTo(layer), detectors, observables));
    this.#matchers.set(layer, matcher);
    return matcher;
  }

  *#upTo(layer: number): Generator<FlatError> {
    const { places, layers } = this.#layout;
    const isWhole = layer >= layers - 1;
    for (const error of this.#errors) {
      if (isWhole) yield error;
      else {
        const components = error.components
          .map((c) => ({ ...c, detectors: c.detectors.filter((d) => places[d]!.layer <= layer) }))
          .filter((c) => c.detectors.length > 0);
        if (components.length > 0) yield { probability: error.probability, components };
      }
    }
  }
}
