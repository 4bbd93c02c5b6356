import type { Command } from "commander";
import { MetricForecaster } from "@homeostat/core/forecast";
import { MetricDetector } from "@homeostat/core/immune";
import { writeOutput } from "../output.ts";
import { readSeries } from "../read-series.ts";

/** `homeostat detect`: judges a metric as it would have been judged live, a row out for each row in. */
export function detect(program: Command): void {
  program
    .command("detect")
    .description("find anomalies in a metric, one pass, each row judged by the rows before it alone")
    .argument("<file>", "timestamp,value (further columns are not read); - for standard input")
    .option("--out <file>", "write the rows here", "-")
    .addHelpText(
      "after",
      `
Columns out: timestamp,value,anomaly_score,level
  anomaly_score  0, and at the first row of an episode that a person should hear of, how surprising it is (0.5..1)
  level          how anomalous the metric is, 0..1, at every row; fades over some 25 rows

Example:
  homeostat detect cpu.csv --out judged.csv`,
    )
    .action((file: string, { out }: { out: string }) => {
      const series = readSeries(file);
      const texts = series.text(0);
      const values = series.values(0);
      const forecaster = new MetricForecaster();
      const detector = new MetricDetector();
      let events = 0;
      const rows = series.stamps.map((stamp, i) => {
        const at = series.at[i]!;
        const value = values[i]!;
        const reading = detector.observe(at, value, forecaster.observe(at, value));
        if (reading.isEvent) events++;
        const score = reading.isEvent ? reading.surprise.toFixed(6) : "0";
        return `${stamp},${texts[i]},${score},${reading.level.toFixed(6)}\n`;
      });
      writeOutput(out, `timestamp,value,anomaly_score,level\n${rows.join("")}`);
      const { missing, outOfOrder, counterResets } = detector.skipped;
      process.stderr.write(
        `${rows.length} rows, ${events} events; not learned: ${missing} missing, ${outOfOrder} out of order, ${counterResets} counter resets\n`,
      );
    });
}
