import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  type MetricTable,
  parseCallGraph,
  parseFlatMetrics,
  parsePetshopMetrics,
  rankRootCauses,
  type RootCauseRanking,
} from "@homeostat/core/ecosystem";
import { printJson, printTable, readInput } from "../output.ts";

interface Options {
  readonly normal: string;
  readonly incident: string;
  readonly graph?: string;
  readonly target?: string;
  readonly format: string;
  readonly json?: true;
}

const shown = 10;

/** `homeostat rootcause`: which component and metric most likely caused an incident. */
export function rootcause(program: Command): void {
  program
    .command("rootcause")
    .description("rank what could have caused an incident")
    .requiredOption("--normal <file>", "metrics from before the incident (CSV)")
    .requiredOption("--incident <file>", "metrics from the incident (CSV)")
    .option("--graph <file>", "who calls whom: an adjacency matrix, caller by callee (CSV)")
    .option("--target <node>", "the component at which the trouble was noticed")
    .option("--format <format>", "flat (a time column, then service_metric) or petshop (three header lines)", "flat")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExample:\n  homeostat rootcause --normal before.csv --incident during.csv --json")
    .action(run);
}

function run({ normal, incident, graph, target, format, json }: Options): void {
  if (format !== "flat" && format !== "petshop") {
    throw new InputError(`"${format}" is no format; give flat or petshop`, { field: "--format" });
  }
  const parse = format === "flat" ? parseFlatMetrics : parsePetshopMetrics;
  const before = parse(readInput(normal), normal);
  const during = parse(readInput(incident), incident);
  const calls = graph === undefined ? undefined : parseCallGraph(readInput(graph), graph);
  if (target !== undefined && !during.columns.some(({ component }) => component === target)) {
    throw new InputError(`no column is of "${target}"; name a component of ${incident}`, { field: "--target" });
  }
  const start = performance.now();
  const options = { normal: before, incident: during };
  const ranking = rankRootCauses({
    ...options,
    ...(calls === undefined ? {} : { graph: calls }),
    ...(target === undefined ? {} : { target }),
  });
  const milliseconds = performance.now() - start;
  reportUnjudged(during, ranking);
  if (json === true) {
    printJson({
      isIncident: ranking.isIncident,
      ranking: ranking.metrics.map(({ component, metric, score }) => ({ component, metric, score })),
      componentRanking: ranking.components.map(({ component, score }) => ({ component, score })),
      milliseconds,
    });
    return;
  }
  if (!ranking.isIncident) process.stdout.write("Nothing stands out clearly from what is normal.\n");
  printTable(
    ["component", "metric", "score", "deviation"],
    ranking.metrics
      .slice(0, shown)
      .map(({ component, metric, score, deviation }) => [component, metric, score.toFixed(2), deviation.toFixed(1)]),
  );
}

/** Says on standard error which columns could not be judged, so that nothing is dropped in silence. */
function reportUnjudged({ columns }: MetricTable, { metrics }: RootCauseRanking): void {
  const judged = new Set(metrics.map(({ component, metric }) => `${component}_${metric}`));
  const names = columns.map(({ component, metric }) => `${component}_${metric}`).filter((name) => !judged.has(name));
  if (names.length === 0) return;
  const some = names.slice(0, shown).join(", ");
  const more = names.length > shown ? ` and ${names.length - shown} more` : "";
  process.stderr.write(`not judged, for want of samples before or during the incident: ${some}${more}\n`);
}
