/** Upper edges of the latency histogram, seconds. */
const edges = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

type Labels = Readonly<Record<string, string>>;

/** What one process counts, and how it tells it: the Prometheus text format. */
export class ProcessMetrics {
  readonly #counters = new Map<string, number>();
  readonly #buckets: number[] = Array.from({ length: edges.length }, () => 0);
  #seconds = 0;
  #count = 0;

  count(name: string, labels: Labels = {}, by = 1): void {
    const key = series(name, labels);
    this.#counters.set(key, (this.#counters.get(key) ?? 0) + by);
  }

  /** A request was answered with `code` after so many seconds. */
  answered(code: number, seconds: number): void {
    this.count("http_requests_total", { code: String(code) });
    this.#seconds += seconds;
    this.#count++;
    for (const [i, edge] of edges.entries()) if (seconds <= edge) this.#buckets[i]!++;
  }

  /** @param gauges what is as it is now */
  text(gauges: Readonly<Record<string, number>>): string {
    const { user, system } = process.cpuUsage();
    const lines = [...this.#counters].map(([key, value]) => `${key} ${value}`);
    for (const [i, edge] of edges.entries()) {
      lines.push(`http_request_duration_seconds_bucket{le="${edge}"} ${this.#buckets[i]}`);
    }
    lines.push(
      `http_request_duration_seconds_bucket{le="+Inf"} ${this.#count}`,
      `http_request_duration_seconds_sum ${this.#seconds}`,
      `http_request_duration_seconds_count ${this.#count}`,
      `process_cpu_seconds_total ${(user + system) / 1e6}`,
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    );
    for (const [name, value] of Object.entries(gauges)) lines.push(`${name} ${value}`);
    return `${lines.join("\n")}\n`;
  }
}

function series(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(",")}}`;
}
