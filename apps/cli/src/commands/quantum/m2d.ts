import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  appendBits,
  DetectionConverter,
  parseCircuit,
  parseShotFormat,
  readShots,
  type ShotBatch,
  sliceShots,
  shotLayout,
} from "@homeostat/core/quantum";
import { readInput } from "../../output.ts";
import { inFile, readBytes } from "./decode-input.ts";
import { shotBatches, ShotOutput, withOutputs } from "./shot-streams.ts";

interface Options {
  readonly circuit: string;
  readonly in: string;
  readonly in_format: string;
  readonly sweep?: string;
  readonly sweep_format: string;
  readonly out: string;
  readonly out_format: string;
  readonly append_observables?: boolean;
  readonly obs_out?: string;
  readonly obs_out_format: string;
  readonly skip_reference_sample?: boolean;
}

/** `homeostat quantum m2d`: from measured results to detection events. */
export function m2d(group: Command): void {
  group
    .command("m2d")
    .description("turn measured results into detection events")
    .requiredOption("--circuit <file>", "the circuit that was run (.stim); - for standard input")
    .requiredOption("--in <file>", "the measured results; - for standard input")
    .option("--in_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--sweep <file>", "the sweep bits of each shot; all 0 where they are left out")
    .option("--sweep_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--out <file>", "where to write; - for standard output", "-")
    .option("--out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--append_observables", "put the flipped observables after the detectors of each shot")
    .option("--obs_out <file>", "write the flipped observables to a file of their own")
    .option("--obs_out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--skip_reference_sample", "take every result to be 0 without noise")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum m2d --circuit circuit.stim --in measurements.b8 --in_format b8 --sweep sweep.b8 --sweep_format b8 --out dets.b8 --out_format b8 --obs_out obs.01",
    )
    .action(async (options: Options) => {
      const circuit = inFile(options.circuit, () => parseCircuit(readInput(options.circuit)));
      const formats = [options.in_format, options.sweep_format, options.out_format, options.obs_out_format];
      const [inFormat, sweepFormat, outFormat, observableFormat] = formats.map(parseShotFormat);
      const converter = new DetectionConverter(circuit, { skipReference: options.skip_reference_sample === true });
      const { measurements, detectors, observables, sweepBits } = converter.counts;
      const { sweep: sweepFile } = options;
      const sweep =
        sweepFile === undefined
          ? undefined
          : inFile(sweepFile, () =>
              readShots(sweepFormat!, shotLayout({ measurements: sweepBits }), readBytes(sweepFile)),
            );
      const appended = options.append_observables === true;
      const outLayout = shotLayout({ detectors, observables: appended ? observables : 0 });
      const out = new ShotOutput(options.out, outFormat!, outLayout);
      const observableOut =
        options.obs_out === undefined
          ? undefined
          : new ShotOutput(options.obs_out, observableFormat!, shotLayout({ observables }));
      await withOutputs([out, ...(observableOut === undefined ? [] : [observableOut])], async () => {
        let done = 0;
        for await (const batch of shotBatches(options.in, inFormat!, shotLayout({ measurements }))) {
          const events = converter.convert(batch, sweep && sweepOf(sweep, done, batch.shots, sweepFile ?? ""));
          done += batch.shots;
          out.write(appended ? appendBits(events.detectors, events.observables) : events.detectors);
          observableOut?.write(events.observables);
        }
        if (sweep !== undefined && sweep.shots !== done)
          throw new InputError(`${sweep.shots} shots, but there are ${done} of measured results; give the same shots`, {
            file: sweepFile,
          });
      });
    });
}

function sweepOf(sweep: ShotBatch, from: number, count: number, file: string) {
  if (from + count > sweep.shots)
    throw new InputError(`only ${sweep.shots} shots, but there are more of measured results; give the same shots`, {
      file,
    });
  return sliceShots(sweep, from, count);
}
