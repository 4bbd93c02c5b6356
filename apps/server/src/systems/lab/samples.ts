import { curveFromIdleAndPeak, machinePower } from "@homeostat/core/green";
import type { Component, StandardMetric } from "@homeostat/core/system";
import type { Scrape } from "./scrape.ts";

/** The scrapes of one process over a window, over which rates and means are taken. */
export class ScrapeWindow {
  readonly #windowMs: number;
  #scrapes: Scrape[] = [];

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(scrape: Scrape): void {
    this.#scrapes.push(scrape);
    while (this.#scrapes.length > 2 && (this.#scrapes[1] as Scrape).at < scrape.at - this.#windowMs)
      this.#scrapes.shift();
  }

  /** The newest value of a series; 0 where there is none. */
  now(series: string): number {
    return this.#scrapes.at(-1)?.values.get(series) ?? 0;
  }

  /** By how much a counter has grown over the window. */
  growth(series: string): number {
    return this.now(series) - (this.#scrapes[0]?.values.get(series) ?? 0);
  }

  /** All series whose name and labels begin so. */
  series(prefix: string): string[] {
    return [...(this.#scrapes.at(-1)?.values.keys() ?? [])].filter((key) => key.startsWith(prefix));
  }

  /** Seconds between the first and the last scrape; 0 while there is only one. */
  get seconds(): number {
    return this.#scrapes.length < 2
      ? 0
      : ((this.#scrapes.at(-1) as Scrape).at - (this.#scrapes[0] as Scrape).at) / 1_000;
  }
}

const bucket = "http_request_duration_seconds_bucket le=";

/**
 * A component's samples from those of its processes that answered: means of shares, sums of counts, latencies over all
 * requests. What was not measured is left out.
 *
 * @param running processes that are there; those beyond the answering ones are silent
 */
export function samplesOf(
  component: Component,
  answering: readonly ScrapeWindow[],
  running: number,
): Partial<Record<StandardMetric, number>> {
  if (answering.length === 0) return { replicasUp: 0 };
  const sum = (of: (window: ScrapeWindow) => number) => answering.reduce((total, window) => total + of(window), 0);
  const mean = (of: (window: ScrapeWindow) => number) => sum(of) / answering.length;
  const perSecond = (series: string) =>
    sum((window) => (window.seconds > 0 ? window.growth(series) / window.seconds : 0));

  const samples: Partial<Record<StandardMetric, number>> = {
    cpu: mean((window) =>
      window.seconds > 0 ? Math.min(1, window.growth("process_cpu_seconds_total") / window.seconds) : 0,
    ),
    memory: mean((window) =>
      Math.min(1, window.now("process_resident_memory_bytes") / window.now("process_memory_limit_bytes")),
    ),
    requestRate: perSecond("http_requests_arrived_total"),
    queueLength: sum((window) => window.now("queue_length")),
    replicasUp: answering.length,
  };
  const answered = sum((window) => window.growth("http_request_duration_seconds_count"));
  const failed = sum((window) =>
    window.series("http_requests_total code=5").reduce((total, series) => total + window.growth(series), 0),
  );
  samples.errorRate = answered > 0 ? failed / answered : 0;
  if (answered > 0) {
    samples.latencyMs = (1_000 * sum((window) => window.growth("http_request_duration_seconds_sum"))) / answered;
    samples.latencyP99Ms = 1_000 * percentile(answering, 0.99);
  }
  const hits = sum((window) => window.growth("cache_hits_total"));
  const misses = sum((window) => window.growth("cache_misses_total"));
  if (hits + misses > 0) samples.hitRate = hits / (hits + misses);
  if (component.power !== undefined) {
    const { idleW, peakW } = component.power;
    const serving = machinePower(curveFromIdleAndPeak(idleW, peakW), samples.cpu ?? 0);
    samples.powerW = (running - answering.length) * idleW + answering.length * serving;
  }
  return samples;
}

/** From the buckets of a histogram, even within a bucket, as Prometheus does it. */
function percentile(windows: readonly ScrapeWindow[], share: number): number {
  const counts = new Map<number, number>();
  for (const window of windows) {
    for (const series of window.series(bucket)) {
      const text = series.slice(bucket.length);
      const edge = text === "+Inf" ? Number.POSITIVE_INFINITY : Number(text);
      counts.set(edge, (counts.get(edge) ?? 0) + window.growth(series));
    }
  }
  const edges = [...counts].sort(([a], [b]) => a - b);
  const wanted = share * (edges.at(-1)?.[1] ?? 0);
  let [low, below] = [0, 0];
  for (const [edge, count] of edges) {
    if (count >= wanted) {
      if (edge === Number.POSITIVE_INFINITY) return low;
      return count === below ? edge : low + ((edge - low) * (wanted - below)) / (count - below);
    }
    [low, below] = [edge, count];
  }
  return low;
}
