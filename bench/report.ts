/** Prints rows as a table, or as one JSON document where `--json` was given. */
export function printReport(title: string, rows: readonly Readonly<Record<string, string | number>>[]): void {
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ title, rows }, undefined, 2)}\n`);
    return;
  }
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [head, ...rows.map((row) => head.map((name) => String(row[name] ?? "")))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  process.stdout.write(`\n${title}\n`);
  for (const row of cells) process.stdout.write(`${row.map((cell, i) => cell.padStart(widths[i]!)).join("  ")}\n`);
}
