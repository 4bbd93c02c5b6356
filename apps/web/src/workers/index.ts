export type { LayoutRequest, NodePosition } from "./layout-graph.ts";
export { requestLayout } from "./request-layout.ts";
