import type { Component } from "@homeostat/core/system";
import { useEffect, useRef, useState } from "react";
import { useFormat, useText } from "../../../i18n/index.ts";
import { type Across, goTo, useLive } from "../../../live/index.ts";
import { readColour, useTheme } from "../../../theme/index.ts";
import { anomaliesText } from "../text.ts";
import { rowHeight } from "./row-height.ts";

/** A moment at which an anomaly began. */
export interface EventMark {
  readonly at: number;
  readonly component: string;
}

interface LevelCanvasProps {
  readonly components: readonly Component[];
  readonly across: Across;
  readonly events: readonly EventMark[];
}

const stepMs = { small: 1_000, large: 10_000 };

/** The levels as one picture, a row a component; also a slider over the moment that the page shows. */
export function LevelCanvas({ components, across, events }: LevelCanvasProps) {
  const text = useText(anomaliesText).timeline;
  const format = useFormat();
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useHostWidth(host);
  const theme = useTheme((s) => s.theme);
  const pastAt = useLive((s) => s.past?.at);
  const from = across.firstBin * across.binMs;
  const to = from + across.bins * across.binMs;
  const cursor = Math.min(to, Math.max(from, pastAt ?? to));
  const height = components.length * rowHeight;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined || width === 0) return;
    const palette = { theme, ...coloursNow() };
    draw(context, { components, across, events, cursorAt: pastAt, width, height, palette });
  }, [components, across, events, pastAt, width, height, theme]);

  const moveTo = (clientX: number) => {
    const box = host.current?.getBoundingClientRect();
    if (box === undefined) return;
    const share = Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    goTo(share > 0.995 ? null : from + share * (to - from));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.shiftKey ? stepMs.large : stepMs.small;
    const steps: Record<string, number> = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step };
    const by = steps[event.key];
    if (by !== undefined) goTo(cursor + by >= to ? null : cursor + by);
    else if (event.key === "Home") goTo(from);
    else if (event.key === "End") goTo(null);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={host}
      role="slider"
      tabIndex={0}
      aria-label={text.slider}
      aria-valuemin={Math.round(from)}
      aria-valuemax={Math.round(to)}
      aria-valuenow={Math.round(cursor)}
      aria-valuetext={format.moment(cursor)}
      data-testid="anomaly-scrub"
      className="relative min-w-0 flex-1 cursor-crosshair touch-pan-y"
      style={{ height }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event.clientX);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
      }}
    >
      <canvas
        ref={canvas}
        aria-hidden="true"
        width={width * pixelRatio()}
        height={height * pixelRatio()}
        className="absolute inset-0"
        style={{ width, height }}
      />
    </div>
  );
}

function useHostWidth(ref: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}

function pixelRatio(): number {
  return Math.min(2, window.devicePixelRatio);
}

interface Palette {
  readonly ground: string;
  readonly calm: string;
  readonly warm: string;
  readonly hot: string;
  readonly mark: string;
}

function coloursNow(): Palette {
  return {
    ground: readColour("sunken"),
    calm: readColour("line-strong"),
    warm: readColour("degraded"),
    hot: readColour("failing"),
    mark: readColour("ink"),
  };
}

interface Picture extends LevelCanvasProps {
  readonly cursorAt: number | undefined;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

function draw(context: CanvasRenderingContext2D, picture: Picture): void {
  const { components, across, events, cursorAt, width, height, palette } = picture;
  const ratio = pixelRatio();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const cell = width / across.bins;
  const tallest = rowHeight - 4;
  const rowOf = new Map(components.map(({ id }, row) => [id, row]));
  for (const [id, row] of rowOf) {
    const base = (row + 1) * rowHeight - 2;
    context.fillStyle = palette.ground;
    context.fillRect(0, base - tallest, width, tallest);
    const levels = across.rows[id];
    if (levels === undefined) continue;
    for (let bin = 0; bin < across.bins; bin++) {
      const level = levels[bin]!;
      if (level < 0) continue;
      context.fillStyle = level >= 0.75 ? palette.hot : level >= 0.5 ? palette.warm : palette.calm;
      const tall = Math.max(1, level * tallest);
      context.fillRect(bin * cell, base - tall, Math.max(1, cell - 0.5), tall);
    }
  }
  const place = (at: number) => (at / across.binMs - across.firstBin) * cell;
  context.fillStyle = palette.mark;
  for (const { at, component } of events) {
    const row = rowOf.get(component);
    const x = place(at);
    if (row === undefined || x < 0 || x > width) continue;
    context.beginPath();
    context.moveTo(x - 4, row * rowHeight + 2);
    context.lineTo(x + 4, row * rowHeight + 2);
    context.lineTo(x, row * rowHeight + 9);
    context.fill();
  }
  if (cursorAt !== undefined) {
    context.fillStyle = palette.warm;
    context.fillRect(place(cursorAt) - 1, 0, 2, height);
  }
}
