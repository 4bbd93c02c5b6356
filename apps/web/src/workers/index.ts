export type { NodePosition } from "./layout-graph.ts";
export { requestLayout } from "./request-layout.ts";
