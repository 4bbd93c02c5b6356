import type { Command } from "commander";
import { analyzeErrors, parseCircuit, writeErrorModel } from "@homeostat/core/quantum";
import { readInput, writeOutput } from "../../output.ts";
import { inFile } from "./decode-input.ts";
import { probability } from "./shot-streams.ts";

interface Options {
  readonly circuit: string;
  readonly decompose_errors?: boolean;
  readonly fold_loops?: boolean;
  readonly allow_gauge_detectors?: boolean;
  readonly approximate_disjoint_errors?: number | true;
  readonly ignore_decomposition_failures?: boolean;
  readonly block_decompose_from_introducing_remnant_edges?: boolean;
  readonly out: string;
}

/** `homeostat quantum analyze_errors`: from a circuit to its detector error model. */
export function analyzeErrorsCommand(group: Command): void {
  group
    .command("analyze_errors")
    .description("write the detector error model of a circuit (.dem)")
    .requiredOption("--circuit <file>", "the circuit (.stim); - for standard input")
    .option("--decompose_errors", "suggest parts of at most two detectors for each error")
    .option("--fold_loops", "write repeats as repeats, however often they repeat")
    .option("--allow_gauge_detectors", "let detectors be random, as errors of probability 1/2")
    .option(
      "--approximate_disjoint_errors [limit]",
      "treat errors that exclude one another as independent, up to this probability",
      probability,
    )
    .option("--ignore_decomposition_failures", "leave errors whole that have no parts")
    .option("--block_decompose_from_introducing_remnant_edges", "never make up a part that no error of the circuit has")
    .option("--out <file>", "where to write; - for standard output", "-")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum analyze_errors --circuit d5.stim --decompose_errors --fold_loops --out d5.dem",
    )
    .action((options: Options) => {
      const { approximate_disjoint_errors: limit } = options;
      const model = inFile(options.circuit, () =>
        analyzeErrors(parseCircuit(readInput(options.circuit)), {
          decomposeErrors: options.decompose_errors,
          foldLoops: options.fold_loops,
          allowGaugeDetectors: options.allow_gauge_detectors,
          approximateDisjointErrors: limit === true ? 1 : limit,
          ignoreDecompositionFailures: options.ignore_decomposition_failures,
          blockRemnantEdges: options.block_decompose_from_introducing_remnant_edges,
        }),
      );
      writeOutput(options.out, writeErrorModel(model));
    });
}
