export {
  type DecodedShot,
  type Injection,
  type LabExperiment,
  type LatticePlace,
  MemoryLab,
} from "./memory-lab.ts";
export { type LatticeCode, type MemoryLattice, memoryLattice } from "./memory-lattice.ts";
export { StreamStatistics } from "./stream-statistics.ts";
export { driftedCircuit, processorExperiment, type QubitDrift } from "./drifted-circuit.ts";
export type { DriftSuspect } from "./drift-suspects.ts";
export type { Drift, PriorReview } from "./prior-watch.ts";
export { type ShotCounts, ShotStream, type ShotStreamOptions, type StreamSummary } from "./shot-stream.ts";
export { layoutOfModel, placesOn, type StreamLayout } from "./stream-layout.ts";
export { LayerMatcher, type MatchedEdge, type MatchedShot } from "./layer-matcher.ts";
