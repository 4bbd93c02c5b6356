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

/** A point of the drawing, CSS pixels at zoom 1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly nodes: readonly NodePosition[];
  /** For each edge, in the order of the request: where it passes the columns between its ends, from left to right. */
  readonly passes: readonly (readonly Point[])[];
}

/** Where network simplex begins to take seconds, and tight-tree does nearly as well in a tenth of the time. */
const mostForNetworkSimplex = 120;

/** Callers left, what they need right (Gansner et al., 1993, as dagre does it). Takes long: for a worker. */
export function layoutGraph({ nodes, edges, width, height }: LayoutRequest): GraphLayout {
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
  const centres = nodes.map((id) => graph.node(id) as Point);
  const columns = new Set(centres.map(({ x }) => Math.round(x)));
  return {
    nodes: centres.map(({ x, y }, place) => ({
      id: nodes[place] as string,
      x: Math.round(x - width / 2),
      y: Math.round(y - height / 2),
    })),
    passes: edges.map(([from, to]) => {
      const { points } = graph.edge(from, to) as { points: Point[] };
      const [left, right] = [graph.node(from) as Point, graph.node(to) as Point];
      return points
        .map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
        .filter(({ x }) => columns.has(x) && x > left.x + width && x < right.x - width)
        .toSorted((a, b) => a.x - b.x);
    }),
  };
}
