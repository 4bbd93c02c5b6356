import type { Command } from "commander";
import {
  defensibleFigures,
  type EfficiencyAdvice,
  efficiencyAdvice,
  type IntensitySeries,
  meanRequestRates,
  systemFootprintFile,
} from "@homeostat/core/green";
import { hourMs } from "@homeostat/core/kernel";
import { parseSystem, type SystemModel } from "@homeostat/core/system";
import { printJson, printTable, readInput } from "../../output.ts";

/** `homeostat carbon advice`: how each component could do its work with less, and what that would cost. */
export function advice(carbon: Command): void {
  carbon
    .command("advice <system>")
    .description(
      "how each component of a system could do its work with less energy and carbon, and what that would cost",
    )
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
Reckons at the mean load of the system file, for components whose \`power\` it gives: fewer or sleeping replicas, idle
clocks, machines half as large or shared, compressed data; with the use and the response time that would follow.

Example:
  homeostat carbon advice examples/metropolis.yaml`,
    )
    .action((file: string, { json = false }: { readonly json?: boolean }) => {
      const given = adviceAtMeanLoad(parseSystem(readInput(file), file));
      if (json) printJson(given);
      else printAdvice(given);
    });
}

function adviceAtMeanLoad(model: SystemModel): EfficiencyAdvice[] {
  const rates = meanRequestRates(model);
  const loads = new Map(
    systemFootprintFile(model).components.map(({ name, machines, utilisation }) => {
      const requestRate = rates.get(name) ?? 0;
      return [name, { replicasUp: machines, meanUse: utilisation, highUse: utilisation, requestRate }];
    }),
  );
  const intensities = [gridOf(model)];
  return model.components.flatMap(({ id }) => efficiencyAdvice(model, id, { loads, intensities, at: 0 }) ?? []);
}

/** The typical day of the file's grid; the world's mean where it tells of none. */
function gridOf({ grid }: SystemModel): IntensitySeries {
  const { value, source } = defensibleFigures.gridGPerKwh;
  const day = grid?.typicalDayGPerKwh;
  return {
    signal: "average",
    zone: grid?.zone ?? "world",
    source: day === undefined ? source : `typical day of ${grid?.zone}`,
    startMs: 0,
    stepMs: hourMs,
    gPerKwh: day ?? Array.from({ length: 24 }, () => value),
  };
}

function printAdvice(given: readonly EfficiencyAdvice[]): void {
  const round = (value: number) => Number(value.toPrecision(4));
  printTable(
    ["component", "W", "instead", "W saved", "g/h saved", "use", "use then", "ms", "ms then", "headroom"],
    given.flatMap(({ component, powerW, highUse, responseMs, alternatives }) =>
      alternatives.map(({ kind, count, to, savedW, savedGPerHour, useAfter, responseAfterMs, leavesHeadroom }) => [
        component,
        round(powerW.value),
        [kind, count === undefined ? "" : `-${count}`, to ?? ""].filter(Boolean).join(" "),
        round(savedW.value),
        round(savedGPerHour?.value ?? 0),
        round(highUse),
        round(useAfter),
        round(responseMs),
        round(responseAfterMs),
        leavesHeadroom ? "enough" : "too little",
      ]),
    ),
  );
  const sources = new Set(
    given.flatMap(({ alternatives }) =>
      alternatives.flatMap(({ savedW, savedGPerHour }) => [savedW.source, savedGPerHour?.source ?? ""]),
    ),
  );
  process.stdout.write("\n");
  for (const source of sources) if (source !== "") process.stdout.write(`${source}\n`);
}
