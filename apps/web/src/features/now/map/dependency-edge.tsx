import { memo } from "react";
import { useLive, useSystem } from "../../../live/index.ts";
import { useMap } from "./map-store.ts";
import { worstOf } from "./node-facts.ts";
import type { MapEdge, MapNode } from "./topology.ts";

const dash = { hard: undefined, soft: "7 5", async: "2 5" };

interface DependencyEdgeProps {
  readonly edge: MapEdge;
  readonly path: string;
  readonly from: MapNode;
  readonly to: MapNode;
}

/** A dependency: solid where hard, dashed where soft, dotted where asynchronous; stronger where what is needed is unwell. */
export const DependencyEdge = memo(function DependencyEdge({ edge, path, from, to }: DependencyEdgeProps) {
  const health = useSystem((s) => worstOf(s, to.members));
  const touches = useLive(
    (s) => s.selection !== null && (from.members.includes(s.selection) || to.members.includes(s.selection)),
  );
  const carriesBlast = useMap(
    ({ blast }) =>
      blast !== null &&
      from.members.some((id) => blast[id] !== undefined) &&
      to.members.some((id) => blast[id] === "fails"),
  );
  const isFaded = useMap((m) => m.blast !== null) && !carriesBlast;
  const isBad = health === "failing" || health === "degraded";
  const tone = carriesBlast
    ? "stroke-fault"
    : touches
      ? "stroke-accent"
      : isBad
        ? health === "failing"
          ? "stroke-failing"
          : "stroke-degraded"
        : "stroke-line-strong";
  return (
    <path
      d={path}
      data-edge={edge.id}
      fill="none"
      className={`${tone} ${isFaded ? "opacity-20" : touches || isBad || carriesBlast ? "opacity-90" : "opacity-45"}`}
      strokeWidth={carriesBlast || touches ? 2 : 1.25}
      strokeDasharray={dash[edge.kind]}
    />
  );
});
