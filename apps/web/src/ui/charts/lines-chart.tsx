import {
  Area,
  CartesianGrid,
  ComposedChart,
  Legend,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { type ChartTone, toneOf } from "./chart-tone.ts";
import { axisStyle, gridStyle, tooltipStyle } from "./recharts-parts.ts";

export interface LinesChartProps {
  /** One a place on the axis `x`, with a value, or for a band `[low, high]`, for each series by its key. */
  readonly rows: readonly { readonly x: number; readonly [key: string]: number | readonly [number, number] | null }[];
  readonly series: readonly {
    readonly key: string;
    readonly label: string;
    readonly tone?: ChartTone;
    /** `band` fills between low and high, `area` down to zero, `step` keeps its value until the next. */
    readonly form?: "line" | "band" | "area" | "step";
    readonly hasDots?: boolean;
    readonly isDashed?: boolean;
  }[];
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
  readonly xLabel?: string;
  readonly yLabel?: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** An upright line with a name. */
  readonly marker?: { readonly x: number; readonly label: string };
  readonly hasLegend?: boolean;
}

/** Curves over a number, for analyses. */
export function LinesChart(props: LinesChartProps) {
  const {
    rows,
    series,
    xScale = "linear",
    yScale = "linear",
    formatX,
    formatY,
    marker,
    hasLegend = series.length > 1,
  } = props;
  const domain = (scale: "linear" | "log") => (scale === "log" ? (["auto", "auto"] as const) : undefined);
  const title = (value: string | undefined, extra: object) =>
    value === undefined ? {} : { label: { value, fill: "var(--ink-soft)", fontSize: 11, ...extra } };
  return (
    <ResponsiveContainer>
      <ComposedChart
        data={[...rows]}
        margin={{ top: 6, right: 14, bottom: props.xLabel === undefined ? 0 : 14, left: 4 }}
      >
        <CartesianGrid {...gridStyle} />
        <XAxis
          dataKey="x"
          type="number"
          scale={xScale}
          domain={domain(xScale) ?? ["dataMin", "dataMax"]}
          tickFormatter={formatX}
          {...axisStyle}
          {...title(props.xLabel, { position: "insideBottom", offset: -8 })}
        />
        <YAxis
          type="number"
          scale={yScale}
          {...(yScale === "log" ? { domain: ["auto", "auto"] as const, allowDataOverflow: true } : {})}
          tickFormatter={formatY}
          width={60}
          {...axisStyle}
          {...title(props.yLabel, { angle: -90, position: "insideLeft" })}
        />
        <Tooltip
          {...tooltipStyle}
          labelFormatter={(x) => formatX(Number(x))}
          formatter={(shown) =>
            Array.isArray(shown) ? shown.map((v) => formatY(Number(v))).join(" – ") : formatY(Number(shown))
          }
        />
        {hasLegend && <Legend wrapperStyle={{ fontSize: 12 }} />}
        {marker !== undefined && (
          <ReferenceLine
            x={marker.x}
            stroke="var(--ink-soft)"
            label={{ value: marker.label, fill: "var(--ink-soft)", fontSize: 11 }}
          />
        )}
        {series.map(({ key, label, tone, form = "line", hasDots = false, isDashed = false }, index) => {
          const colour = `var(--${tone ?? toneOf(index)})`;
          const common = { dataKey: key, name: label, stroke: colour, isAnimationActive: false } as const;
          return form === "band" || form === "area" ? (
            <Area
              key={key}
              {...common}
              fill={colour}
              fillOpacity={0.18}
              strokeWidth={form === "band" ? 0 : 1.5}
              dot={false}
            />
          ) : (
            <Line
              key={key}
              {...common}
              type={form === "step" ? "stepAfter" : "linear"}
              strokeWidth={1.75}
              dot={hasDots ? { r: 2.5, fill: colour } : false}
              {...(isDashed ? { strokeDasharray: "5 4" } : {})}
            />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
