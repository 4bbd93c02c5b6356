import { decodeXml, readOpenPsa, systemFromFaultTree } from "@homeostat/core/reliability";
import { parseSystem } from "@homeostat/core/system";
import type { Command } from "commander";
import { stringify } from "yaml";
import { readInputBytes, writeOutput } from "../output.ts";

interface OpenPsaOptions {
  readonly out: string;
  readonly gate?: string;
}

/** `homeostat import KIND FILE`: a system file from what somebody else's tool has written. */
export function importSystem(program: Command): void {
  const group = program.command("import").description("write a system file from what another tool has written");
  group
    .command("open-psa")
    .description("a system that fails as probably as an Open-PSA fault tree's top event, exactly")
    .argument("<file>", "Open-PSA MEF (.xml); - for standard input")
    .option("--out <FILE>", "where the system file goes; - for standard output", "-")
    .option("--gate <NAME>", "the top gate; the one that no other gate takes where it is left out")
    .addHelpText(
      "after",
      `
Disjunctions become components that need their arguments, k-of-n gates over equal events become replicas. What a system
file has no words for becomes one component of the same probability, and is named on standard error.

Example:
  homeostat import open-psa tree.xml > tree.yaml
  homeostat reliability tree.yaml`,
    )
    .action((file: string, { out, gate }: OpenPsaOptions) => {
      const name = file === "-" ? "standard input" : file;
      const tree = readOpenPsa(decodeXml(readInputBytes(file), name), { file: name, top: gate });
      const { system, condensed } = systemFromFaultTree(tree);
      const text = stringify(system, { lineWidth: 120 });
      const { components, dependencies } = parseSystem(text, `the system made of ${name}`);
      writeOutput(out, text);
      for (const { gate: one, events, line } of condensed)
        process.stderr.write(
          `homeostat: ${name}${line === undefined ? "" : `:${line}`}: "${one}" became one component with the ${events} events below it\n`,
        );
      process.stderr.write(`homeostat: ${components.length} components, ${dependencies.length} dependencies\n`);
    });
}
