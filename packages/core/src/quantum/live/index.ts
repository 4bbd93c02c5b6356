export {
  type DecodedShot,
  type DetectorPlace,
  type Injection,
  type LabExperiment,
  type MatchedEdge,
  MemoryLab,
} from "./memory-lab.ts";
export { type LatticeCode, type MemoryLattice, memoryLattice } from "./memory-lattice.ts";
export { type Burst, type RoundRate, StreamStatistics, suppressionFactor } from "./stream-statistics.ts";
