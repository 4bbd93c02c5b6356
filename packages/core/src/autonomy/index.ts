export { AnomalyWatch, anomalyLevelMetric } from "./watches/anomaly-watch.ts";
export {
  Autopilot,
  type AutopilotOptions,
  recoveryEvents,
  type RehearsalRequest,
  type TickResult,
} from "./autopilot.ts";
export { confidenceOf, drawFrom, type Posterior, posteriorOf } from "./planning/confidence.ts";
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
} from "./gate/decide.ts";
export { defaultKnowledge, defaultKnowledgeText } from "./planning/default-knowledge.ts";
export type { Condition } from "./watches/finding-tracker.ts";
export { checkGuards, holdingGuard } from "./gate/guards.ts";
export { heldBackJobs, heldBackUntil } from "./savings/held-back-jobs.ts";
export { IncidentMemory, type IncidentLesson, memorableKinds } from "./diagnosis/incident-memory.ts";
export { parseKnowledge, solutionsFor } from "./planning/knowledge.ts";
export { loadsNow } from "./savings/opportunities.ts";
export { cycleUs, DecoderWatch, type WatchedStream } from "./watches/decoder-watch.ts";
export { defaultLimits, type Limit, LimitWatch } from "./watches/limit-watch.ts";
export { isMorePermissive, modeFor, mostAtRisk } from "./gate/mode-for.ts";
export { type Course, type Difference, type PolicyPreview, previewPolicy } from "./gate/policy-preview.ts";
export { policyProblem } from "./gate/policy-problem.ts";
export { hypothesisFor } from "./diagnosis/hypothesis.ts";
export { rehearse, type RehearsalTask } from "./planning/rehearse.ts";
export { PresenceWatch } from "./watches/presence-watch.ts";
export { SurplusWatch } from "./savings/surplus-watch.ts";
export type { Watch } from "./watches/watch.ts";
