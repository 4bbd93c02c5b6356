export { type Burst, BurstDetector, type BurstOptions } from "./burst-detector.ts";
export { type CorrelationMatrix, correlationMatrix } from "./correlation-matrix.ts";
export { type BacklogReport, DecoderBacklog } from "./decoder-backlog.ts";
export { type DetectionFraction, detectionFractions, eventsPerDetector } from "./detection-fractions.ts";
export {
  type DistanceResult,
  logicalErrorPerRound,
  type RateEstimate,
  suppressionFactor,
} from "./logical-error-rate.ts";
