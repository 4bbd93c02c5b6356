import {
  Background,
  BackgroundVariant,
  type Node,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useMemo, useRef } from "react";
import { useText } from "../../../i18n/index.ts";
import { select, useLive } from "../../../live/index.ts";
import { announce } from "../../../ui/index.ts";
import { nowText } from "../text.ts";
import { ComponentNode } from "./component-node.tsx";
import { EdgeLayer } from "./edge-layer.tsx";
import { nodeSize } from "./edge-route.ts";
import { type Folding, mostDrawn } from "./folds.ts";
import { MapKeyboard } from "./map-keyboard.tsx";
import { openFold, useMap } from "./map-store.ts";
import type { MapNode, Topology } from "./topology.ts";
import { TrafficCanvas } from "./traffic-canvas.tsx";
import { type MapLayout, type Positions, useLayout } from "./use-layout.ts";

const fitOptions = { padding: 0.03, maxZoom: 1.1 };
const nodeTypes = { component: ComponentNode };
/** The dependency graph: who needs whom, how well each is, and what flows. */
export function SystemMap({ topology, folding }: { readonly topology: Topology; readonly folding: Folding }) {
  const text = useText(nowText).map;
  const layout = useLayout(topology);
  if (layout?.key !== topology.key) {
    return (
      <div className="flex flex-1 items-center justify-center text-ink-soft" aria-busy="true">
        {text.layingOut}
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ReactFlowProvider>
        <LaidMap topology={topology} layout={layout} />
      </ReactFlowProvider>
      {folding.isNeeded && <FoldingNote folding={folding} />}
    </div>
  );
}

function LaidMap({ topology, layout }: { readonly topology: Topology; readonly layout: MapLayout }) {
  const { positions } = layout;
  const text = useText(nowText).map;
  const isStale = useLive((s) => s.past === null && s.phase !== "following");
  const nodes = useMemo(() => nodesOf(topology, positions), [topology, positions]);
  return (
    <div
      className={`relative min-h-0 flex-1 transition-opacity ${isStale ? "opacity-50" : ""}`}
      role="group"
      aria-label={text.label}
      data-testid="map"
    >
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.08}
        maxZoom={2}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        proOptions={{ hideAttribution: true }}
        onNodeClick={(_, { data }) => {
          const { id, fold } = data["node"] as MapNode;
          if (fold === undefined) select(id);
          else openFold(fold);
        }}
        onNodeContextMenu={(event, { data }) => {
          event.preventDefault();
          const { id, fold } = data["node"] as MapNode;
          if (fold !== undefined) return openFold(fold);
          select(id);
          announce("break");
        }}
        onPaneClick={() => select(null)}
        onMoveStart={(event) =>
          useMap.setState(event === null ? { moving: true } : { moving: true, movedByHand: true })
        }
        onMoveEnd={() => useMap.setState({ moving: false })}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1} color="var(--line)" />
        <EdgeLayer topology={topology} layout={layout} />
        <TrafficCanvas topology={topology} layout={layout} />
        <KeepFitted />
        <RevealSelection positions={positions} topology={topology} />
      </ReactFlow>
      <MapKeyboard topology={topology} positions={positions} />
    </div>
  );
}

/** Why so little is drawn, and how to see the rest. */
function FoldingNote({ folding: { by, folds } }: { readonly folding: Folding }) {
  const text = useText(nowText).map.folds;
  const components = folds.reduce((sum, { members }) => sum + members.length, 0);
  return (
    <p className="border-t border-line bg-surface px-3 py-1 text-ink-soft" data-testid="folding">
      {text.why[by](components, mostDrawn)} {text.open}
    </p>
  );
}

function nodesOf(topology: Topology, positions: Positions): Node[] {
  return topology.nodes.map((node) => {
    const { x, y } = positions.get(node.id) ?? { x: 0, y: 0 };
    return {
      id: node.id,
      type: "component",
      position: { x, y },
      ...nodeSize,
      data: { node },
      measured: nodeSize,
    };
  });
}

/** Fits the map anew when its room changes, for as long as nobody has moved it by hand. */
function KeepFitted() {
  const flow = useReactFlow();
  const width = useStore((s) => s.width);
  const height = useStore((s) => s.height);
  const isMine = useMap((m) => m.movedByHand);
  useEffect(() => {
    if (!isMine && width > 0 && height > 0) void flow.fitView(fitOptions);
  }, [width, height, isMine, flow]);
  return null;
}

/** Brings what is selected elsewhere (search, outline, a card) into view; what is in view already stays where it is. */
function RevealSelection({ positions, topology }: { readonly positions: Positions; readonly topology: Topology }) {
  const flow = useReactFlow();
  const selection = useLive((s) => s.selection);
  const first = useRef(true);
  useEffect(() => {
    const node = topology.nodes.find(({ members }) => selection !== null && members.includes(selection));
    const place = node && positions.get(node.id);
    if (first.current) {
      first.current = false;
      return;
    }
    if (place === undefined) return;
    const [x, y] = [place.x + nodeSize.width / 2, place.y + nodeSize.height / 2];
    const at = flow.flowToScreenPosition({ x, y });
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    const isInView = box !== undefined && at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom;
    if (!isInView) void flow.setCenter(x, y, { zoom: Math.max(0.7, flow.getZoom()), duration: 300 });
  }, [selection, positions, topology, flow]);
  return null;
}
