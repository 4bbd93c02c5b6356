import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import { DependencyEdge } from "./dependency-edge.tsx";
import { curvePath, edgeCurve } from "./edge-curve.ts";
import type { Topology } from "./topology.ts";
import type { Positions } from "./use-layout.ts";

/** All dependencies as paths of one drawing under the nodes: they move with the map and cost nothing while it stands. */
export const EdgeLayer = memo(function EdgeLayer(props: {
  readonly topology: Topology;
  readonly positions: Positions;
}) {
  const { topology, positions } = props;
  const nodes = new Map(topology.nodes.map((node) => [node.id, node]));
  return (
    <ViewportPortal>
      <svg
        className="pointer-events-none absolute top-0 left-0 -z-10 overflow-visible"
        width="1"
        height="1"
        aria-hidden="true"
      >
        {topology.edges.map((edge) => {
          const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
          const [start, end] = [positions.get(edge.from), positions.get(edge.to)];
          if (from === undefined || to === undefined || start === undefined || end === undefined) return null;
          return (
            <DependencyEdge key={edge.id} edge={edge} path={curvePath(edgeCurve(start, end))} from={from} to={to} />
          );
        })}
      </svg>
    </ViewportPortal>
  );
});
