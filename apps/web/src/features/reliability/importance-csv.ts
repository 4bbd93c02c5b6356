import type { SubjectImportance } from "@homeostat/core/reliability";

const columns = ["probability", "birnbaum", "criticality", "fussellVesely", "raw", "rrw"] as const;

/** Every importance as CSV after RFC 4180, numbers in full; infinity is written as such. */
export function importanceCsv(
  rows: readonly SubjectImportance[],
  describe: (row: SubjectImportance) => string,
): string {
  const lines = rows.map((row) =>
    [row.name, describe(row), ...columns.map((column) => String(row[column]))].map(quoted).join(","),
  );
  return [["event", "description", ...columns].join(","), ...lines, ""].join("\r\n");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
