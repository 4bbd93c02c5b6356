export {
  type Action,
  type ActionKind,
  type ActionResult,
  type ActionSpec,
  actionKindSchema,
  actionSchema,
  actionSpecs,
  type OutcomeKind,
  outcomeKindSchema,
} from "./action.ts";
export { type Component, type ComponentKind, componentKindSchema, componentSchema, displayName } from "./component.ts";
export { type Dependency, type DependencyKind, dependencySchema } from "./dependency.ts";
export {
  type Fault,
  type FaultHandle,
  type FaultKind,
  type FaultSpec,
  faultHandleSchema,
  faultKindSchema,
  faultSchema,
  faultSpecs,
} from "./fault.ts";
export { type Frame, frameSchema } from "./frame.ts";
export { type Health, healthSchema, worstHealth } from "./health.ts";
export type { Cancellation, Capabilities, ManagedSystem } from "./managed-system.ts";
export { isStandardMetric, type MetricSpec, metricSpecs, type StandardMetric } from "./metric.ts";
export { parseSystem, systemJsonSchema } from "./parse-system.ts";
export { type ParsedYaml, parseYaml, type YamlPath } from "./parse-yaml.ts";
export { componentOf, type Slo, type SystemModel, systemModelSchema } from "./system-model.ts";
