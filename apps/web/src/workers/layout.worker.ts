import { type LayoutRequest, layoutGraph } from "./layout-graph.ts";

onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  postMessage(layoutGraph(data));
};
