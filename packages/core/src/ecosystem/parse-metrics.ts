import { InputError, parseCsv, parseInstant, parseSample } from "../kernel/index.ts";
import type { MetricColumn, MetricTable } from "./metric-table.ts";
import type { CallEdge } from "./root-cause.ts";

/**
 * A table with a time column (see `parseInstant`) and then columns named `service_metric`, split at the
 * first `_`; empty cells are missing values.
 *
 * @throws {InputError} one sentence with the line
 */
export function parseFlatMetrics(text: string, file?: string): MetricTable {
  const table = recordsOf(text, file, 2);
  const columns = table.records[0]!.slice(1).map((name, i) => {
    const split = name.indexOf("_");
    if (split <= 0) {
      throw new InputError(`the column "${name}" names no metric; name it service_metric`, {
        file,
        line: 1,
        field: `column ${i + 2}`,
      });
    }
    return { component: name.slice(0, split), metric: name.slice(split + 1) };
  });
  return tableOf(columns, table, 1, file);
}

/**
 * PetShop's table: three header lines (microservice, metric, statistic), a line that names the time column, then a row
 * an instant.
 *
 * @throws {InputError} one sentence with the line
 */
export function parsePetshopMetrics(text: string, file?: string): MetricTable {
  const table = recordsOf(text, file, 4);
  const [services, metrics, statistics, first] = table.records;
  const columns = services!
    .slice(1)
    .map((component, i) => ({ component, metric: `${metrics![i + 1]} ${statistics![i + 1]}` }));
  return tableOf(columns, table, Number.isFinite(parseInstant(first![0]!)) ? 3 : 4, file);
}

/**
 * An adjacency matrix: the first line and the first column name the nodes, a cell that is not 0 or empty says that the
 * row's node calls the column's.
 *
 * @throws {InputError} one sentence with the line
 */
export function parseCallGraph(text: string, file?: string): CallEdge[] {
  const { header, rows } = parseCsv(text, file);
  const names = header.slice(1);
  return rows.flatMap((row) => {
    const calls = names.filter((_, j) => (row[j + 1] ?? "") !== "" && Number(row[j + 1]) !== 0);
    return calls.map((to) => ({ from: row[0]!, to }));
  });
}

interface Records {
  readonly records: readonly (readonly string[])[];
  /** The line of each. */
  readonly lines: readonly number[];
}

function recordsOf(text: string, file: string | undefined, least: number): Records {
  const { header, rows, lines } = parseCsv(text, file);
  if (rows.length + 1 < least) {
    const reason = `it has ${rows.length + 1} ${rows.length === 0 ? "line" : "lines"}; give a header and at least one row`;
    throw new InputError(reason, { file });
  }
  return { records: [header, ...rows], lines: [1, ...lines] };
}

/** @param from the first record that is a row of samples */
function tableOf(
  names: readonly { readonly component: string; readonly metric: string }[],
  { records, lines }: Records,
  from: number,
  file: string | undefined,
): MetricTable {
  const body = records.slice(from);
  if (body.length === 0) throw new InputError("it has a header and no row; give at least one", { file });
  const at = Float64Array.from(body, (row, i) => {
    const instant = parseInstant(row[0]!);
    if (!Number.isFinite(instant)) {
      const reason = `"${row[0]}" is no time; give ISO 8601 or seconds since 1970`;
      throw new InputError(reason, { file, line: lines[from + i] });
    }
    return instant;
  });
  const columns = names.map(({ component, metric }, c): MetricColumn => {
    const values = Float64Array.from(body, (row, i) => {
      const cell = row[c + 1]!;
      const value = parseSample(cell);
      if (value === undefined) {
        const reason = `"${cell}" is no number; leave the cell empty where there is none`;
        throw new InputError(reason, { file, line: lines[from + i], field: `${component}_${metric}` });
      }
      return value;
    });
    return { component, metric, values };
  });
  return { at, columns };
}
