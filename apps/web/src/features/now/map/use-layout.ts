import { useEffect, useRef, useState } from "react";
import { type GraphLayout, type NodePosition, requestLayout } from "../../../workers/index.ts";
import { type EdgeRoute, edgeRoute, nodeSize } from "./edge-route.ts";
import type { Topology } from "./topology.ts";

export type Positions = ReadonlyMap<string, NodePosition>;

/** Where everything is drawn. */
export interface MapLayout {
  /** Of a topology with this key. */
  readonly key: string;
  readonly positions: Positions;
  /** How each edge runs, by its id. */
  readonly routes: ReadonlyMap<string, EdgeRoute>;
}

/** The layout of the map; undefined until the worker has answered, and kept until a changed topology has its answer. */
export function useLayout(topology: Topology): MapLayout | undefined {
  const [laid, setLaid] = useState<MapLayout>();
  const latest = useRef(topology);
  useEffect(() => {
    latest.current = topology;
  });
  const { key } = topology;
  useEffect(() => {
    const request = new AbortController();
    const { nodes, edges } = latest.current;
    const ends = edges.map(({ from, to }) => [from, to] as const);
    requestLayout({ nodes: nodes.map(({ id }) => id), edges: ends, ...nodeSize }, request.signal).then(
      (layout) => setLaid(mapLayout(key, edges, layout)),
      (error: unknown) => console.error(error),
    );
    return () => request.abort();
  }, [key]);
  return laid;
}

function mapLayout(key: string, edges: Topology["edges"], { nodes, passes }: GraphLayout): MapLayout {
  const positions = new Map(nodes.map((node) => [node.id, node]));
  const routes = new Map<string, EdgeRoute>();
  for (const [place, { id, from, to }] of edges.entries()) {
    const [start, end] = [positions.get(from), positions.get(to)];
    if (start !== undefined && end !== undefined) routes.set(id, edgeRoute(start, end, passes[place] ?? []));
  }
  return { key, positions, routes };
}
