import { componentOf, displayName } from "@homeostat/core/system";
import { type NodeProps, useStore } from "@xyflow/react";
import { Hand, Zap } from "lucide-react";
import { memo } from "react";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { useLive, useNow, useSystem, useSystemParts } from "../../../live/index.ts";
import { HealthGlyph, healthTint, healthTone, KindIcon, Sparkline } from "../../../ui/index.ts";
import { nowText } from "../text.ts";
import { nodeSize } from "./edge-route.ts";
import { useMap } from "./map-store.ts";
import { faultOn, isDeferred, unwellOf, waitsForPerson, worstOf } from "./node-facts.ts";
import type { MapNode } from "./topology.ts";
import { useHeadline } from "./use-headline.ts";
import { useNodeName } from "./use-node-name.ts";

/** Below this zoom a node shows its shape alone. */
const farZoom = 0.36;
/** Below this zoom it shows its shape and its name, large enough to be read. */
const middleZoom = 0.72;

/** A component, or a collapsed group, on the map. It subscribes to its own facts and nothing else. */
export const ComponentNode = memo(function ComponentNode({ id, data }: NodeProps) {
  const { node } = data as { readonly node: MapNode };
  const detail = useStore(({ transform: [, , zoom] }) =>
    zoom < farZoom ? "far" : zoom < middleZoom ? "middle" : "near",
  );
  const health = useSystem((s) => worstOf(s, node.members));
  const isSelected = useLive((s) => s.selection !== null && node.members.includes(s.selection));
  const isFaded = useMap((m) => m.onlyUnhealthy && m.blast === null) && health === "healthy";
  const blast = useMap((m) => node.members.map((member) => m.blast?.[member]).find((how) => how !== undefined));
  const isOutside = useMap((m) => m.blast !== null) && blast === undefined;
  const recedes = health === "healthy" && !isSelected && blast === undefined;
  const border =
    blast !== undefined ? "border-fault" : isSelected ? "border-accent" : recedes ? "border-line" : "border-current";
  const ring = blast !== undefined ? "ring-2 ring-fault" : isSelected ? "ring-2 ring-accent" : "";

  return (
    <div
      data-node={id}
      data-health={health}
      data-blast={blast}
      style={nodeSize}
      className={`group/node relative rounded border text-ink transition-opacity ${healthTone[health]} ${border} ${ring} ${
        recedes ? "bg-surface" : healthTint[health]
      } ${isFaded || isOutside ? "opacity-30" : ""} ${blast === "degrades" ? "border-dashed" : ""}`}
    >
      {detail === "far" ? (
        <div className="flex h-full items-center justify-center">
          <HealthGlyph health={health} className={recedes ? "size-5 opacity-70" : "size-9"} />
        </div>
      ) : detail === "middle" ? (
        <NameFace node={node} />
      ) : (
        <NodeFace node={node} />
      )}
      <Badges node={node} />
    </div>
  );
});

function NodeFace({ node }: { readonly node: MapNode }) {
  return node.fold === undefined ? <OneFace id={node.id} /> : <FoldFace node={node} isFar={false} />;
}

function NameFace({ node }: { readonly node: MapNode }) {
  const health = useSystem((s) => worstOf(s, node.members));
  const nameOf = useNodeName();
  const name = useSystem((s) => nameOf(s, node));
  const isFigureChosen = useMap((m) => m.figure !== "usual");
  if (node.fold !== undefined) return <FoldFace node={node} isFar />;
  return (
    <div className="flex h-full items-center gap-2 px-2.5 text-lg/5">
      <HealthGlyph health={health} className={health === "healthy" ? "size-4 opacity-80" : "size-6"} />
      <div className={`min-w-0 text-ink ${health === "healthy" ? "" : "font-semibold"}`}>
        <p className={isFigureChosen ? "truncate" : "line-clamp-2"}>{name}</p>
        {isFigureChosen && <Headline id={node.members[0]!} />}
      </div>
    </div>
  );
}

