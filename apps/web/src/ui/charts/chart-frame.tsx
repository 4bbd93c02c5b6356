import { type ReactNode, Suspense } from "react";

interface ChartFrameProps {
  /** What the chart shows, in a sentence: its name for those who do not see it. */
  readonly label: string;
  /** CSS pixels; the place is kept while the chart's chunk is on the way. */
  readonly height: number;
  readonly children: ReactNode;
}

/** The place of a chart: of a fixed height, so that nothing jumps, and named as an image. */
export function ChartFrame({ label, height, children }: ChartFrameProps) {
  return (
    <div role="img" aria-label={label} className="min-w-0" style={{ height }}>
      <Suspense fallback={<div className="size-full animate-pulse rounded bg-sunken" />}>{children}</Suspense>
    </div>
  );
}
