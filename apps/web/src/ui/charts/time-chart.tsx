import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { readColour, useTheme } from "../../theme/index.ts";
import type { ChartTone } from "./chart-tone.ts";
import { useWidth } from "./use-width.ts";

export interface TimeSeries {
  readonly label: string;
  readonly tone: ChartTone;
  /** One value a moment; null where there was none. */
  readonly values: readonly (number | null)[];
  readonly dashed?: boolean;
}

/** A region between two values at each moment, filled behind the lines. */
export interface TimeBand {
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly tone: ChartTone;
}

export interface TimeChartProps {
  /** Epoch milliseconds, ascending. */
  readonly at: readonly number[];
  readonly series: readonly TimeSeries[];
  readonly band?: TimeBand | undefined;
  readonly height: number;
  /** The span of the axis; that of the data where it is left out. */
  readonly span?: readonly [from: number, to: number];
  /** The least top of the scale. */
  readonly high?: number;
  /** A line across, such as a limit. */
  readonly limit?: number | undefined;
  /** A line upright: the moment that the rest of the page shows. */
  readonly cursorAt?: number | undefined;
  readonly formatValue: (value: number) => string;
  readonly formatTime: (at: number) => string;
  /** Called with the moment that was clicked. */
  readonly onPick?: (at: number) => void;
}

/** Values over time for dense streams: thousands of points at several updates a second. */
export function TimeChart(props: TimeChartProps) {
  const { at, series, band, height, span } = props;
  const host = useRef<HTMLDivElement>(null);
  const width = useWidth(host);
  const theme = useTheme((s) => s.theme);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const shape = `${series.map(({ label, tone }) => `${label}/${tone}`).join()}/${band?.tone ?? ""}`;
  const [from, to] = span ?? [at[0] ?? 0, at.at(-1) ?? 1];

  useEffect(() => {
    if (host.current === null || width === 0) return;
    const made = new uPlot(optionsOf(latest, { width, height, theme, shape }), dataOf(latest.current), host.current);
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [width, height, theme, shape]);

  useEffect(() => {
    plot.current?.setData(dataOf({ at, series, band }), false);
    plot.current?.setScale("x", { min: from / 1000, max: to / 1000 });
  }, [at, series, band, from, to]);

  return <div ref={host} className="size-full" />;
}

function dataOf({ at, series, band }: Pick<TimeChartProps, "at" | "series" | "band">): uPlot.AlignedData {
  const edges = band === undefined ? [] : [[...band.low], [...band.high]];
  return [at.map((ms) => ms / 1000), ...series.map(({ values }) => [...values]), ...edges];
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly theme: string;
  readonly shape: string;
}

function optionsOf(latest: { readonly current: TimeChartProps }, { width, height }: Frame): uPlot.Options {
  const [ink, line, mark] = [readColour("ink-soft"), readColour("line"), readColour("degraded")];
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: ink, font, ticks: { stroke: line, size: 4 }, grid: { stroke: line, width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 5 }, drag: { x: false, y: false } },
    scales: {
      x: { time: true },
      y: {
        range: (_plot, _low, high) => [
          0,
          niceTop(Math.max(high ?? 0, latest.current.high ?? 0, (latest.current.limit ?? 0) * 1.1)),
        ],
      },
    },
    axes: [
      {
        ...axis,
        size: 22,
        space: 90,
        values: (_plot, seconds) => seconds.map((s) => latest.current.formatTime(s * 1000)),
      },
      {
        ...axis,
        size: 52,
        splits: (_plot, _axis, _low, high) => [0, high / 2, high],
        values: (_plot, values) => values.map((v) => latest.current.formatValue(v)),
      },
    ],
    series: [
      {},
      ...latest.current.series.map(({ label, tone, dashed }) => ({
        label,
        stroke: readColour(tone),
        width: 1.5,
        points: { show: false },
        spanGaps: false,
        ...(dashed === true ? { dash: [4, 3] } : {}),
      })),
      ...(latest.current.band === undefined ? [] : [edge, edge]),
    ],
    ...bandOf(latest.current),
    hooks: {
      ready: [
        (plot) => {
          plot.over.addEventListener("click", (event) => {
            latest.current.onPick?.(plot.posToVal(event.offsetX, "x") * 1000);
          });
        },
      ],
      draw: [
        (plot) => {
          const { limit, cursorAt } = latest.current;
          if (limit !== undefined) drawLine(plot, "y", limit, readColour("failing"));
          if (cursorAt !== undefined) drawLine(plot, "x", cursorAt / 1000, mark);
        },
      ],
    },
  };
}

/** The next of 1, 2, 2.5 and 5 times a power of ten that is not less. */
function niceTop(high: number): number {
  if (high <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(high));
  return ([1, 2, 2.5, 5, 10].find((step) => step * unit >= high * 0.999) ?? 10) * unit;
}

const edge: uPlot.Series = { width: 0, points: { show: false }, spanGaps: false };

/** The last two series are the band's edges. */
function bandOf({ series, band }: TimeChartProps): Pick<uPlot.Options, "bands"> {
  if (band === undefined) return {};
  const low = series.length + 1;
  return { bands: [{ series: [low + 1, low], fill: withAlpha(readColour(band.tone), 0.16) }] };
}

/** An `rgb(…)` colour, thinner. */
function withAlpha(colour: string, alpha: number): string {
  return colour.replace(/^rgb\((.*)\)$/, `rgb($1 / ${alpha})`).replace(/, /g, " ");
}

function drawLine(plot: uPlot, scale: "x" | "y", value: number, colour: string): void {
  const { ctx, bbox } = plot;
  const place = plot.valToPos(value, scale, true);
  ctx.save();
  ctx.beginPath();
  ctx.setLineDash(scale === "y" ? [6, 4] : []);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  if (scale === "y") {
    ctx.moveTo(bbox.left, place);
    ctx.lineTo(bbox.left + bbox.width, place);
  } else if (place >= bbox.left && place <= bbox.left + bbox.width) {
    ctx.moveTo(place, bbox.top);
    ctx.lineTo(place, bbox.top + bbox.height);
  }
  ctx.stroke();
  ctx.restore();
}
