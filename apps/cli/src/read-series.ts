import { InputError, parseCsv, parseInstant } from "@homeostat/core/kernel";
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
  /** The numbers of a column; NaN where the cell is empty, `NaN`, `null` or `NA`. */
  values(column: number): Float64Array;
}

const absent = new Set(["", "nan", "null", "na", "none"]);

/** Reads a CSV file of samples. Throws an InputError that names the line and the column of what cannot be read. */
export function readSeries(file: string): SeriesFile {
  const table = parseCsv(readInput(file), file);
  const [timeColumn, ...columns] = table.header;
  if (timeColumn === undefined || columns.length === 0)
    throw new InputError("a column of times and at least one of values is needed", { file, line: 1 });
  const stamps = table.rows.map((row) => row[0]!);
  const at = Float64Array.from(stamps, (stamp, i) => {
    const instant = parseInstant(stamp);
    if (!Number.isFinite(instant))
      throw new InputError(`"${stamp}" is not a time; give ISO 8601 or seconds since 1970`, {
        file,
        line: table.lines[i],
        field: timeColumn,
      });
    return instant;
  });
  const text = (column: number) => table.rows.map((row) => row[column + 1]!);
  const values = (column: number) =>
    Float64Array.from(text(column), (cell, i) => {
      if (absent.has(cell.toLowerCase())) return Number.NaN;
      const number = Number(cell);
      if (Number.isNaN(number))
        throw new InputError(`"${cell}" is not a number; leave the cell empty where there is none`, {
          file,
          line: table.lines[i],
          field: columns[column],
        });
      return number;
    });
  return { timeColumn, stamps, at, columns, text, values };
}
