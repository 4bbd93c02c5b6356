import { InputError } from "../../kernel/index.ts";
import { countErrorModel, type ErrorModel, flatErrors } from "../error-model/index.ts";
import { edgeCorrelations } from "../matching-graph/edge-correlations.ts";
import { matchingGraph } from "../matching-graph/matching-graph.ts";
import { CorrelatedDecoder } from "./correlated-decoder.ts";
import type { Decoder } from "./decoder.ts";
import { LookupDecoder } from "./lookup-decoder.ts";
import { MatchingDecoder } from "./matching-decoder.ts";
import { UnionFindDecoder } from "./union-find-decoder.ts";

/**
 * The decoders: exact minimum-weight matching; matching in passes that uses errors with several parts; union-find;
 * and a table of the likeliest answer, for small codes.
 */
export const decoderKinds = ["matching", "correlated", "union-find", "lookup"] as const;
export type DecoderKind = (typeof decoderKinds)[number];

/** Reads the name of a decoder; throws an `InputError` that lists them. */
export function parseDecoderKind(text: string): DecoderKind {
  const kind = decoderKinds.find((k) => k === text);
  if (kind === undefined)
    throw new InputError(`"${text}" is no decoder; it would be one of ${decoderKinds.join(", ")}`);
  return kind;
}

/**
 * A decoder for an error model, which is unrolled. Throws an `InputError` where the model does not suit: an error part
 * with more than two detectors (all but lookup), or too many detectors (lookup).
 */
export function createDecoder(kind: DecoderKind, model: ErrorModel): Decoder {
  const { detectors, observables } = countErrorModel(model);
  if (kind === "lookup") return new LookupDecoder(flatErrors(model), detectors, observables);
  const graph = matchingGraph(flatErrors(model), detectors, observables);
  switch (kind) {
    case "matching":
      return new MatchingDecoder(graph);
    case "union-find":
      return new UnionFindDecoder(graph);
    case "correlated":
      return new CorrelatedDecoder(graph, edgeCorrelations(flatErrors(model), graph));
  }
}
