export {
  type AnomalyEvent,
  type ComponentReading,
  ComponentWatch,
  type ComponentWatchState,
  type MetricLesson,
  type MovedMetric,
} from "./component-watch.ts";
export {
  MemoryBank,
  type MemoryBankOptions,
  type MemoryCell,
  type MemoryMatch,
  recognisedFrom,
} from "./memory-bank.ts";
export {
  type EventShape,
  type Expectation,
  eventThreshold,
  type Intake,
  MetricDetector,
  type MetricDetectorOptions,
  type MetricDetectorState,
  type MetricReading,
  type ViewName,
  viewNames,
} from "./metric-detector.ts";
export type { Antibody, Verdict } from "./repertoire.ts";
export {
  mergeSignatures,
  type Move,
  type Signature,
  SignatureRecorder,
  signatureSimilarity,
  strengthOf,
} from "./signature.ts";
