// Power, carbon and schedules beside their reference figures:
// `node bench/green.ts [section ...] [--limit SECONDS] [--seeds 1,2,3] [--data DIR] [--json]`.
// Sections: interruptible, one-piece, generated, lets-wait-awhile, eurosys, online, months, power, manifest; all but months
// (which takes some minutes) where none is named.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Table } from "./anomaly/table.ts";
import { generated } from "./green/generated.ts";
import { manifest } from "./green/manifest.ts";
import { power } from "./green/power.ts";
import { interruptible, onePiece } from "./green/schedule.ts";
import { euroSys, everyMonth, letsWaitAwhile, online } from "./green/shift.ts";
import { printReport } from "./report.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" },
    json: { type: "boolean" },
    limit: { type: "string", default: "10" },
    seeds: { type: "string", default: "1" },
  },
});
const shared = process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../shared/data");
const data = values.data ?? join(shared, "carbon");
const options = { limitSeconds: Number(values.limit), seeds: values.seeds.split(",").map(Number) };

const sections: Record<string, () => Table[] | Promise<Table[]>> = {
  interruptible: () => interruptible(data),
  "one-piece": () => onePiece(data, options),
  generated: () => generated({ count: 20, seeds: options.seeds }),
  "lets-wait-awhile": () => letsWaitAwhile(data),
  eurosys: () => euroSys(data),
  online: () => online(data),
  power: () => power(data),
  manifest,
  months: () => everyMonth(data),
};
const unknown = positionals.find((name) => sections[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`${unknown} is no section; give some of ${Object.keys(sections).join(", ")}\n`);
  process.exit(2);
}
const chosen = positionals.length > 0 ? positionals : Object.keys(sections).filter((name) => name !== "months");
const all: Table[] = [];
for (const name of chosen) {
  const tables = await sections[name]!();
  all.push(...tables);
  if (values.json !== true) for (const { title, rows } of tables) printReport(title, rows);
}
if (values.json === true) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
