export { AnomalyWatch, anomalyLevelMetric } from "./anomaly-watch.ts";
export {
  Autopilot,
  type AutopilotOptions,
  recoveryEvents,
  type RehearsalRequest,
  type TickResult,
} from "./autopilot.ts";
export { confidenceOf, drawFrom, type Posterior, posteriorOf } from "./confidence.ts";
export {
  approve,
  type DecisionRefusal,
  type DecisionResult,
  decisionOf,
  extend,
  requestUndo,
  type Seen,
  takeOver,
  veto,
} from "./decide.ts";
export { defaultKnowledge, defaultKnowledgeText } from "./default-knowledge.ts";
export type { Condition } from "./finding-tracker.ts";
export { checkGuards, holdingGuard } from "./guards.ts";
export { heldBackJobs, heldBackUntil } from "./held-back-jobs.ts";
export { IncidentMemory, type IncidentLesson, memorableKinds } from "./incident-memory.ts";
export { parseKnowledge, solutionsFor } from "./knowledge.ts";
export { loadsNow } from "./opportunities.ts";
export { cycleUs, DecoderWatch, type WatchedStream } from "./decoder-watch.ts";
export { defaultLimits, type Limit, LimitWatch } from "./limit-watch.ts";
export { isMorePermissive, modeFor, mostAtRisk } from "./mode-for.ts";
export { type Course, type Difference, type PolicyPreview, previewPolicy } from "./policy-preview.ts";
export { policyProblem } from "./policy-problem.ts";
export { hypothesisFor } from "./hypothesis.ts";
export { rehearse, type RehearsalTask } from "./rehearse.ts";
export { PresenceWatch } from "./presence-watch.ts";
export { SurplusWatch } from "./surplus-watch.ts";
export type { Watch } from "./watch.ts";