/** A fold shows the worst of its members by name, and how many there are; the same from afar, in larger letters. */
function FoldFace({ node, isFar }: { readonly node: MapNode; readonly isFar: boolean }) {
  const text = useText(nowText).map;
  const words = useText(terms).health;
  const nameOf = useNodeName();
  const name = useSystem((s) => nameOf(s, node));
  const health = useSystem((s) => worstOf(s, node.members));
  const { count, worst } = useSystemParts((s) => unwellOf(s, node.members));
  const worstName = useSystem((s) => (worst === undefined ? undefined : componentOf(s.model, worst)));
  return (
    <div
      className={`flex h-full flex-col justify-center px-2.5 ${isFar ? "text-lg/5" : "gap-0.5"}`}
      title={name}
      data-unwell={count}
    >
      <span className="flex items-center gap-1.5">
        <HealthGlyph health={health} />
        <strong className="truncate font-semibold text-ink">{name}</strong>
      </span>
      <span className={`flex justify-between gap-2 ${isFar ? "" : "text-2xs"}`}>
        <span className={`truncate ${healthTone[health]}`}>
          {worstName === undefined ? words[health] : displayName(worstName)}
        </span>
        <span className="shrink-0 text-ink-soft">
          {count > 0 ? text.unwellOf(count, node.members.length) : text.group(node.members.length)}
        </span>
      </span>
    </div>
  );
}

function Headline({ id }: { readonly id: string }) {
  const component = useSystem((s) => componentOf(s.model, id));
  return <p className="truncate font-semibold">{useHeadline(component)}</p>;
}

function OneFace({ id }: { readonly id: string }) {
  const words = useText(terms);
  const component = useSystem((s) => componentOf(s.model, id));
  const health = useSystem((s) => s.components[id]?.health ?? "unknown");
  const trail = useSystem((s) => s.components[id]?.trail);
  const headline = useHeadline(component);
  if (component === undefined) return null;
  return (
    <div className="flex h-full flex-col justify-between px-2 py-1.5">
      <div className="flex items-center gap-1.5">
        <HealthGlyph health={health} className={health === "healthy" ? "size-2.5" : "size-3.5"} />
        <span className={`min-w-0 flex-1 truncate ${health === "healthy" ? "text-ink" : "font-semibold text-ink"}`}>
          {displayName(component)}
        </span>
        <KindIcon kind={component.kind} className="size-3.5 text-ink-soft" />
      </div>
      <div className="flex items-end gap-1.5 text-2xs">
        <span className={`flex-1 truncate ${healthTone[health]}`}>{words.health[health]}</span>
        <Sparkline
          values={trail ?? []}
          width={48}
          height={16}
          className={health === "healthy" ? "text-ink-soft" : healthTone[health]}
        />
        <span className="w-13 text-right font-semibold whitespace-nowrap text-ink">{headline}</span>
      </div>
    </div>
  );
}

function Badges({ node }: { readonly node: MapNode }) {
  const text = useText(nowText).map;
  const fault = useSystem((s) => node.members.map((id) => faultOn(s, id)).find((one) => one !== undefined));
  const waits = useSystem((s) => node.members.some((id) => waitsForPerson(s, id)));
  const deferred = useSystem((s) => node.members.some((id) => isDeferred(s, id)));
  if (fault === undefined && !waits && !deferred) return null;
  return (
    <div className="absolute -top-2.5 -right-1.5 flex gap-1">
      {waits && (
        <span title={text.waitsForYou} className="flex h-5 items-center rounded-full bg-accent px-1 text-accent-ink">
          <Hand className="size-3.5" aria-label={text.waitsForYou} />
        </span>
      )}
      {deferred && (
        <span
          title={text.deferred}
          className="flex h-5 items-center rounded-full border border-line-strong bg-surface px-1 text-ink"
        >
          <span role="img" aria-label={text.deferred} className="text-xs leading-none">
            ◷
          </span>
        </span>
      )}
      {fault !== undefined && <FaultBadge until={fault.until} />}
    </div>
  );
}

function FaultBadge({ until }: { readonly until: number | undefined }) {
  const text = useText(nowText).map;
  const format = useFormat();
  const now = useNow();
  const left = until === undefined ? undefined : format.clock(until - now);
  return (
    <span
      title={left === undefined ? text.fault : text.faultFor(left)}
      className="flex h-5 items-center gap-0.5 rounded-full bg-fault px-1.5 text-2xs font-semibold text-ground"
    >
      <Zap className="size-3" aria-hidden="true" />
      {left ?? <span className="sr-only">{text.fault}</span>}
    </span>
  );
}
