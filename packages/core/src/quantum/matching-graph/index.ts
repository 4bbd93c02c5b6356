export { type EdgeCorrelations, edgeCorrelations } from "./edge-correlations.ts";
export { eitherButNotBoth, MatchingGraph, matchingGraph, weightOf } from "./matching-graph.ts";
