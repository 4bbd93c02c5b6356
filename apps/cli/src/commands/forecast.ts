import { type Command, InvalidArgumentError } from "commander";
import { forecastHorizon, MetricForecaster } from "@homeostat/core/forecast";
import { InputError } from "@homeostat/core/kernel";
import { printJson, printTable, writeOutput } from "../output.ts";
import { readSeries, type SeriesFile } from "../read-series.ts";

interface Options {
  readonly horizon: number;
  readonly online?: boolean;
  readonly from?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `homeostat forecast`: the next rows of a file of metrics, or how well each row was foreseen from those before it. */
export function forecast(program: Command): void {
  program
    .command("forecast")
    .description("predict the next rows of each column, or with --online every row from the rows before it")
    .argument("<file>", "a column of times, then one column a series; - for standard input")
    .option("--horizon <N>", "how many rows ahead", atLeastOne, 24)
    .option("--online", "one step ahead through the whole file, learning as it goes")
    .option("--from <row>", "with --online: measure errors from this row on (the first is 0)", wholeNumber)
    .option("--out <file>", "write the predicted rows here: the time, then expected, low and high of each series")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExample:\n  homeostat forecast metrics.csv --horizon 96 --json")
    .action((file: string, options: Options) => {
      const series = readSeries(file);
      if (series.at.length < 2) throw new InputError("at least two rows are needed", { file });
      if (options.online === true) online(series, options);
      else ahead(file, series, options);
    });
}

function online(series: SeriesFile, { from = 0, out, json }: Options): void {
  const lines = series.stamps.map((stamp) => [stamp]);
  const report = series.columns.map((name, column) => {
    const values = series.values(column);
    const forecaster = new MetricForecaster();
    const used = new Map<string, number>();
    let squares = 0;
    let sizes = 0;
    let naive = 0;
    let covered = 0;
    let judged = 0;
    let rows = 0;
    let last = Number.NaN;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const { expected, low, high, model, intake } = forecaster.observe(series.at[i]!, value);
      lines[i]!.push(...[expected, low, high].map((x) => (Number.isFinite(x) ? String(x) : "")));
      if (i >= from && intake === "learned" && Number.isFinite(expected)) {
        squares += (value - expected) ** 2;
        sizes += Math.abs(value - expected);
        naive += (value - last) ** 2;
        if (Number.isFinite(low)) {
          judged++;
          if (value >= low && value <= high) covered++;
        }
        rows++;
        used.set(model, (used.get(model) ?? 0) + 1);
      }
      if (Number.isFinite(value)) last = value;
    }
    const [model] = [...used].toSorted((a, b) => b[1] - a[1])[0] ?? ["last value"];
    const coverage = covered / judged;
    const skipped = forecaster.skipped;
    return { name, model, rows, mse: squares / rows, mae: sizes / rows, naiveMse: naive / rows, coverage, ...skipped };
  });
  if (out !== undefined) writeRows(out, series, lines);
  if (json === true) printJson({ from, coverageAsked: 0.9, series: report });
  else
    printTable(
      ["series", "model", "rows", "mse", "mae", "mse of last value", "in 90 % interval", "missing", "out of order"],
      report.map((r) => [
        r.name,
        r.model,
        r.rows,
        r.mse.toPrecision(4),
        r.mae.toPrecision(4),
        r.naiveMse.toPrecision(4),
        r.coverage.toFixed(3),
        r.missing,
        r.outOfOrder,
      ]),
    );
}

function ahead(file: string, series: SeriesFile, { horizon, out, json }: Options): void {
  const report = series.columns.map((name, column) => {
    const { at, values } = usable(series, column);
    if (values.length < 2) throw new InputError("at least two rows with a value are needed", { file, field: name });
    return { name, ...forecastHorizon(at, values, horizon) };
  });
  const stamps = report[0]!.points.map(({ at }) => new Date(at).toISOString());
  if (out !== undefined) {
    const lines = stamps.map((stamp, h) => [
      stamp,
      ...report.flatMap(({ points }) => {
        const { expected, low, high } = points[h]!;
        return [expected, low, high].map((x) => (Number.isFinite(x) ? String(x) : ""));
      }),
    ]);
    writeRows(out, series, lines);
  }
  if (json === true)
    printJson({
      horizon,
      at: stamps,
      series: report.map(({ name, model, errors, points }) => ({
        name,
        model,
        errors,
        expected: points.map((p) => p.expected),
        low: points.map((p) => p.low),
        high: points.map((p) => p.high),
      })),
    });
  else
    printTable(
      ["series", "model", "time", "expected", "low", "high"],
      report.flatMap(({ name, model, points }) =>
        points.map((p, h) => [name, model, stamps[h]!, ...[p.expected, p.low, p.high].map((x) => x.toPrecision(5))]),
      ),
    );
}

/** The rows of a column that have a value and come later than the row before them. */
function usable(series: SeriesFile, column: number): { at: Float64Array; values: Float64Array } {
  const values = series.values(column);
  const kept: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!) || series.at[i]! <= last) continue;
    kept.push(i);
    last = series.at[i]!;
  }
  const skipped = values.length - kept.length;
  if (skipped > 0)
    process.stderr.write(`${series.columns[column]}: ${skipped} rows without a value or out of order are left out\n`);
  return { at: Float64Array.from(kept, (i) => series.at[i]!), values: Float64Array.from(kept, (i) => values[i]!) };
}

function writeRows(out: string, series: SeriesFile, lines: readonly (readonly string[])[]): void {
  const head = [series.timeColumn, ...series.columns.flatMap((name) => [name, `${name}_low`, `${name}_high`])];
  writeOutput(out, `${[head, ...lines].map((line) => line.join(",")).join("\n")}\n`);
}

function atLeastOne(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError("give a whole number from 1 up");
  return number;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("give a whole number");
  return number;
}
