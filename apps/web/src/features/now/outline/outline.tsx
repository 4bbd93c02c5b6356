import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useText } from "../../../i18n/index.ts";
import { select, useLive, useSystem } from "../../../live/index.ts";
import { EmptyState } from "../../../ui/index.ts";
import { toggleGroup, useMap } from "../map/map-store.ts";
import { nowText } from "../text.ts";
import { ColumnHead } from "./column-head.tsx";
import { OutlineLine } from "./outline-line.tsx";
import { type OutlineOrder, outlineFacts, outlineRows } from "./outline-rows.ts";

const rowHeight = 30;

/** The same facts as the map, as a tree grid: for keyboards, screen readers, narrow windows, and for sorting. */
export function Outline({ query }: { readonly query: string }) {
  const { outline: text, search, map } = useText(nowText);
  const model = useSystem((s) => s.model);
  const onlyUnhealthy = useMap((m) => m.onlyUnhealthy);
  const closed = useMap((m) => m.collapsed);
  const [order, setOrder] = useState<OutlineOrder>("name");
  const facts = useMemo(() => (model === null ? [] : outlineFacts(model)), [model]);
  // Rows change with health, not with every sample: they are made anew when this text is another.
  const healths = useSystem((s) => facts.map(({ id }) => s.components[id]?.health).join());
  const rows = useMemo(
    () =>
      healths === undefined
        ? []
        : outlineRows(facts, useLive.getState().shown, { order, query, onlyUnhealthy, closed }),
    [facts, healths, order, query, onlyUnhealthy, closed],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const [focused, setFocused] = useState(0);
  const current = Math.min(focused, rows.length - 1);

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setFocused(next);
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const row = rows[current];
    if (row === undefined || event.target instanceof HTMLButtonElement) return;
    const fold = (isOpen: boolean) => row.kind === "group" && row.isOpen === isOpen && toggleGroup(row.group);
    const moves: Record<string, () => unknown> = {
      ArrowDown: () => focusRow(current + 1),
      ArrowUp: () => focusRow(current - 1),
      PageDown: () => focusRow(current + 10),
      PageUp: () => focusRow(current - 10),
      Home: () => focusRow(0),
      End: () => focusRow(rows.length - 1),
      Enter: () => (row.kind === "component" ? select(row.fact.id) : toggleGroup(row.group)),
      ArrowRight: () => fold(false),
      ArrowLeft: () => fold(true),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };
  const nothing = query !== "" ? search.none : onlyUnhealthy ? map.allHealthy : map.empty;

  return (
    <div
      ref={scroller}
      role="treegrid"
      tabIndex={-1}
      aria-label={text.label}
      aria-rowcount={rows.length + 1}
      data-testid="outline"
      onKeyDown={onKeyDown}
      className="@container min-h-0 flex-1 overflow-auto max-wide:max-h-[70dvh]"
    >
      <div role="row" aria-rowindex={1} className="sticky top-0 z-10 flex border-b border-line bg-surface">
        <ColumnHead order="name" current={order} onOrder={setOrder} label={text.name} className="flex-1" />
        <ColumnHead order="status" current={order} onOrder={setOrder} label={text.status} className="w-24" />
        <span role="columnheader" className="eyebrow w-16 @lg:w-28 px-1 py-1.5 text-right max-narrow:hidden">
          {text.value}
        </span>
        <ColumnHead
          order="reach"
          current={order}
          onOrder={setOrder}
          label={text.reach}
          help={text.reachHelp}
          className="w-14 justify-end max-narrow:hidden @max-md:hidden"
        />
        <ColumnHead
          order="risk"
          current={order}
          onOrder={setOrder}
          label={text.risk}
          help={text.riskHelp}
          className="w-14 justify-end"
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState title={nothing} />
      ) : (
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <OutlineLine
                key={row.kind === "group" ? `group:${row.group}` : row.fact.id}
                row={row}
                index={index}
                top={start}
                height={rowHeight}
                isFocusTarget={index === current}
                onFocus={setFocused}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
