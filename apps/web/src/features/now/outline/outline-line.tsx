import { componentOf } from "@homeostat/core/system";
import { ChevronDown, ChevronRight } from "lucide-react";
import { terms, useFormat, useText } from "../../../i18n/index.ts";
import { select, useLive, useSystem } from "../../../live/index.ts";
import { healthTint, KindIcon, Sparkline, StatusMark } from "../../../ui/index.ts";
import { toggleGroup } from "../map/map-store.ts";
import { isDeferred } from "../map/node-facts.ts";
import { useHeadline } from "../map/use-headline.ts";
import { nowText } from "../text.ts";
import type { OutlineRow } from "./outline-rows.ts";

interface OutlineLineProps {
  readonly row: OutlineRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isFocusTarget: boolean;
  readonly onFocus: (index: number) => void;
}

export function OutlineLine({ row, index, top, height, isFocusTarget, onFocus }: OutlineLineProps) {
  const isSelected = useLive((s) => row.kind === "component" && s.selection === row.fact.id);
  const tint = isSelected ? "bg-accent-tint" : row.health === "healthy" ? "" : healthTint[row.health];
  return (
    // The grid hears the keys for all its rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      aria-level={row.kind === "group" ? 1 : row.level}
      aria-rowindex={index + 2}
      aria-expanded={row.kind === "group" ? row.isOpen : undefined}
      aria-selected={row.kind === "component" ? isSelected : undefined}
      tabIndex={isFocusTarget ? 0 : -1}
      data-index={index}
      data-component={row.kind === "component" ? row.fact.id : undefined}
      onFocus={() => onFocus(index)}
      onClick={() => (row.kind === "group" ? toggleGroup(row.group) : select(row.fact.id))}
      className={`absolute inset-x-0 flex cursor-pointer items-center border-b border-line hover:bg-sunken focus-visible:-outline-offset-2 ${tint}`}
      style={{ top, height }}
    >
      {row.kind === "group" ? <GroupCells row={row} /> : <ComponentCells row={row} />}
    </div>
  );
}

function GroupCells({ row }: { readonly row: Extract<OutlineRow, { kind: "group" }> }) {
  const text = useText(nowText).map;
  const Chevron = row.isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <span role="gridcell" className="flex min-w-0 flex-1 items-center gap-1 px-1.5">
        <Chevron className="size-3.5 shrink-0 text-ink-soft" aria-hidden="true" />
        <strong className="truncate font-semibold">{row.group}</strong>
        <span className="text-2xs text-ink-soft" aria-hidden="true">
          {row.count}
        </span>
        <span className="sr-only">{text.group(row.count)}</span>
      </span>
      <span role="gridcell" className="w-24 px-2">
        <StatusMark health={row.health} />
      </span>
      <span role="gridcell" className="w-16 max-narrow:hidden @lg:w-28" />
      <span role="gridcell" className="w-14 max-narrow:hidden @max-md:hidden" />
      <span role="gridcell" className="w-14" />
    </>
  );
}

function ComponentCells({ row }: { readonly row: Extract<OutlineRow, { kind: "component" }> }) {
  const format = useFormat();
  const words = useText(terms);
  const { id, name, reach } = row.fact;
  const component = useSystem((s) => componentOf(s.model, id));
  const trail = useSystem((s) => s.components[id]?.trail);
  const headline = useHeadline(component);
  const text = useText(nowText).map;
  const deferred = useSystem((s) => isDeferred(s, id));
  if (component === undefined) return null;
  return (
    <>
      <span
        role="gridcell"
        className={`flex min-w-0 flex-1 items-center gap-1.5 pr-1 ${row.level === 2 ? "pl-6" : "pl-2"}`}
      >
        <KindIcon kind={component.kind} className="size-3.5 text-ink-soft" />
        <span className="sr-only">{words.componentKind[component.kind]} </span>
        <span className="truncate">{name}</span>
        {deferred && (
          <span role="img" title={text.deferred} aria-label={text.deferred} className="text-xs">
            ◷
          </span>
        )}
      </span>
      <span role="gridcell" className="w-24 px-2">
        <StatusMark health={row.health} />
      </span>
      <span role="gridcell" className="flex w-16 items-center justify-end gap-1 px-1 max-narrow:hidden @lg:w-28">
        <Sparkline values={trail ?? []} width={36} height={16} className="text-ink-soft @max-lg:hidden" />
        {headline}
      </span>
      <span role="gridcell" className="w-14 px-2 text-right max-narrow:hidden @max-md:hidden">
        {format.integer(reach)}
      </span>
      <span role="gridcell" className="w-14 px-2 text-right">
        {format.number(row.risk)}
      </span>
    </>
  );
}
