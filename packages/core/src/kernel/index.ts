export { BinaryHeap } from "./binary-heap.ts";
export { BitSet, popcount32 } from "./bit-set.ts";
export { type Clock, ManualClock } from "./clock.ts";
export { FloatArena } from "./float-arena.ts";
export { canonicalJson, hash32, hashOf, type Json } from "./hash.ts";
export { InputError, type InputPlace } from "./input-error.ts";
export { ownValue } from "./own-value.ts";
export { type CsvTable, parseCsv } from "./parse-csv.ts";
export { parseInstant } from "./parse-instant.ts";
export { parseSample } from "./parse-sample.ts";
export { queueWait } from "./queue-wait.ts";
export { Rng, type RngState } from "./rng.ts";
export {
  clamp,
  mean,
  median,
  quantile,
  quantileOfSorted,
  RunningMoments,
  standardDeviation,
  wilsonInterval,
} from "./statistics.ts";
export { dayMs, type DurationMs, type EpochMs, hourMs, minuteMs, type Probability, secondMs } from "./units.ts";
