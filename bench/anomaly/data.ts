import { globSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type MetricColumn, type MetricTable, parseFlatMetrics } from "@homeostat/core/ecosystem";
import { minuteMs, parseCsv, parseInstant } from "@homeostat/core/kernel";
import type { NabWindow } from "./nab-score.ts";

/** A labelled series of one metric. */
export interface LabelledSeries {
  readonly name: string;
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** 1 where a row is anomalous. */
  readonly labels: Uint8Array;
}

export interface NabSeries extends LabelledSeries {
  readonly windows: readonly NabWindow[];
}

/** Labelled samples of several metrics of one service, a row an instant; rows before `scoredFrom` are not scored. */
export interface LabelledService {
  readonly name: string;
  readonly at: Float64Array;
  readonly rows: readonly Float64Array[];
  readonly scoredFrom: number;
  /** For the scored rows. */
  readonly labels: Uint8Array;
}

const isLabelled = ({ labels }: { readonly labels: Uint8Array }): boolean => labels.includes(1);

/** Those of a set that have an anomaly: VUS-PR is not defined without. */
export function labelled<T extends { readonly labels: Uint8Array }>(set: readonly T[]): T[] {
  return set.filter(isLabelled);
}

function readColumns(file: string): { at: Float64Array; columns: Float64Array[] } {
  const { rows, header } = parseCsv(readFileSync(file, "utf8"), file);
  return {
    at: Float64Array.from(rows, (row) => parseInstant(row[0]!)),
    columns: header.slice(1).map((_, c) => Float64Array.from(rows, (row) => Number(row[c + 1]))),
  };
}

export function readNab(data: string): NabSeries[] {
  const folder = join(data, "nab");
  const spans = JSON.parse(readFileSync(join(folder, "windows.json"), "utf8")) as Record<string, [string, string][]>;
  return Object.entries(spans).map(([name, pairs]) => {
    const { at, columns } = readColumns(join(folder, "data", name));
    const labels = new Uint8Array(at.length);
    const windows = pairs.map(([from, to]) => {
      const first = at.findIndex((t) => t >= parseInstant(from));
      const last = at.findLastIndex((t) => t <= parseInstant(to));
      labels.fill(1, first, last + 1);
      return { first, last };
    });
    return { name, at, values: columns[0]!, labels, windows };
  });
}

export function readCloudMonitoring(data: string): LabelledSeries[] {
  const root = join(data, "mscloud", "data");
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith(".csv"))
      .map((file) => {
        const { at, columns } = readColumns(join(root, folder, file));
        return { name: `${folder}/${file}`, at, values: columns[0]!, labels: Uint8Array.from(columns[1]!) };
      }),
  );
}

/** The set has no times; its description gives 20 days of training and 25 of test data, which makes five minutes a row. */
export function readJumpStarter(data: string): LabelledService[] {
  const root = join(data, "jumpstarter", "Dataset2");
  const read = (part: string, file: string) =>
    gunzipSync(readFileSync(join(root, part, file)))
      .toString()
      .trim()
      .split(/\r?\n/)
      .map((line) => Float64Array.from(line.split(","), Number));
  return readdirSync(join(root, "test")).map((file) => {
    const train = read("train", file);
    const rows = [...train, ...read("test", file)];
    const monday = Date.UTC(2020, 0, 6);
    return {
      name: file.replace(/\..*/, ""),
      at: Float64Array.from(rows, (_, i) => monday + i * 5 * minuteMs),
      rows,
      scoredFrom: train.length,
      labels: Uint8Array.from(read("test_label", file), (row) => row[0]!),
    };
  });
}

/** The service of each fault, from its normal data into the incident; normal data is scored once it is warm. */
export function readSockShop(data: string): LabelledService[] {
  const warmUp = 120;
  return globSync(join(data, "rcd-sockshop/*/*")).map((folder) => {
    const [normal, incident] = ["normal.csv", "anomalous.csv"].map((file) =>
      parseFlatMetrics(readFileSync(join(folder, file), "utf8")),
    ) as [MetricTable, MetricTable];
    const name = basename(dirname(folder));
    const own = ({ component }: MetricColumn) => component === name.slice(0, name.lastIndexOf("-"));
    const rowsOf = ({ at, columns }: MetricTable) =>
      Array.from(at, (_, t) => Float64Array.from(columns.filter(own), ({ values }) => values[t]!));
    const labels = new Uint8Array(normal.at.length - warmUp + incident.at.length).fill(1, normal.at.length - warmUp);
    const rows = [...rowsOf(normal), ...rowsOf(incident)];
    return { name, at: Float64Array.from([...normal.at, ...incident.at]), rows, scoredFrom: warmUp, labels };
  });
}

export function readEtt(data: string): { at: Float64Array; names: string[]; columns: Float64Array[] } {
  const file = join(data, "ett", "ETTh1.csv");
  const { header } = parseCsv(readFileSync(file, "utf8"), file);
  return { ...readColumns(file), names: header.slice(1) };
}

/** The engines of FD001, each from new to failed: three settings and twenty-one sensors a cycle. */
export function readTurbofans(data: string): Float64Array[][] {
  const units: Float64Array[][] = [];
  for (const line of readFileSync(join(data, "cmapss", "train_FD001.txt"), "utf8")
    .trim()
    .split(/\r?\n/)) {
    const [unit, , ...sensors] = line.trim().split(/\s+/).map(Number);
    (units[unit! - 1] ??= []).push(Float64Array.from(sensors));
  }
  return units;
}
