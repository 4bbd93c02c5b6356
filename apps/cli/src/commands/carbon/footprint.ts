import type { Command } from "commander";
import { parse, stringify, YAMLParseError } from "yaml";
import {
  type Footprint,
  type FootprintFile,
  footprintOf,
  impactManifest,
  parseFootprintFile,
  runManifest,
  type Sourced,
  sourceDocumentFigures,
  systemFootprintFile,
} from "@homeostat/core/green";
import { InputError } from "@homeostat/core/kernel";
import { parseSystem } from "@homeostat/core/system";
import { withYearlyGrid } from "./yearly-grid.ts";
import { printJson, printTable, readInput, writeOutput } from "../../output.ts";

interface Options {
  readonly manifest?: string;
  readonly figures: string;
  readonly json?: boolean;
}

/** `homeostat carbon footprint`: energy, operational and embodied carbon and SCI, each figure with its source. */
export function footprint(carbon: Command): void {
  carbon
    .command("footprint <file>")
    .description("energy, operational and embodied carbon and SCI of components, each figure with its source")
    .option("--manifest <file>", "also write an Impact Framework manifest, which if-run recomputes")
    .option("--figures <set>", "defensible, or source-document for comparison", "defensible")
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
The file is a footprint, an Impact Framework manifest, or a system file (one hour at its mean load). A footprint:
  name: api
  grid: {intensityGPerKwh: 342, source: "DE, mean of the year"}
  pue: 1.1
  functionalUnit: {name: request, count: 1000}
  components:
    - {name: api, power: {kind: idle-peak, idleW: 70, peakW: 300}, utilisation: 0.3, durationSeconds: 3600}
A grid that names its zone alone, {zone: DE}, counts by its mean of the newest year.
The kinds of power: curve (11 watts), four-points (idleW, tenW, fiftyW, peakW), idle-peak, tdp (tdpW), cores.

Example:
  homeostat carbon footprint footprint.yaml --manifest manifest.yaml --json`,
    )
    .action(async (file: string, options: Options) => {
      if (options.figures !== "defensible" && options.figures !== "source-document")
        throw new InputError(`--figures: "${options.figures}" is not known; give defensible or source-document`);
      const text = readInput(file);
      const content = readYaml(text, file);
      if (content !== null && typeof content === "object" && "tree" in content) {
        const outputs = within(file, () => runManifest(content));
        if (options.json) printJson(outputs);
        else
          printTable(
            ["component", "sci"],
            outputs.components.map(({ name, sci }) => [name, sci]),
          );
        return;
      }
      const figures = options.figures === "source-document" ? sourceDocumentFigures : undefined;
      const isSystem =
        content !== null &&
        typeof content === "object" &&
        "components" in content &&
        Array.isArray(content.components) &&
        content.components.some((c: unknown) => c !== null && typeof c === "object" && "id" in c);
      const parsed: FootprintFile = isSystem
        ? systemFootprintFile(parseSystem(text, file))
        : await readFootprint(file, content);
      const result = footprintOf(parsed, figures);
      if (options.manifest !== undefined) writeOutput(options.manifest, stringify(impactManifest(parsed, figures)));
      if (options.json) printJson(result);
      else printFootprint(result);
    });
}

function readYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new InputError(error.message.split("\n")[0] ?? "this is not YAML", { file, line: error.linePos?.[0].line });
  }
}

async function readFootprint(file: string, content: unknown): Promise<FootprintFile> {
  try {
    return parseFootprintFile(await withYearlyGrid(content));
  } catch (error) {
    throw error instanceof InputError ? error.within({ file }) : error;
  }
}

function within<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? error.within({ file }) : error;
  }
}

function printFootprint(footprint: Footprint): void {
  const round = (value: number) => Number(value.toPrecision(6));
  printTable(
    ["component", "W", "kWh", "operational g", "embodied g", "SCI g"],
    footprint.components.map((own) => [
      own.name,
      round(own.powerW.value),
      round(own.totalKwh),
      round(own.operationalG.value),
      round(own.embodiedG.value),
      round(own.sci),
    ]),
  );
  process.stdout.write(
    `\n${round(footprint.energyKwh)} kWh, ${round(footprint.totalG)} gCO2e; SCI ${round(footprint.sci)} g per ${footprint.functionalUnit.name}\n`,
  );
  const figures: [string, Sourced][] = [
    ["grid", footprint.grid],
    ["PUE", footprint.pue],
  ];
  for (const own of footprint.components) {
    figures.push([`${own.name}, power`, own.powerW], [`${own.name}, embodied`, own.embodiedG]);
    for (const [part, figure] of Object.entries(own.energyKwh))
      if (figure.value > 0) figures.push([`${own.name}, ${part}`, figure]);
  }
  process.stdout.write("\n");
  printTable(
    ["figure", "value", "unit", "source"],
    figures.map(([name, { value, unit, source }]) => [name, round(value), unit, source]),
  );
}
