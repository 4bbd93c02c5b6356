import { InputError } from "../kernel/index.ts";

/** One metric of one component over time. */
export interface MetricColumn {
  readonly component: string;
  readonly metric: string;
  /** One value an instant; NaN where nothing was measured. */
  readonly values: Float64Array;
}

/** Metrics of several components at the same instants. */
export interface MetricTable {
  /** Epoch milliseconds, ascending. */
  readonly at: Float64Array;
  readonly columns: readonly MetricColumn[];
}

/** What a metric tells: how long, how often wrong, how much is used, how much is asked for. */
export type MetricRole = "time" | "error" | "success" | "resource" | "traffic" | "other";

const roles: readonly (readonly [MetricRole, RegExp])[] = [
  ["success", /availab|success/i],
  ["error", /err|fail|fault|exception|5xx|4xx/i],
  ["time", /lat|duration|response|p50|p90|p95|p99|rtt|delay/i],
  ["resource", /cpu|mem|disk|heap|thread|queue|io\b|socket|saturation/i],
  ["traffic", /req|rate|rps|ops|load|lod|workload|throughput|bytes|read|write|net/i],
];

/** Reads a metric's role from its name. */
export function metricRole(metric: string): MetricRole {
  return roles.find(([, pattern]) => pattern.test(metric))?.[0] ?? "other";
}

/** @throws {InputError} where a table has no instants or a column of another length */
export function checkTable(table: MetricTable, name: string): void {
  if (table.at.length === 0) throw new InputError("it holds no rows; give at least one instant", { file: name });
  for (const { component, metric, values } of table.columns) {
    if (values.length !== table.at.length) {
      const reason = `${values.length} values at ${table.at.length} instants; give one value an instant`;
      throw new InputError(reason, { file: name, field: `${component}_${metric}` });
    }
  }
}
