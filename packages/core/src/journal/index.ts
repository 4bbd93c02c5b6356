export { defaultPolicy } from "./default-policy.ts";
export { type Entry, type EventKind, type EventOf, entrySchema, eventSchema, type JournalEvent } from "./event.ts";
export { type Evidence, evidenceSchema, type PriorChangeRecord } from "./evidence.ts";
export {
  type Diagnosis,
  type Finding,
  type FindingKind,
  findingKindSchema,
  findingSchema,
  type FindingVerdict,
  findingVerdictSchema,
  type Incident,
  incidentSchema,
  type Severity,
  severitySchema,
  type TaughtMetric,
} from "./finding.ts";
export { decayed, fold, learningKey } from "./fold.ts";
export { headlineMetric } from "./headline-metric.ts";
export { isAlarm } from "./is-alarm.ts";
export { type Knowledge, knowledgeSchema, type Solution } from "./knowledge.ts";
export {
  type Alternative,
  type Decision,
  type Effect,
  type GuardCheck,
  type MaintenanceWindow,
  maintenanceWindowSchema,
  type Mode,
  modeSchema,
  type Outcome,
  type Policy,
  policySchema,
  type PredictedSaving,
  type Proposal,
  proposalSchema,
  type Rehearsal,
  type Verdict,
  type Withdrawal,
} from "./proposal.ts";
export { replay, replayUntil, stateHash } from "./replay.ts";
export {
  type ActionEnd,
  type ActionTaken,
  type CalibrationRecord,
  type ComponentState,
  type ConsoleState,
  type FaultState,
  type GreenState,
  initialState,
  type Judgement,
  isOpen,
  isOwed,
  needsTakingOver,
  isSaving,
  type LearnedRecord,
  type ProposalState,
  type ProposalStatus,
  runningAction,
  type Started,
} from "./state.ts";
