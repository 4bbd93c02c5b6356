import { setImmediate } from "node:timers/promises";
import type { Command } from "commander";
import { InputError, Rng } from "@homeostat/core/kernel";
import {
  appendBits,
  parseCircuit,
  parseShotFormat,
  type ShotBatch,
  shotLayout,
  ShotSampler,
} from "@homeostat/core/quantum";
import { readInput, showProgress } from "../../output.ts";
import { inFile } from "./decode-input.ts";
import { ShotOutput, wholeNumber, withOutputs } from "./shot-streams.ts";

interface Options {
  readonly circuit: string;
  readonly shots: number;
  readonly seed: number;
  readonly out: string;
  readonly out_format: string;
  readonly append_observables?: boolean;
  readonly obs_out?: string;
  readonly obs_out_format: string;
}

/** `homeostat quantum detect`: samples detection events. */
export function detect(group: Command): void {
  group
    .command("detect")
    .description("sample the detection events of a circuit with noise")
    .requiredOption("--circuit <file>", "the circuit (.stim); - for standard input")
    .option("--shots <N>", "how many", wholeNumber, 1)
    .option("--seed <N>", "seed of all chance", wholeNumber, 0)
    .option("--out <file>", "where to write; - for standard output", "-")
    .option("--out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--append_observables", "put the flipped observables after the detectors of each shot")
    .option("--obs_out <file>", "write the flipped observables to a file of their own")
    .option("--obs_out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum detect --circuit d5.stim --shots 100000 --out dets.b8 --out_format b8 --obs_out obs.01",
    )
    .action(async (options: Options) => {
      const circuit = inFile(options.circuit, () => parseCircuit(readInput(options.circuit)));
      const format = parseShotFormat(options.out_format);
      const observableFormat = parseShotFormat(options.obs_out_format);
      for (const f of [format, ...(options.obs_out === undefined ? [] : [observableFormat])])
        if (f === "ptb64" && options.shots % 64 !== 0)
          throw new InputError(
            `the ptb64 format holds groups of 64 shots, but --shots is ${options.shots}; give a multiple`,
          );
      process.stderr.write(`seed ${options.seed}\n`);
      const sampler = new ShotSampler(circuit, new Rng(options.seed));
      const { detectors, observables } = sampler.counts;
      const appended = options.append_observables === true;
      const out = new ShotOutput(
        options.out,
        format,
        shotLayout({ detectors, observables: appended ? observables : 0 }),
      );
      const observableOut =
        options.obs_out === undefined
          ? undefined
          : new ShotOutput(options.obs_out, observableFormat, shotLayout({ observables }));
      await withOutputs([out, ...(observableOut === undefined ? [] : [observableOut])], async () => {
        for (let done = 0; done < options.shots; ) {
          const batch = sampler.detect(options.shots - done);
          done += batch.detectors.shots;
          const events: ShotBatch = appended ? appendBits(batch.detectors, batch.observables) : batch.detectors;
          out.write(events);
          observableOut?.write(batch.observables);
          if (done % (64 * sampler.shotsPerBatch) === 0) {
            showProgress("detect", done / options.shots);
            await setImmediate();
          }
        }
        showProgress("detect", 1);
      });
    });
}
