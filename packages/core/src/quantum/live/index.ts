export {
  type DecodedShot,
  type Injection,
  type LabExperiment,
  type LatticePlace,
  type MatchedEdge,
  MemoryLab,
} from "./memory-lab.ts";
export { type LatticeCode, type MemoryLattice, memoryLattice } from "./memory-lattice.ts";
export { StreamStatistics } from "./stream-statistics.ts";
