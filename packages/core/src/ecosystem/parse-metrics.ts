import { InputError } from "../kernel/index.ts";
import type { MetricColumn, MetricTable } from "./metric-table.ts";
import type { CallEdge } from "./root-cause.ts";

/**
 * A table with a time column (seconds or milliseconds since 1970) and then columns named `service_metric`, split at the
 * first `_`; empty cells are missing values.
 *
 * @throws {InputError} one sentence with the line
 */
export function parseFlatMetrics(text: string, file?: string): MetricTable {
  const rows = rowsOf(text, file, 2);
  const columns = rows[0]!.slice(1).map((name, i) => {
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
  return tableOf(columns, rows.slice(1), 2, file);
}

/**
 * PetShop's table: three header lines (microservice, metric, statistic), a line that names the time column, then a row
 * an instant.
 *
 * @throws {InputError} one sentence with the line
 */
export function parsePetshopMetrics(text: string, file?: string): MetricTable {
  const [services, metrics, statistics, ...body] = rowsOf(text, file, 4);
  if (metrics!.length !== services!.length || statistics!.length !== services!.length) {
    const reason = "the three header lines differ in length; give microservice, metric and statistic for each column";
    throw new InputError(reason, { file, line: 2 });
  }
  const columns = services!
    .slice(1)
    .map((component, i) => ({ component, metric: `${metrics![i + 1]} ${statistics![i + 1]}` }));
  const first = body[0]?.[0];
  const hasName = first !== undefined && !Number.isFinite(Number(first || Number.NaN));
  return tableOf(columns, hasName ? body.slice(1) : body, hasName ? 5 : 4, file);
}

/**
 * An adjacency matrix: the first line and the first column name the nodes, a cell that is not 0 or empty says that the
 * row's node calls the column's.
 *
 * @throws {InputError} one sentence with the line
 */
export function parseCallGraph(text: string, file?: string): CallEdge[] {
  const [head, ...body] = rowsOf(text, file, 1);
  const names = head!.slice(1);
  return body.flatMap((row, i) => {
    if (row.length !== names.length + 1) {
      const reason = `${row.length - 1} cells for ${names.length} nodes; give one cell for each node`;
      throw new InputError(reason, { file, line: i + 2 });
    }
    const calls = names.filter((_, j) => (row[j + 1] ?? "") !== "" && Number(row[j + 1]) !== 0);
    return calls.map((to) => ({ from: row[0]!, to }));
  });
}

function rowsOf(text: string, file: string | undefined, least: number): string[][] {
  const rows = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(","));
  if (rows.length < least)
    throw new InputError(`it has ${rows.length} lines; give a header and at least one row`, { file });
  return rows;
}

function tableOf(
  names: readonly { readonly component: string; readonly metric: string }[],
  body: readonly (readonly string[])[],
  firstLine: number,
  file: string | undefined,
): MetricTable {
  const times = Float64Array.from(body, (row, i) => {
    const time = Number(row[0]);
    if (!Number.isFinite(time) || row[0] === "") {
      throw new InputError(`"${row[0]}" is no time; give seconds since 1970`, { file, line: firstLine + i });
    }
    return time < 1e11 ? time * 1000 : time;
  });
  const columns = names.map(({ component, metric }, c): MetricColumn => {
    const values = Float64Array.from(body, (row, i) => {
      const cell = row[c + 1]?.trim() ?? "";
      if (cell === "") return Number.NaN;
      const value = Number(cell);
      if (Number.isNaN(value) && cell.toLowerCase() !== "nan") {
        throw new InputError(`"${cell}" is no number`, { file, line: firstLine + i, field: `${component}_${metric}` });
      }
      return value;
    });
    return { component, metric, values };
  });
  return { at: times, columns };
}
