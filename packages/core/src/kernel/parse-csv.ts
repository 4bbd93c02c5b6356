import { InputError } from "./input-error.ts";

/** A table of texts: the first record names the columns. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The 1-based line on which row `i` begins. */
  readonly lines: readonly number[];
}

/**
 * Reads comma-separated values after RFC 4180: quoted cells, doubled quotes, line breaks in quotes; a byte order mark
 * and blank lines are skipped, cells are trimmed. Throws an InputError, with its line, where a quote stays open, a row
 * has another number of cells than the header, or there is no header.
 */
export function parseCsv(text: string, file?: string): CsvTable {
  const records: { cells: string[]; line: number }[] = [];
  let cells: string[] = [];
  let line = 1;
  let startLine = 1;
  let i = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const endRecord = () => {
    if (cells.length > 1 || cells[0] !== "") records.push({ cells, line: startLine });
    cells = [];
    startLine = line;
  };
  while (i < text.length) {
    let cell: string;
    if (text[i] === '"') {
      let close = i;
      do close = text.indexOf('"', close + 1 + (close > i ? 1 : 0));
      while (close >= 0 && text[close + 1] === '"');
      if (close < 0) throw new InputError("this quote is never closed; add the closing one", { file, line });
      cell = text.slice(i + 1, close).replaceAll('""', '"');
      line += cell.split("\n").length - 1;
      i = close + 1;
      while (i < text.length && text[i] !== "," && text[i] !== "\n") i++;
    } else {
      const start = i;
      while (i < text.length && text[i] !== "," && text[i] !== "\n") i++;
      cell = text.slice(start, i);
    }
    cells.push(cell.trim());
    if (text[i] === ",") {
      i++;
      if (i === text.length || text[i] === "\n") cells.push("");
    }
    if (i >= text.length || text[i] === "\n") {
      i++;
      line++;
      endRecord();
    }
  }
  const header = records.shift();
  if (header === undefined) throw new InputError("the file is empty; its first line names the columns", { file });
  for (const record of records)
    if (record.cells.length !== header.cells.length)
      throw new InputError(`${record.cells.length} cells where the header names ${header.cells.length} columns`, {
        file,
        line: record.line,
      });
  return { header: header.cells, rows: records.map((r) => r.cells), lines: records.map((r) => r.line) };
}
