import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { TimeAxis } from "./time-axis.ts";

interface MovableMarkProps {
  readonly kind: "run" | "deadline";
  readonly label: string;
  readonly valueText: string;
  readonly at: number;
  /** The end of a run; a deadline has none. */
  readonly to?: number;
  readonly min: number;
  readonly max: number;
  readonly axis: TimeAxis;
  readonly isPinned?: boolean;
  readonly isDisabled: boolean;
  /** While it is being moved. */
  readonly onMove: (at: number) => void;
  /** Once it is let go. */
  readonly onKeep: (at: number) => void;
  readonly onCancel: () => void;
  readonly onPin: () => void;
}

const hourMs = 3_600_000;

/** A moment that can be moved, by pointer or by arrow keys: a slider of slots. */
export function MovableMark(props: MovableMarkProps) {
  const { kind, at, to, axis, isDisabled, min, max } = props;
  const grip = useRef<{ startX: number; startAt: number; at: number } | undefined>(undefined);
  const fit = (moment: number) => Math.min(max, Math.max(min, Math.round(moment / axis.slotMs) * axis.slotMs));

  const start = (event: PointerEvent<HTMLDivElement>) => {
    if (isDisabled || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { startX: event.clientX, startAt: at, at };
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const held = grip.current;
    const width = event.currentTarget.closest<HTMLElement>("[data-track]")?.clientWidth ?? 0;
    if (held === undefined || width === 0) return;
    const next = fit(held.startAt + ((event.clientX - held.startX) / width) * (axis.to - axis.from));
    if (next === held.at) return;
    grip.current = { ...held, at: next };
    props.onMove(next);
  };
  const end = () => {
    const held = grip.current;
    grip.current = undefined;
    if (held !== undefined && held.at !== held.startAt) props.onKeep(held.at);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && grip.current !== undefined) {
      grip.current = undefined;
      props.onCancel();
      return;
    }
    if (isDisabled) return;
    if (event.key === "p" || event.key === "P") {
      event.stopPropagation();
      props.onPin();
      return;
    }
    const step = event.shiftKey ? hourMs : axis.slotMs;
    const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = fit(at + by);
    if (next !== at) props.onKeep(next);
  };

  const left = axis.place(at);
  const width = to === undefined ? undefined : axis.place(to) - left;
  const shape =
    kind === "deadline"
      ? "-ml-3 w-6 cursor-ew-resize before:absolute before:inset-y-1 before:left-1/2 before:-ml-px before:w-1 before:rounded before:bg-failing"
      : "my-2.5 min-w-6 cursor-grab";
  // A short run is drawn as long as it is, and can be held by more.
  return (
    <>
      {width !== undefined && (
        <div
          className={`absolute inset-y-2.5 min-w-0.5 rounded-sm bg-accent ${props.isPinned === true ? "outline-2 outline-offset-1 outline-ink" : ""} ${isDisabled ? "opacity-70" : ""}`}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      )}
      <div
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={Math.round(min / 60_000)}
        aria-valuemax={Math.round(max / 60_000)}
        aria-valuenow={Math.round(at / 60_000)}
        aria-valuetext={props.valueText}
        aria-disabled={isDisabled}
        title={`${props.label}: ${props.valueText}`}
        data-mark={kind}
        className={`absolute inset-y-0 touch-none ${shape} ${isDisabled ? "cursor-not-allowed" : ""} ${isDisabled && kind === "deadline" ? "opacity-70" : ""}`}
        style={{ left: `${left}%`, ...(width === undefined ? {} : { width: `${width}%` }) }}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onKeyDown={press}
      />
    </>
  );
}
