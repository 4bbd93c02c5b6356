import { type Command, Option } from "commander";
import { readArchitecture, runMrubis } from "@homeostat/core/exemplars";
import { printJson, printTable, readInput } from "../output.ts";
import { wholeNumberIn } from "../whole-number.ts";

interface MrubisFlags {
  readonly model: string;
  readonly rounds: number;
  readonly seed: number;
  readonly policy: "static" | "homeostat";
  readonly unreliable?: true;
  readonly json?: true;
}

/** `homeostat mrubis`: the SEAMS 2018 self-healing exemplar. */
export function mrubis(program: Command): void {
  program
    .command("mrubis")
    .description("inject failures into mRUBiS, an architecture model, and heal them round by round")
    .requiredOption("--model <file>", "the architecture (.comparch); - for standard input")
    .option(
      "--rounds <N>",
      "rounds of four injections: a life cycle, exceptions, a component, a connector",
      wholeNumberIn(1, 1_000_000),
      100,
    )
    .option("--seed <N>", "seed of all chance", wholeNumberIn(0, 1_000_000), 0)
    .option("--unreliable", "repairs fail, each with a probability that nobody is told")
    .addOption(new Option("--policy <name>", "who repairs").choices(["static", "homeostat"]).default("homeostat"))
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
Policies:
  static     the exemplar's table: one repair for each kind of failure, in the order of discovery
  homeostat  what loses most goes first; repairs are chosen by what was learned of them

With --unreliable the fixed table runs through the same failures beside it, for its regret.

Example:
  homeostat mrubis --model mRUBiS.comparch --rounds 2500 --json`,
    )
    .action(({ model, rounds, seed, policy, unreliable, json }: MrubisFlags) => {
      const text = readInput(model);
      const run = (who: typeof policy) => {
        const architecture = readArchitecture(text, model);
        return runMrubis(architecture, { rounds, seed, policy: who, isUnreliable: unreliable === true });
      };
      const { regretCurve: _curve, brierScore, ...result } = run(policy);
      const report = {
        policy,
        seed,
        ...result,
        ...(brierScore === undefined ? {} : { brierScore }),
        ...(unreliable ? { regretOfFixedTable: policy === "static" ? result.regret : run("static").regret } : {}),
      };
      if (json) printJson(report);
      else
        printTable(
          ["figure", "value"],
          Object.entries(report).map(([name, value]) => [name, value]),
        );
    });
}
