// Detection and forecast on public data: `node --expose-gc bench/anomaly.ts [section ...] [--data DIR] [--json]`.
// Sections: detection, prediction, ablation, cost, robustness, root-cause, repeats; all of them where none is named. One setting for every
// file; the detector never reads a label; every pass is causal.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ablation } from "./anomaly/ablation.ts";
import { cost } from "./anomaly/cost.ts";
import { detection } from "./anomaly/detection.ts";
import { prediction } from "./anomaly/prediction.ts";
import { robustness } from "./anomaly/robustness.ts";
import { repeats } from "./anomaly/repeats.ts";
import { rootCause } from "./anomaly/root-cause.ts";
import type { Table } from "./anomaly/table.ts";
import { printReport } from "./report.ts";

const sections: Record<string, (data: string) => Table[]> = {
  detection,
  prediction,
  ablation,
  cost,
  robustness,
  "root-cause": rootCause,
  repeats,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, json: { type: "boolean" } },
});
const shared = process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../shared/data");
const data = values.data ?? join(shared, "anomaly");
const unknown = positionals.find((name) => sections[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`${unknown} is no section; give some of ${Object.keys(sections).join(", ")}\n`);
  process.exit(2);
}

const tables = (positionals.length > 0 ? positionals : Object.keys(sections)).flatMap((name) => {
  const made = sections[name]!(data);
  if (values.json !== true) for (const { title, rows } of made) printReport(title, rows);
  return made;
});
if (values.json === true) process.stdout.write(`${JSON.stringify(tables, undefined, 2)}\n`);
