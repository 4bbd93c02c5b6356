export type { GraphLayout, NodePosition, Point } from "./layout-graph.ts";
export { ReliabilityAnalyst } from "./reliability-analyst.ts";
export type { ReliabilityReport, ReportedCutSet } from "./reliability-report.ts";
export { requestLayout } from "./request-layout.ts";
export { PlanPreviewer } from "./plan-previewer.ts";
