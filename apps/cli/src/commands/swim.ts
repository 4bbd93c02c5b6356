import { type Command, Option } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  doNothing,
  homeostatManager,
  reactiveManager,
  readTrace,
  simulateSwim,
  staticManager,
  type SwimManager,
  syntheticTrace,
  type TraceShape,
  traceShapes,
} from "@homeostat/core/exemplars";
import { printJson, printTable, readInput } from "../output.ts";
import { wholeNumberIn } from "../whole-number.ts";

const managers: Readonly<Record<string, () => SwimManager>> = {
  none: () => doNothing,
  static: () => staticManager,
  reactive: () => reactiveManager({ needsSpareServer: true }),
  reactive2: () => reactiveManager({ needsSpareServer: false }),
  homeostat: () => homeostatManager(),
};

interface SwimFlags {
  readonly trace?: string;
  readonly shape?: TraceShape;
  readonly policy: string;
  readonly servers: number;
  readonly levels: number;
  readonly boot: number;
  readonly seed: number;
  readonly json?: true;
}

/** `homeostat swim`: the SEAMS 2017 exemplar, driven by its own managers or by ours. */
export function swim(program: Command): void {
  program
    .command("swim")
    .description("simulate SWIM, a web application with servers and a dimmer, under an adaptation policy")
    .option("--trace <file>", "seconds between requests, one a line; - for standard input")
    .addOption(new Option("--shape <name>", "a made-up trace in place of a file").choices(Object.keys(traceShapes)))
    .addOption(new Option("--policy <name>", "who decides").choices(Object.keys(managers)).default("homeostat"))
    .option("--servers <N>", "servers at most", wholeNumberIn(3, 100), 3)
    .option("--levels <L>", "levels of the dimmer", wholeNumberIn(2, 100), 5)
    .option("--boot <S>", "seconds until a new server takes requests", wholeNumberIn(0, 3_600), 60)
    .option("--seed <N>", "seed of all chance", wholeNumberIn(0, 1_000_000), 0)
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      `
Policies:
  none       leaves everything as it is: three servers, dimmer 0.9
  static     three servers, all optional content
  reactive   the manager that SWIM ships with; reactive2 is the same without its guard for spare capacity
  homeostat  learns load and service times as it goes and plans ahead; sees no more than the others

Example:
  homeostat swim --shape waves --policy homeostat --servers 3 --levels 5 --boot 60`,
    )
    .action(({ trace, shape, policy, servers, levels, boot, seed, json }: SwimFlags) => {
      if ((trace === undefined) === (shape === undefined)) {
        throw new InputError("give either --trace FILE or --shape NAME");
      }
      const {
        periods: _periods,
        decisions: _decisions,
        ...score
      } = simulateSwim({
        interArrivalSeconds:
          trace === undefined ? syntheticTrace(shape!, { seed }) : readTrace(readInput(trace), trace),
        maxServers: servers,
        dimmerLevels: levels,
        bootSeconds: boot,
        seed,
        manager: managers[policy]!(),
      });
      if (json) printJson(score);
      else
        printTable(
          ["figure", "value"],
          Object.entries(score).map(([name, value]) => [name, Number(value.toFixed(4))]),
        );
    });
}
