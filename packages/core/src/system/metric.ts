/** What a metric of the standard set means: its unit, and its bounds where it has any. */
export interface MetricSpec {
  readonly unit: "share" | "ms" | "rps" | "count" | "W";
  readonly low: number;
  readonly high: number;
  /** Whether more of it is worse, better, or says nothing. */
  readonly direction: "worse" | "better" | "neutral";
  /** The least change for the worse, in its unit, that a person would want to hear of; none is where it is neutral. */
  readonly materialChange: number;
}

/** The standard metrics. A managed system may send others; they are drawn and watched without bounds. */
export const metricSpecs = {
  /** Share of the processors in use. */
  cpu: { unit: "share", low: 0, high: 1, direction: "worse", materialChange: 0.1 },
  /** Share of the memory in use. */
  memory: { unit: "share", low: 0, high: 1, direction: "worse", materialChange: 0.1 },
  /** Share of the requests that failed. */
  errorRate: { unit: "share", low: 0, high: 1, direction: "worse", materialChange: 0.02 },
  /** Mean time to answer a request. */
  latencyMs: { unit: "ms", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse", materialChange: 20 },
  /** 99th percentile of the time to answer a request. */
  latencyP99Ms: { unit: "ms", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse", materialChange: 60 },
  /** Requests that arrived in a second. */
  requestRate: {
    unit: "rps",
    low: 0,
    high: Number.POSITIVE_INFINITY,
    direction: "neutral",
    materialChange: Number.POSITIVE_INFINITY,
  },
  /** Requests that wait. */
  queueLength: { unit: "count", low: 0, high: Number.POSITIVE_INFINITY, direction: "worse", materialChange: 10 },
  /** Replicas that answer. */
  replicasUp: { unit: "count", low: 0, high: Number.POSITIVE_INFINITY, direction: "better", materialChange: 1 },
  /** Share of requests answered from the cache. */
  hitRate: { unit: "share", low: 0, high: 1, direction: "better", materialChange: 0.1 },
  /** Electrical power of its replicas, and of the network between zones for what it calls there where that is known. */
  powerW: {
    unit: "W",
    low: 0,
    high: Number.POSITIVE_INFINITY,
    direction: "neutral",
    materialChange: Number.POSITIVE_INFINITY,
  },
  /** Detection events for each stabilizer and round of a quantum processor. */
  detectionFraction: { unit: "share", low: 0, high: 1, direction: "worse", materialChange: 0.005 },
  /** Logical errors for each round of a quantum processor. */
  logicalErrorRate: { unit: "share", low: 0, high: 1, direction: "worse", materialChange: 0.002 },
} as const satisfies Record<string, MetricSpec>;
export type StandardMetric = keyof typeof metricSpecs;

export function isStandardMetric(name: string): name is StandardMetric {
  return Object.hasOwn(metricSpecs, name);
}

/** Whether a metric is so far on the worse side of what was expected that it matters; of others than the standard ones any change may. */
export function isMaterial(metric: string, value: number, expected: number): boolean {
  if (!isStandardMetric(metric)) return true;
  const { direction, materialChange } = metricSpecs[metric];
  return (direction === "better" ? expected - value : value - expected) >= materialChange;
}
