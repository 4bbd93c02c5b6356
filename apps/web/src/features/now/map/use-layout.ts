import { useEffect, useRef, useState } from "react";
import { type NodePosition, requestLayout } from "../../../workers/index.ts";
import { nodeSize } from "./edge-curve.ts";
import type { Topology } from "./topology.ts";

export type Positions = ReadonlyMap<string, NodePosition>;

/** Where each node stands; undefined until the worker has answered, and kept until a changed topology has its answer. */
export function useLayout(topology: Topology): { readonly positions: Positions | undefined; readonly key: string } {
  const [laid, setLaid] = useState<{ positions: Positions | undefined; key: string }>({
    positions: undefined,
    key: "",
  });
  const latest = useRef(topology);
  useEffect(() => {
    latest.current = topology;
  });
  const { key } = topology;
  useEffect(() => {
    const request = new AbortController();
    const { nodes, edges } = latest.current;
    requestLayout(
      { nodes: nodes.map(({ id }) => id), edges: edges.map(({ from, to }) => [from, to] as const), ...nodeSize },
      request.signal,
    ).then(
      (positions) => setLaid({ positions: new Map(positions.map((p) => [p.id, p])), key }),
      (error: unknown) => console.error(error),
    );
    return () => request.abort();
  }, [key]);
  return laid;
}
