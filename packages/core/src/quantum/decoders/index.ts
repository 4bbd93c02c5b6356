export { CorrelatedDecoder } from "./correlated-decoder.ts";
export { createDecoder, type DecoderKind, decoderKinds, parseDecoderKind } from "./create-decoder.ts";
export { countMistakes, type DecodedShots, decodeShots } from "./decode-shots.ts";
export { type Decoder, UnexplainedEvents } from "./decoder.ts";
export { LookupDecoder } from "./lookup-decoder.ts";
export { MatchedEdges } from "./matched-edges.ts";
export { MatchingDecoder } from "./matching-decoder.ts";
export { PairMatcher } from "./pair-matcher.ts";
export { UnionFindDecoder } from "./union-find-decoder.ts";
