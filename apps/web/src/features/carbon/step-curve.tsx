interface StepCurveProps {
  /** One a slot. */
  readonly values: readonly number[];
  readonly top: number;
  readonly tone: "degraded" | "accent";
  /** What it shows, in a sentence. */
  readonly label: string;
  /** Slots from here on are dashed. */
  readonly dashedFrom?: number;
  readonly dashedTitle?: string;
  /** A line across. */
  readonly limit?: number | undefined;
}

/** Steps over the slots of the plan, as wide as its place. */
export function StepCurve({ values, top, tone, label, dashedFrom, dashedTitle, limit }: StepCurveProps) {
  const height = (value: number) => 100 - (100 * value) / top;
  const split = dashedFrom === undefined ? values.length : Math.min(values.length, dashedFrom);
  const path = (from: number, to: number) =>
    values
      .slice(from, to)
      .map((value, i) => `${i === 0 ? "M" : "L"}${from + i} ${height(value)}H${from + i + 1}`)
      .join("");
  const colour = `var(--${tone})`;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${values.length} 100`}
      preserveAspectRatio="none"
      className="size-full"
    >
      <path d={`${path(0, values.length)}V100H0Z`} fill={colour} fillOpacity={0.14} />
      <path d={path(0, split)} fill="none" stroke={colour} strokeWidth={1.75} vectorEffect="non-scaling-stroke" />
      {split < values.length && (
        <path
          d={path(Math.max(0, split), values.length)}
          fill="none"
          stroke={colour}
          strokeWidth={1.75}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        >
          <title>{dashedTitle}</title>
        </path>
      )}
      {limit !== undefined && (
        <path
          d={`M0 ${height(limit)}H${values.length}`}
          stroke="var(--failing)"
          strokeWidth={1.5}
          strokeDasharray="7 4"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
