import { useDeferredValue, useMemo, useState } from "react";
import { useText } from "../../i18n/index.ts";
import { useLive, useSystem } from "../../live/index.ts";
import { EmptyState, Skeleton, useIntent } from "../../ui/index.ts";
import { Activity } from "./activity/activity.tsx";
import { FaultSheet } from "./break/fault-sheet.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { foldedNow, foldingOf } from "./map/folds.ts";
import { toggleOnlyUnhealthy, useMap } from "./map/map-store.ts";
import { SystemMap } from "./map/system-map.tsx";
import { topologyOf } from "./map/topology.ts";
import { Outline } from "./outline/outline.tsx";
import { nowText } from "./text.ts";
import { Toolbar } from "./toolbar.tsx";
import { useView } from "./view.ts";

/** Is it well, and what does it want to do? The map and the outline, and beside them what needs a person. */
export function NowPage() {
  const text = useText(nowText);
  const model = useSystem((s) => s.model);
  const phase = useLive((s) => s.phase);
  const collapsed = useMap((m) => m.collapsed);
  const selection = useLive((s) => s.selection);
  const { view, setView, showsMap, showsOutline } = useView();
  const [query, setQuery] = useState("");
  const [breaks, setBreaks] = useState(false);
  const opened = useMap((m) => m.opened);
  const folding = useMemo(() => (model === null ? undefined : foldingOf(model)), [model]);
  const topology = useMemo(
    () =>
      model === null || folding === undefined ? undefined : topologyOf(model, foldedNow(folding, collapsed, opened)),
    [model, folding, collapsed, opened],
  );
  // What was pressed answers at once; the panel with its charts may come a frame later.
  const shownSelection = useDeferredValue(selection);
  const selected = model?.components.find(({ id }) => id === shownSelection);
  useIntent("only-unhealthy", toggleOnlyUnhealthy);
  useIntent("break", () => setBreaks(useLive.getState().selection !== null));

  if (topology === undefined || folding === undefined) {
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
        <Toolbar folding={folding} view={view} onView={setView} query={query} onQuery={setQuery} />
        <div className="flex min-h-0 flex-1">
          {showsMap && <SystemMap topology={topology} folding={folding} />}
          {showsOutline && (
            <div
              className={`flex min-h-0 min-w-0 flex-col bg-surface ${showsMap ? "w-104 border-l border-line" : "flex-1"}`}
            >
              <Outline query={query} />
            </div>
          )}
        </div>
        {selected !== undefined && <Inspector key={selected.id} component={selected} />}
      </div>
      <aside
        aria-label={text.activity}
        className="shrink-0 overflow-y-auto bg-surface max-wide:border-t wide:w-88 wide:border-l wide:border-line"
      >
        {breaks && selected !== undefined && <FaultSheet component={selected} onClose={() => setBreaks(false)} />}
        <Activity />
      </aside>
    </div>
  );
}
