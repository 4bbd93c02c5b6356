import { type CsvTable, InputError, parseCsv, parseInstant, parseSample } from "@homeostat/core/kernel";
import { readInput } from "./output.ts";

/** A file of samples: a column of instants, then columns of numbers. */
export interface SeriesFile {
  readonly timeColumn: string;
  /** The instants as the file writes them. */
  readonly stamps: readonly string[];
  readonly at: Float64Array;
  /** The names of the columns after the first. */
  readonly columns: readonly string[];
  /** The texts of a column, as the file writes them. */
  text(column: number): readonly string[];
  /** The numbers of a column; NaN where nothing was measured (see `parseSample`). */
  values(column: number): Float64Array;
}

/**
 * Reads a CSV file of samples; one without a line of names is read from its first line on, and its columns are named
 * `value`, `value 2`, … Throws an InputError that names the line and the column of what cannot be read.
 */
export function readSeries(file: string): SeriesFile {
  const { names, rows, lines } = named(parseCsv(readInput(file), file));
  const [timeColumn, ...columns] = names;
  if (timeColumn === undefined || columns.length === 0)
    throw new InputError("a column of times and at least one of values is needed, with commas between them", {
      file,
      line: 1,
    });
  const stamps = rows.map((row) => row[0]!);
  const at = Float64Array.from(stamps, (stamp, i) => {
    const instant = parseInstant(stamp);
    if (!Number.isFinite(instant))
      throw new InputError(`"${stamp}" is not a time; give ISO 8601 or seconds since 1970`, {
        file,
        line: lines[i],
        field: timeColumn,
      });
    return instant;
  });
  const text = (column: number) => rows.map((row) => row[column + 1]!);
  const values = (column: number) =>
    Float64Array.from(text(column), (cell, i) => {
      const number = parseSample(cell);
      if (number === undefined)
        throw new InputError(`"${cell}" is not a number; leave the cell empty where there is none`, {
          file,
          line: lines[i],
          field: columns[column],
        });
      return number;
    });
  return { timeColumn, stamps, at, columns, text, values };
}

/** A first line that is a sample and not names is a row like the others. */
function named({ header, rows, lines }: CsvTable): Pick<CsvTable, "rows" | "lines"> & { names: readonly string[] } {
  const isSample =
    Number.isFinite(parseInstant(header[0]!)) && header.slice(1).every((cell) => parseSample(cell) !== undefined);
  if (!isSample || header.length < 2) return { names: header, rows, lines };
  const names = header.map((_, i) => (i === 0 ? "timestamp" : i === 1 ? "value" : `value ${i}`));
  return { names, rows: [header, ...rows], lines: [1, ...lines] };
}
