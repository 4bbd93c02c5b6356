import { graphlib, layout } from "@dagrejs/dagre";

/** What the layout needs of a graph: nothing that changes with health. */
export interface LayoutRequest {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** Size of a node, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface NodePosition {
  readonly id: string;
  /** Top left corner, CSS pixels at zoom 1. */
  readonly x: number;
  readonly y: number;
}

/** Where network simplex begins to take seconds, and tight-tree does nearly as well in a tenth of the time. */
const mostForNetworkSimplex = 120;

/** Callers left, what they need right (Gansner et al., 1993, as dagre does it). Takes long: for a worker. */
export function layoutGraph({ nodes, edges, width, height }: LayoutRequest): NodePosition[] {
  const graph = new graphlib.Graph();
  graph.setGraph({
    rankdir: "LR",
    nodesep: 14,
    ranksep: 44,
    edgesep: 8,
    ranker: nodes.length > mostForNetworkSimplex ? "tight-tree" : "network-simplex",
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of nodes) graph.setNode(id, { width, height });
  for (const [from, to] of edges) graph.setEdge(from, to);
  layout(graph);
  return nodes.map((id) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return { id, x: Math.round(x - width / 2), y: Math.round(y - height / 2) };
  });
}
