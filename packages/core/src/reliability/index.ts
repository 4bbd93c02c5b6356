export { analyseFaultTree, defaultBudget, type EnclosedAnalysis, type ExactAnalysis } from "./analysis.ts";
export {
  glmUnavailability,
  meanPeriodicTestUnavailability,
  type PeriodicTest,
  periodicTestUnavailability,
  unavailability,
  unreliability,
} from "./availability.ts";
export { type BlastRadius, blastRadius } from "./blast-radius.ts";
export type { CompiledTree } from "./compile-fault-tree.ts";
export { editedSystem, noEdits, type SystemEdits } from "./edited-system.ts";
export { constant, type Expression, repairable } from "./expression.ts";
export {
  type BasicEvent,
  type CommonCauseGroup,
  type CommonCauseModel,
  type FaultTree,
  faultTree,
  type Gate,
  type GateOperator,
  type HouseEvent,
  type Parameter,
} from "./fault-tree.ts";
export { type Fix, minutesPerYear, redundancyAdvisedAbove, speedRecoveryAboveSeconds } from "./fixes.ts";
export type { Importance } from "./importance.ts";
export type { Budget } from "./race-orders.ts";
export { type ReadOptions, readOpenPsa } from "./read-open-psa.ts";
export { decodeXml } from "./read-xml.ts";
export { type RedundancyLeft, redundancyLeft } from "./redundancy-left.ts";
export { failureProbabilityOf, tooFewReplicas } from "./replica-failures.ts";
export {
  defaultZoneFailureProbability,
  entryPoints,
  type EventSubject,
  type GateSubject,
  type SystemFaultTree,
  systemFaultTree,
  type SystemTreeOptions,
} from "./system-fault-tree.ts";
export { type ImportedSystem, systemFromFaultTree } from "./system-from-fault-tree.ts";
export {
  type EntryAvailability,
  type SinglePoint,
  type SloStanding,
  type SubjectImportance,
  SystemReliability,
} from "./system-reliability.ts";
export type { CutSet } from "./top-cut-sets.ts";
export type { Uncertainty } from "./uncertainty.ts";
export { writeOpenPsa } from "./write-open-psa.ts";
