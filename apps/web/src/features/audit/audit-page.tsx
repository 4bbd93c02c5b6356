import type { Entry } from "@homeostat/core/journal";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { type MarksView, serverNow, useMarks } from "../../live/index.ts";
import { Button, EmptyState, MomentLink, Select, Skeleton } from "../../ui/index.ts";
import { auditText } from "./text.ts";
import { actorOf, useEntryWords } from "./use-entry-words.ts";

const spans = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
type Span = keyof typeof spans;
const rowHeight = 28;

/** Who did what, and when: the journal without its telemetry, newest first. */
export function AuditPage() {
  const text = useText(auditText);
  const [span, setSpan] = useState<Span>("hour");
  const [openedAt] = useState(serverNow);
  const [query, setQuery] = useState("");
  const [onlyPeople, setOnlyPeople] = useState(false);
  const view = useMarks(openedAt - spans[span]);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{text.title}</h1>
      <div className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5">
        <input
          type="search"
          value={query}
          aria-label={text.search}
          placeholder={text.search}
          onChange={(event) => setQuery(event.target.value)}
          className="min-h-7 w-56 rounded border border-line bg-raised px-2 placeholder:text-ink-soft"
        />
        <Select
          label={text.span}
          value={span}
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: text.spans[value] }))}
          onChange={(value) => setSpan((Object.keys(spans) as Span[]).find((one) => one === value) ?? "hour")}
        />
        <Button pressed={onlyPeople} onClick={() => setOnlyPeople(!onlyPeople)}>
          {text.onlyPeople}
        </Button>
        <p className="text-xs text-ink-soft">{text.help}</p>
      </div>
      <JournalTable view={view} query={query} onlyPeople={onlyPeople} />
    </div>
  );
}

interface JournalTableProps {
  readonly view: MarksView;
  readonly query: string;
  readonly onlyPeople: boolean;
}

function JournalTable({ view: { status, entries }, query, onlyPeople }: JournalTableProps) {
  const text = useText(auditText);
  const say = useEntryWords(entries);
  const wanted = query.trim().toLowerCase();
  const lines = useMemo(
    () =>
      entries
        .map((entry) => {
          const actor = actorOf(entry.event);
          const isPerson = "person" in actor;
          return {
            entry,
            isPerson,
            who: isPerson ? actor.person : text.machines[actor.machine],
            words: say(entry.event),
          };
        })
        .filter(({ isPerson, who, words }) => {
          const isWanted = [words, who].some((one) => one.toLowerCase().includes(wanted));
          return isWanted && (isPerson || !onlyPeople);
        })
        .reverse(),
    [entries, say, text, wanted, onlyPeople],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  if (status === "loading") return <Skeleton lines={14} label={text.loading} />;
  if (status === "failed") return <EmptyState title={text.failed} />;
  return (
    <div
      ref={scroller}
      role="table"
      // A region that scrolls can be reached by the keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-label={`${text.title}, ${text.count(lines.length)}`}
      aria-rowcount={lines.length + 1}
      data-testid="journal"
      className="min-h-0 flex-1 overflow-auto max-wide:max-h-[70dvh]"
    >
      <div role="row" aria-rowindex={1} className="sticky top-0 z-10 flex border-b border-line-strong bg-surface">
        {[text.entry, text.when, text.who, text.what].map((name, i) => (
          <span key={name} role="columnheader" className={`eyebrow px-3 py-1.5 ${columns[i]}`}>
            {name}
          </span>
        ))}
      </div>
      {lines.length === 0 ? (
        <EmptyState title={text.none} />
      ) : (
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            return line === undefined ? null : <JournalLine key={line.entry.seq} {...line} index={index} top={start} />;
          })}
        </div>
      )}
    </div>
  );
}

const columns = ["w-20 text-right", "w-28", "w-40 max-narrow:hidden", "min-w-0 flex-1"];

interface JournalLineProps {
  readonly entry: Entry;
  readonly isPerson: boolean;
  readonly who: string;
  readonly words: string;
  readonly index: number;
  readonly top: number;
}

function JournalLine({ entry, isPerson, who, words, index, top }: JournalLineProps) {
  const format = useFormat();
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`absolute inset-x-0 flex items-center border-b border-line hover:bg-sunken ${isPerson ? "bg-accent-tint" : ""}`}
      style={{ top, height: rowHeight }}
    >
      <span role="cell" className={`px-3 text-ink-soft ${columns[0]}`}>
        {format.integer(entry.seq)}
      </span>
      <span role="cell" className={`px-3 ${columns[1]}`}>
        <MomentLink at={entry.at} />
      </span>
      <span role="cell" className={`truncate px-3 ${isPerson ? "font-semibold" : "text-ink-soft"} ${columns[2]}`}>
        {who}
      </span>
      <span role="cell" className={`truncate px-3 ${columns[3]}`} title={words}>
        {words}
      </span>
    </div>
  );
}
