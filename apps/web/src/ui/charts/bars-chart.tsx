import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { type ChartTone, toneOf } from "./chart-tone.ts";
import { axisStyle, gridStyle, tooltipStyle } from "./recharts-parts.ts";

export interface BarsChartProps {
  /** One a bar or group of bars, with a value for each series by its key. */
  readonly rows: readonly {
    readonly name: string;
    readonly [key: string]: number | string | readonly [number, number];
  }[];
  readonly series: readonly {
    readonly key: string;
    readonly label: string;
    readonly tone?: ChartTone;
    /** Series of one stack lie on one another. */
    readonly stack?: string;
    /** The key of a row's error, as `[below, above]`. */
    readonly errorKey?: string;
  }[];
  /** Bars grow to the right (`across`, for long names) or upward. */
  readonly direction?: "across" | "up";
  readonly scale?: "linear" | "log";
  readonly formatValue: (value: number) => string;
}

/** Amounts side by side, for analyses. */
export function BarsChart({ rows, series, direction = "across", scale = "linear", formatValue }: BarsChartProps) {
  const isAcross = direction === "across";
  const value = { type: "number", scale, tickFormatter: formatValue, ...axisStyle } as const;
  const domain = scale === "log" ? { domain: ["auto", "auto"] as const, allowDataOverflow: true } : {};
  return (
    <ResponsiveContainer>
      <BarChart
        data={[...rows]}
        layout={isAcross ? "vertical" : "horizontal"}
        margin={{ top: 4, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid {...gridStyle} horizontal={!isAcross} vertical={isAcross} />
        {isAcross ? <XAxis {...value} {...domain} /> : <XAxis dataKey="name" {...axisStyle} />}
        {isAcross ? (
          <YAxis type="category" dataKey="name" width={130} {...axisStyle} />
        ) : (
          <YAxis {...value} {...domain} width={56} />
        )}
        <Tooltip {...tooltipStyle} formatter={(shown) => formatValue(Number(shown))} />
        {series.map(({ key, label, tone, stack, errorKey }, index) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            fill={`var(--${tone ?? toneOf(index)})`}
            isAnimationActive={false}
            maxBarSize={18}
            {...(stack === undefined ? {} : { stackId: stack })}
          >
            {errorKey !== undefined && (
              <ErrorBar dataKey={errorKey} stroke="var(--ink)" width={4} isAnimationActive={false} />
            )}
          </Bar>
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
