import { useMemo } from "react";
import { useSystem } from "../../live/index.ts";
import { useText } from "../../i18n/index.ts";
import { EmptyState, Skeleton, useIntent } from "../../ui/index.ts";
import { toggleOnlyUnhealthy, useMap } from "./map/map-store.ts";
import { SystemMap } from "./map/system-map.tsx";
import { topologyOf } from "./map/topology.ts";
import { Outline } from "./outline/outline.tsx";
import { nowText } from "./text.ts";
import { Toolbar } from "./toolbar.tsx";
import { useView } from "./view.ts";
import { useLive } from "../../live/index.ts";
import { useState } from "react";

/** Is it well, and what does it want to do? The map and the outline, and beside them what needs a person. */
export function NowPage() {
  const text = useText(nowText);
  const model = useSystem((s) => s.model);
  const phase = useLive((s) => s.phase);
  const collapsed = useMap((m) => m.collapsed);
  const { view, setView, showsMap, showsOutline } = useView();
  const [query, setQuery] = useState("");
  const topology = useMemo(() => (model === null ? undefined : topologyOf(model, collapsed)), [model, collapsed]);
  useIntent("only-unhealthy", toggleOnlyUnhealthy);

  if (topology === undefined) {
    return phase === "following" ? (
      <EmptyState title={text.map.empty}>{text.map.emptyNext}</EmptyState>
    ) : (
      <Skeleton lines={12} label={text.map.layingOut} />
    );
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col wide:flex-row">
      <h1 className="sr-only">{text.title}</h1>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <Toolbar view={view} onView={setView} query={query} onQuery={setQuery} />
        <div className="flex min-h-0 flex-1">
          {showsMap && (
            <div className="flex min-h-0 min-w-0 flex-1 max-wide:hidden">
              <SystemMap topology={topology} />
            </div>
          )}
          {showsOutline && (
            <div className={`flex min-h-0 flex-col bg-surface ${showsMap ? "w-104 border-l border-line" : "flex-1"}`}>
              <Outline query={query} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
