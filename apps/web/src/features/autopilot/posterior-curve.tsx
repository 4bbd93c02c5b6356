interface PosteriorCurveProps {
  /** Parameters of the Beta distribution, both over 0. */
  readonly successes: number;
  readonly failures: number;
  readonly label: string;
}

const width = 120;
const height = 30;
const points = 60;

/** The density of a Beta distribution over 0..1, drawn to its own height, with its mean as an upright line. */
export function PosteriorCurve({ successes, failures, label }: PosteriorCurveProps) {
  const mean = successes / (successes + failures);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path d={betaPath(successes, failures)} className="fill-accent-tint stroke-accent" strokeWidth="1.25" />
      <line x1={mean * width} x2={mean * width} y1="0" y2={height} className="stroke-ink" strokeWidth="1" />
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} className="stroke-line-strong" />
    </svg>
  );
}

/** The density up to a factor, which the height of the drawing takes away: no gamma function is needed. */
function betaPath(a: number, b: number): string {
  const logs: number[] = [];
  for (let i = 0; i <= points; i++) {
    const x = Math.min(1 - 1e-3, Math.max(1e-3, i / points));
    logs.push((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
  }
  const top = Math.max(...logs);
  const at = logs.map((log, i) => {
    const y = height - 1 - Math.exp(log - top) * (height - 3);
    return `${((i / points) * width).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M0 ${height}L${at.join("L")}L${width} ${height}Z`;
}
