/** What a metric of the standard set means: its unit, and its bounds where it has any. */
export interface MetricSpec {
  readonly unit: "share" | "ms" | "rps" | "count" | "W";
  readonly low: number;
  readonly high: number;
  /** Whether more of it is worse, better, or says nothing. */
  readonly direction: "worse" | "better" | "neutral";
}

/** The standard metrics. A managed system may send others; they are drawn and watched without bounds. */
export const metricSpecs = {
  /** Share of the processors in use. */
  cpu: { unit: "share", low: 0, high: 1, direction: "worse" },
  /** Share of the memory in use. */
  memory: { unit: "share", low: 0, high: 1, direction: "worse" },
  /** Share of the requests that failed. */
  errorRate: { unit: "share", low: 0, high: 1, direction: "worse" },
  /** Mean time to answer a request. */
  latencyMs: { unit: "ms", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse" },
  /** 99th percentile of the time to answer a request. */
  latencyP99Ms: { unit: "ms", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse" },
  /** Requests that arrived in a second. */
  requestRate: { unit: "rps", low: 0, high: Number.POSITIVE_INFINITY, direction: "neutral" },
  /** Requests that wait. */
  queueLength: { unit: "count", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse" },
  /** Replicas that answer. */
  replicasUp: { unit: "count", low: 0, high: Number.POSITIVE_INFINITY, direction: "better" },
  /** Share of requests answered from the cache. */
  hitRate: { unit: "share", low: 0, high: 1, direction: "better" },
  /** Electrical power. */
  powerW: { unit: "W", low: 0, high: Number.POSITIVE_INFINITY, direction: "neutral" },
  /** Detection events for each stabilizer and round of a quantum processor. */
  detectionFraction: { unit: "share", low: 0, high: 1, direction: "worse" },
  /** Logical errors for each round of a quantum processor. */
  logicalErrorRate: { unit: "share", low: 0, high: 1, direction: "worse" },
} as const satisfies Record<string, MetricSpec>;
export type StandardMetric = keyof typeof metricSpecs;

export function isStandardMetric(name: string): name is StandardMetric {
  return Object.hasOwn(metricSpecs, name);
}
