import type { Entry } from "@homeostat/core/journal";
import { useEffect, useMemo, useRef, useState } from "react";
import { useFormat, useText } from "../../i18n/index.ts";
import { goTo, serverNow, stepDecision, useLive, useSystem } from "../../live/index.ts";
import { Select } from "../../ui/index.ts";
import { appText } from "../text.ts";
import { CarbonLane } from "./carbon-lane.tsx";
import { Lane } from "./lane.tsx";
import { lanesOf } from "./lanes.ts";

const spans = [5, 15, 60] as const;
const minuteMs = 60_000;
const none: readonly Entry[] = [];
const stepMs = { small: 1_000, large: 10_000 };

/** The one clock of the page: what happened when, and the cursor that every panel follows. */
export function TimeRail() {
  const text = useText(appText).rail;
  const format = useFormat();
  const [minutes, setMinutes] = useState<number>(15);
  const spanMs = minutes * minuteMs;
  const end = useEndOfRail(spanMs);
  const start = end - spanMs;
  const marks = useLive((s) => s.marks);
  const older = useLive((s) => (start < s.marksFrom ? s.olderMarks : none));
  const at = useLive((s) => s.past?.at);
  const intensity = useSystem((s) => Object.values(s.green.intensities)[0]);
  const lanes = useMemo(() => lanesOf([...older, ...marks]), [older, marks]);
  const track = useRef<HTMLDivElement>(null);

  const moveTo = (clientX: number) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    goTo(share > 0.995 ? null : start + share * spanMs);
  };
  const cursor = at ?? end;
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.shiftKey ? stepMs.large : stepMs.small;
    const moves: Record<string, () => void> = {
      ArrowLeft: () => goTo(cursor - step),
      ArrowDown: () => goTo(cursor - step),
      ArrowRight: () => goTo(cursor + step >= end ? null : cursor + step),
      ArrowUp: () => goTo(cursor + step >= end ? null : cursor + step),
      PageUp: () => void stepDecision(1),
      PageDown: () => void stepDecision(-1),
      Home: () => goTo(start),
      End: () => goTo(null),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    move();
  };

  return (
    <section
      aria-label={text.label}
      data-testid="time-rail"
      className="sticky bottom-0 z-20 flex shrink-0 items-stretch overflow-x-clip border-t border-line bg-surface max-narrow:static"
    >
      <div className="flex w-24 shrink-0 flex-col justify-between border-r border-line py-1 pl-3 text-2xs text-ink-soft wide:w-28">
        <span>{text.lanes.faults}</span>
        <span>{text.lanes.findings}</span>
        <span>{text.lanes.decisions}</span>
        {intensity !== undefined && <span>{text.lanes.carbon}</span>}
        <Select
          label={text.span}
          value={String(minutes)}
          options={spans.map((n) => ({ value: String(n), label: text.minutes(n) }))}
          onChange={(value) => setMinutes(Number(value))}
        />
      </div>
      <div className="relative min-w-0 flex-1 px-2">
        <div
          ref={track}
          className="relative h-full cursor-crosshair touch-none"
          onPointerDown={(event) => {
            if ((event.target as Element).closest("button") !== null) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            moveTo(event.clientX);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
          }}
        >
          <Lane marks={lanes.faults} start={start} end={end} row={0} />
          <Lane marks={lanes.findings} start={start} end={end} row={1} />
          <Lane marks={lanes.decisions} start={start} end={end} row={2} />
          {intensity !== undefined && <CarbonLane intensity={intensity} start={start} end={end} />}
          <Ticks start={start} end={end} />
          <div
            role="slider"
            tabIndex={0}
            aria-label={text.cursor}
            aria-orientation="horizontal"
            aria-valuemin={Math.round(start)}
            aria-valuemax={Math.round(end)}
            aria-valuenow={Math.round(cursor)}
            aria-valuetext={at === undefined ? text.now : format.moment(at)}
            data-testid="time-cursor"
            onKeyDown={onKeyDown}
            className="absolute inset-y-0 z-10 -ml-3 w-6 cursor-ew-resize"
            style={{ left: `${Math.min(100, Math.max(0, ((cursor - start) / spanMs) * 100))}%` }}
          >
            <span
              className={`absolute inset-y-0 left-1/2 w-0.5 -translate-x-1/2 ${at === undefined ? "bg-accent" : "bg-degraded"}`}
            />
            <span
              className={`absolute top-0 left-1/2 size-2.5 -translate-x-1/2 rotate-45 ${at === undefined ? "bg-accent" : "bg-degraded"}`}
            />
          </div>
        </div>
      </div>
    </section>
  );
}

/**
 * The right end of the rail: now, moving on once a second. In the past it stands still, so that nothing slips away, until
 * the cursor leaves the rail: that is then brought to its middle.
 */
function useEndOfRail(spanMs: number): number {
  const isPast = useLive((s) => s.past !== null);
  const at = useLive((s) => s.past?.at);
  const [end, setEnd] = useState(serverNow);
  if (at !== undefined && (at < end - spanMs || at > end)) setEnd(Math.max(at, Math.min(serverNow(), at + spanMs / 2)));
  useEffect(() => {
    if (isPast) return;
    setEnd(serverNow());
    const timer = setInterval(() => setEnd(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [isPast]);
  return end;
}

function Ticks({ start, end }: { readonly start: number; readonly end: number }) {
  const format = useFormat();
  const every = Math.ceil((end - start) / 5 / minuteMs) * minuteMs;
  const ticks: number[] = [];
  for (let at = Math.ceil(start / every) * every; at < end - every / 3; at += every) ticks.push(at);
  return (
    <div className="absolute inset-x-0 bottom-0 h-6 text-2xs text-ink-soft" aria-hidden="true">
      {ticks.map((at) => (
        <span
          key={at}
          className="absolute bottom-1 border-l border-line-strong pl-1"
          style={{ left: `${((at - start) / (end - start)) * 100}%` }}
        >
          {format.time(at)}
        </span>
      ))}
    </div>
  );
}
