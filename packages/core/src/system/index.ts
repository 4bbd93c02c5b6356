export {
  type Action,
  type ActionKind,
  type ActionResult,
  actionKindSchema,
  actionSchema,
  type OutcomeKind,
  outcomeKindSchema,
} from "./action.ts";
export { type ActionSpec, actionSpecs } from "./action-specs.ts";
export {
  type Component,
  type ComponentKind,
  componentKindSchema,
  componentSchema,
  startSecondsOf,
} from "./component.ts";
export {
  type DeferrableJob,
  deferrableJobSchema,
  type DeferralPlan,
  deferralPlanSchema,
  type IntensityRecord,
  intensityRecordSchema,
  type JobRun,
} from "./deferrable-job.ts";
export { type Dependency, type DependencyKind, dependencySchema } from "./dependency.ts";
export {
  type Fault,
  type FaultHandle,
  type FaultKind,
  faultHandleSchema,
  faultKindSchema,
  faultSchema,
} from "./fault.ts";
export { displayName } from "./display-name.ts";
export { type FaultSpec, faultSpecs } from "./fault-specs.ts";
export { type Frame, frameSchema } from "./frame.ts";
export { type Health, healthSchema } from "./health.ts";
export type { Grid } from "./grid.ts";
export type { Cancellation, Capabilities, ManagedSystem } from "./managed-system.ts";
export { isMaterial, isStandardMetric, type MetricSpec, metricSpecs, type StandardMetric } from "./metric.ts";
export { parseSystem, systemJsonSchema } from "./parse-system.ts";
export { type ParsedYaml, parseYaml, type YamlPath } from "./parse-yaml.ts";
export { dueOccurrences, type RecurringJob } from "./recurring-job.ts";
export { componentOf } from "./component-of.ts";
export { type Slo, type SystemModel, systemModelSchema } from "./system-model.ts";
export { worstHealth } from "./worst-health.ts";
