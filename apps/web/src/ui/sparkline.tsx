interface SparklineProps {
  /** Oldest first. */
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
  /** The top of the scale; the greatest value where it is left out. */
  readonly high?: number;
  readonly className?: string;
}

/** A small line without axes, as one path. */
export function Sparkline({ values, width, height, high, className = "" }: SparklineProps) {
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className={`shrink-0 ${className}`}
      aria-hidden="true"
    >
      <path
        d={sparkPath(values, width, height, high)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}

/** The path of a sparkline, from zero up. */
export function sparkPath(values: readonly number[], width: number, height: number, high?: number): string {
  if (values.length < 2) return "";
  let top = high ?? Number.NEGATIVE_INFINITY;
  const bottom = 0;
  for (const value of values) if (value > top) top = value;
  if (top <= bottom) top = bottom + 1;
  const stepX = width / (values.length - 1);
  const inset = 1.5;
  let path = "";
  for (let i = 0; i < values.length; i++) {
    const share = Math.max(0, Math.min(1, (values[i]! - bottom) / (top - bottom)));
    const y = height - inset - share * (height - 2 * inset);
    path += `${i === 0 ? "M" : "L"}${(i * stepX).toFixed(1)} ${y.toFixed(1)}`;
  }
  return path;
}
