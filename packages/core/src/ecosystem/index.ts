export { type Affected, affectedBy } from "./affected.ts";
export { type Loan, possibleLoans, sparable, type Standing } from "./lending.ts";
export { type RecoveryWave, recoveryOrder } from "./recovery-order.ts";
export { predictReach } from "./predict-reach.ts";
export { type MetricColumn, type MetricRole, metricRole, type MetricTable } from "./metric-table.ts";
export {
  type CallEdge,
  type ComponentScore,
  incidentStart,
  type MetricScore,
  rankRootCauses,
  type RootCauseOptions,
  type RootCauseRanking,
} from "./root-cause.ts";
export { parseCallGraph, parseFlatMetrics, parsePetshopMetrics } from "./parse-metrics.ts";
