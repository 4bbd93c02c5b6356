import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import { DependencyEdge } from "./dependency-edge.tsx";
import type { Topology } from "./topology.ts";
import type { MapLayout } from "./use-layout.ts";

/** All dependencies as paths of one drawing under the nodes: they move with the map and cost nothing while it stands. */
export const EdgeLayer = memo(function EdgeLayer(props: { readonly topology: Topology; readonly layout: MapLayout }) {
  const { topology, layout } = props;
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
          const [from, to, route] = [nodes.get(edge.from), nodes.get(edge.to), layout.routes.get(edge.id)];
          if (from === undefined || to === undefined || route === undefined) return null;
          return <DependencyEdge key={edge.id} edge={edge} path={route.path} from={from} to={to} />;
        })}
      </svg>
    </ViewportPortal>
  );
});
