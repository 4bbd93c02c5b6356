import type { SubjectImportance } from "@homeostat/core/reliability";
import { csv } from "../../ui/index.ts";

const columns = ["probability", "birnbaum", "criticality", "fussellVesely", "raw", "rrw"] as const;

/** Every importance as CSV after RFC 4180, numbers in full; infinity is written as such. */
export function importanceCsv(
  rows: readonly SubjectImportance[],
  describe: (row: SubjectImportance) => string,
): string {
  const lines = rows.map((row) => [row.name, describe(row), ...columns.map((column) => row[column])]);
  return csv([["event", "description", ...columns], ...lines]);
}
