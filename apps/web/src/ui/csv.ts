/** Rows as CSV after RFC 4180; a missing cell is empty. */
export function csv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return [...rows.map((row) => row.map((cell) => quoted(String(cell ?? ""))).join(",")), ""].join("\r\n");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
