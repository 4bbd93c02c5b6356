import { useRef, useState } from "react";
import { useReactFlow } from "@xyflow/react";
import { terms, useText } from "../../../i18n/index.ts";
import { select, useLive } from "../../../live/index.ts";
import { nowText } from "../text.ts";
import { nodeSize } from "./edge-route.ts";
import { openFold } from "./map-store.ts";
import { worstOf } from "./node-facts.ts";
import { neighbourOf } from "./neighbour.ts";
import type { Topology } from "./topology.ts";
import type { Positions } from "./use-layout.ts";
import { useNodeName } from "./use-node-name.ts";

/**
 * The map for the keyboard: one stop in the tab order, in which the arrow keys follow the dependencies. What has the focus
 * is marked on the map and named for a screen reader.
 */
export function MapKeyboard({ topology, positions }: { readonly topology: Topology; readonly positions: Positions }) {
  const text = useText(nowText).map;
  const words = useText(terms).health;
  const nameOf = useNodeName();
  const flow = useReactFlow();
  const button = useRef<HTMLButtonElement>(null);
  const selection = useLive((s) => s.selection);
  /** Where the arrow keys have led, for as long as nothing else is selected. */
  const [walk, setWalk] = useState<{ readonly at: string; readonly selection: string | null } | undefined>(undefined);
  const at = walk?.selection === selection ? walk.at : undefined;
  const [hasFocus, setFocus] = useState(false);
  const selected = topology.nodes.find(({ members }) => selection !== null && members.includes(selection))?.id;
  const current = at !== undefined && positions.has(at) ? at : (selected ?? topology.nodes[0]?.id);
  const node = topology.nodes.find(({ id }) => id === current);
  const place = current === undefined ? undefined : positions.get(current);

  if (node === undefined || place === undefined) return null;
  const name = () => {
    const { shown } = useLive.getState();
    const count = node.fold === undefined ? "" : `, ${text.group(node.members.length)}`;
    return `${nameOf(shown, node)}, ${words[worstOf(shown, node.members)]}${count}`;
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const next = neighbourOf(topology, positions, node.id, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setWalk({ at: next, selection });
    const { x, y } = positions.get(next) ?? place;
    void flow.setCenter(x + nodeSize.width / 2, y + nodeSize.height / 2, { zoom: flow.getZoom(), duration: 150 });
  };
  return (
    <button
      ref={button}
      type="button"
      data-testid="map-keyboard"
      title={text.help}
      aria-label={name()}
      className="pointer-events-none absolute top-2 left-2 z-10 rounded border border-accent bg-raised px-2 py-1 font-semibold opacity-0 focus-visible:opacity-100"
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
      onKeyDown={onKeyDown}
      onClick={() => (node.fold === undefined ? select(node.id) : openFold(node.fold))}
    >
      <span aria-live={hasFocus ? "polite" : "off"}>{name()}</span>
    </button>
  );
}
