import { displayName } from "@homeostat/core/system";
import { useRef } from "react";
import { useText } from "../../i18n/index.ts";
import { select, useLive } from "../../live/index.ts";
import { Button, Select, useIntent } from "../../ui/index.ts";
import type { Folding } from "./map/folds.ts";
import { collapseAll, setFigure, toggleOnlyUnhealthy, useMap } from "./map/map-store.ts";
import { figures } from "./map/node-facts.ts";
import { nowText } from "./text.ts";
import { type View, views } from "./view.ts";

interface ToolbarProps {
  readonly folding: Folding;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

export function Toolbar({ folding, view, onView, query, onQuery }: ToolbarProps) {
  const text = useText(nowText);
  const onlyUnhealthy = useMap((m) => m.onlyUnhealthy);
  const hasCollapsed = useMap((m) => m.collapsed.size > 0) && !folding.isNeeded;
  const hasOpened = useMap((m) => m.opened.length > 0);
  const figure = useMap((m) => m.figure);
  const movedByHand = useMap((m) => m.movedByHand);
  const input = useRef<HTMLInputElement>(null);
  useIntent("search", () => input.current?.focus());
  const toFirst = () => {
    const wanted = query.trim().toLowerCase();
    const found = useLive
      .getState()
      .shown.model?.components.find(
        (one) => displayName(one).toLowerCase().includes(wanted) || one.id.includes(wanted),
      );
    if (wanted !== "" && found !== undefined) select(found.id);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5">
      <input
        ref={input}
        type="search"
        value={query}
        aria-label={text.search.label}
        placeholder={text.search.placeholder}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") toFirst();
          if (event.key === "Escape") {
            onQuery("");
            input.current?.blur();
          }
        }}
        className="min-h-7 w-44 rounded border border-line bg-raised px-2 placeholder:text-ink-soft"
      />
      <Button pressed={onlyUnhealthy} onClick={toggleOnlyUnhealthy}>
        {text.map.onlyUnhealthy}
      </Button>
      <Button pressed={hasCollapsed} disabled={folding.isNeeded && !hasOpened} onClick={collapseAll}>
        {hasCollapsed ? text.map.expandGroups : text.map.collapseGroups}
      </Button>
      <Button onClick={() => useMap.setState({ movedByHand: false })} disabled={!movedByHand}>
        {text.map.fit}
      </Button>
      <Select
        label={text.map.figure.label}
        value={figure}
        options={figures.map((value) => ({ value, label: text.map.figure[value] }))}
        onChange={(value) => setFigure(figures.find((one) => one === value) ?? "usual")}
      />
      <div role="group" aria-label={text.map.views.label} className="ml-auto flex max-wide:hidden">
        {views.map((one) => (
          <Button key={one} pressed={view === one} onClick={() => onView(one)}>
            {text.map.views[one]}
          </Button>
        ))}
      </div>
    </div>
  );
}
