import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PowerModel, powerAt } from "@homeostat/core/green";
import { parseCsv } from "@homeostat/core/kernel";
import type { Table } from "../anomaly/table.ts";

const loads = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Mean absolute percentage error of each power model over the servers and eleven loads of a SPECpower file. */
export function power(data: string): Table[] {
  const { header, rows } = parseCsv(readFileSync(join(data, "specpower-11-loads-even.csv"), "utf8"));
  const column = (name: string) => header.indexOf(name);
  const columns = ["ActiveIdle", ...[10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((load) => `${load}_AvgPower`)].map(
    column,
  );
  const servers = rows.map((row) => ({
    watts: columns.map((i) => Number(row[i])),
    year: Number(row[column("Hardware_Availability_Year")]),
    cores: Number(row[column("CPUCores")]),
    memoryGb: Number(row[column("HW_MemAmountGB")]),
    tdpW: Number(row[column("TDP")]) * Number(row[column("CPUChips")]),
  }));
  type Server = (typeof servers)[number];
  const models: [string, number | string, (server: Server) => PowerModel | undefined][] = [
    [
      "four points",
      2.5,
      ({ watts }) => ({ kind: "four-points", idleW: watts[0]!, tenW: watts[1]!, fiftyW: watts[5]!, peakW: watts[10]! }),
    ],
    ["idle and peak", 7, ({ watts }) => ({ kind: "idle-peak", idleW: watts[0]!, peakW: watts[10]! })],
    ["thermal design power", "", ({ tdpW }) => (tdpW > 0 ? { kind: "tdp", tdpW } : undefined)],
    ["cores", "", ({ cores }) => (cores > 0 ? { kind: "cores", cores } : undefined)],
    [
      "the source document's",
      "",
      ({ cores, memoryGb }) => (cores > 0 ? { kind: "source-document", cores, memoryGb } : undefined),
    ],
  ];
  const error = (set: readonly Server[], of: (server: Server) => PowerModel | undefined) => {
    let sum = 0;
    let count = 0;
    for (const server of set) {
      const model = of(server);
      if (model === undefined || !server.watts.every((value) => value > 0)) continue;
      for (const [i, load] of loads.entries()) sum += Math.abs(powerAt(model, load).value / server.watts[i]! - 1);
      count += loads.length;
    }
    return Number(((100 * sum) / count).toFixed(2));
  };
  const recent = servers.filter(({ year }) => year >= 2018);
  return [
    {
      title: `Power, mean absolute percentage error on ${servers.length} servers (the shape was fitted on the even half)`,
      rows: models.map(([model, asked, of]) => ({
        model,
        all: error(servers, of),
        "from 2018 on": error(recent, of),
        asked,
      })),
    },
  ];
}
