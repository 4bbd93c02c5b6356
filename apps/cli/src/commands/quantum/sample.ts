import { setImmediate } from "node:timers/promises";
import type { Command } from "commander";
import { InputError, Rng } from "@homeostat/core/kernel";
import { parseCircuit, parseShotFormat, shotLayout, ShotSampler } from "@homeostat/core/quantum";
import { readInput, showProgress } from "../../output.ts";
import { inFile } from "./decode-input.ts";
import { ShotOutput, wholeNumber, withOutputs } from "./shot-streams.ts";

interface Options {
  readonly circuit: string;
  readonly shots: number;
  readonly seed: number;
  readonly out: string;
  readonly out_format: string;
}

/** `homeostat quantum sample`: samples the results of measurements, as a machine would give them. */
export function sample(group: Command): void {
  group
    .command("sample")
    .description("sample the measured results of a circuit with noise")
    .requiredOption("--circuit <file>", "the circuit (.stim); - for standard input")
    .option("--shots <N>", "how many", wholeNumber, 1)
    .option("--seed <N>", "seed of all chance", wholeNumber, 0)
    .option("--out <file>", "where to write; - for standard output", "-")
    .option("--out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum sample --circuit d5.stim --shots 1000 --out measurements.b8 --out_format b8",
    )
    .action(async (options: Options) => {
      const circuit = inFile(options.circuit, () => parseCircuit(readInput(options.circuit)));
      const format = parseShotFormat(options.out_format);
      if (format === "ptb64" && options.shots % 64 !== 0)
        throw new InputError(
          `the ptb64 format holds groups of 64 shots, but --shots is ${options.shots}; give a multiple`,
        );
      process.stderr.write(`seed ${options.seed}\n`);
      const sampler = new ShotSampler(circuit, new Rng(options.seed));
      const out = new ShotOutput(options.out, format, shotLayout({ measurements: sampler.counts.measurements }));
      await withOutputs([out], async () => {
        for (let done = 0; done < options.shots; ) {
          const batch = sampler.measure(options.shots - done);
          done += batch.shots;
          out.write(batch);
          showProgress("sample", done / options.shots);
          await setImmediate();
        }
      });
    });
}
