import type { MetricsAnswer } from "@homeostat/core/protocol";

/** One component's samples, ready to be drawn: the moments, and a row of values for each metric. */
export interface Samples {
  readonly at: readonly number[];
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
}

export const noSamples: Samples = { at: [], values: {} };

/** What the server answered, as samples. */
export function samplesOf({ metrics, at, values }: MetricsAnswer): Samples {
  return { at, values: Object.fromEntries(metrics.map((metric, i) => [metric, values[i] ?? []])) };
}

/**
 * Samples with one more at the end, without those before `from`. What is not later than the last one is left out, so that
 * a sample that came both ways counts once.
 */
export function withSample(
  samples: Samples,
  at: number,
  metrics: Readonly<Record<string, number>>,
  from: number,
): Samples {
  const last = samples.at.at(-1);
  if (last !== undefined && at <= last) return samples;
  const drop = Math.max(
    0,
    samples.at.findIndex((moment) => moment >= from),
  );
  const length = samples.at.length - drop;
  const names = new Set([...Object.keys(samples.values), ...Object.keys(metrics)]);
  const values: Record<string, readonly (number | null)[]> = {};
  for (const name of names) {
    const before = samples.values[name]?.slice(drop) ?? Array.from<null>({ length }).fill(null);
    values[name] = [...before, metrics[name] ?? null];
  }
  return { at: [...samples.at.slice(drop), at], values };
}
