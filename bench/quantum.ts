// The quantum engine against its reference figures. Options: --data DIR, --json, and names of sections to run only them.
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decoders } from "./quantum/decoders.ts";
import { drift } from "./quantum/drift.ts";
import { google } from "./quantum/google.ts";
import { sampler } from "./quantum/sampler.ts";
import type { SectionRunner } from "./quantum/section.ts";
import { stream } from "./quantum/stream.ts";

const sections: Readonly<Record<string, SectionRunner>> = { sampler, decoders, google, stream, drift };

const { values, positionals } = parseArgs({
  options: { data: { type: "string" }, json: { type: "boolean" } },
  allowPositionals: true,
});
const root = values.data ?? process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../shared/data");
const machine = `${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`;
const names = positionals.length > 0 ? positionals : Object.keys(sections);

const results: Record<string, unknown> = { machine };
if (values.json !== true) process.stdout.write(`${machine}\n`);
for (const name of names) {
  const run = sections[name];
  if (run === undefined) {
    process.stderr.write(`quantum: there is no section ${name}; there are ${Object.keys(sections).join(", ")}\n`);
    process.exit(2);
  }
  const section = await run(join(root, "quantum"));
  results[name] = section;
  if (values.json === true) continue;
  process.stdout.write(`\n${section.title}\n`);
  const head = [...new Set(section.rows.flatMap((row) => Object.keys(row)))];
  const cells = [head, ...section.rows.map((row) => head.map((column) => String(row[column] ?? "")))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of cells) process.stdout.write(`${row.map((cell, i) => cell.padStart(widths[i]!)).join("  ")}\n`);
  for (const note of section.notes) process.stdout.write(`${note}\n`);
}
if (values.json === true) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
