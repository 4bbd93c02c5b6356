import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "@homeostat/core/kernel";

/** The text of a file, or of standard input for `-`. */
export function readInput(file: string): string {
  return readInputBytes(file).toString("utf8");
}

/** The bytes of a file, or of standard input for `-`. */
export function readInputBytes(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    // The system says of a folder only that it is one, not which.
    if ((error as NodeJS.ErrnoException).code !== "EISDIR") throw error;
    throw new InputError("this is a folder; give a file", { file });
  }
}

/** Writes a whole file or none of it: Ctrl-C in the middle leaves what was there before. */
export function writeOutput(file: string, content: string | Uint8Array): void {
  if (file === "-") {
    process.stdout.write(content);
    return;
  }
  checkFolder(file);
  const draft = `${file}.${process.pid}.part`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

/** Throws an `InputError` where a file cannot be written because there is no such folder. */
export function checkFolder(file: string): void {
  if (!existsSync(dirname(file)))
    throw new InputError(`the folder ${dirname(file)} does not exist; make it, or write elsewhere`, { file });
}

/** One JSON document on standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** Columns padded to equal width; numbers are set flush right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const flushRight = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
  for (const row of cells) {
    const line = row.map((cell, i) => (flushRight[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)));
    process.stdout.write(`${line.join("  ").trimEnd()}\n`);
  }
}

/** A progress bar on standard error where that is a terminal, and nothing elsewhere. `done` is 0..1. */
export function showProgress(label: string, done: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const filled = Math.round(width * done);
  process.stderr.write(`\r${label} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${Math.floor(done * 100)} %`);
  if (done >= 1) process.stderr.write("\r\u001b[K");
}
