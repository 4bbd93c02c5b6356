import type { Command } from "commander";
import { decodeShots, parseShotFormat, shotLayout, writeShots } from "@homeostat/core/quantum";
import { writeOutput } from "../../output.ts";
import { addDecodeOptions, type DecodeOptions, inFile, readDecodeInput } from "./decode-input.ts";
import { decodeStatistics } from "./decode-statistics.ts";
import { timedDecoding } from "./timed-decoding.ts";

interface PredictOptions extends DecodeOptions {
  readonly out: string;
  readonly out_format: string;
  readonly weights_out?: string;
  readonly stats?: string;
}

/** `homeostat quantum predict`: detection events in, predicted observables out. */
export function predict(group: Command): void {
  addDecodeOptions(group.command("predict").description("predict which observables were flipped, shot by shot"))
    .option("--out <file>", "where the predictions go, a shot a shot; - for standard output", "-")
    .option("--out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--weights_out <file>", "also write the weight of each shot's correction, a line a shot")
    .option("--stats <file>", "also write what was decoded, and how fast, as JSON")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum predict --dem model.dem --in dets.b8 --in_format b8 --out predictions.01 --out_format 01",
    )
    .action((options: PredictOptions) => {
      const outFormat = parseShotFormat(options.out_format);
      const { decoder, events, observableCount } = readDecodeInput(options);
      const isTimed = options.stats !== undefined;
      const { decoded, secondsCpu } = inFile(options.in, () =>
        isTimed
          ? timedDecoding(decoder, events, observableCount)
          : { decoded: decodeShots(decoder, events, observableCount), secondsCpu: 0 },
      );
      const { predictions, weights } = decoded;
      writeOutput(options.out, writeShots(outFormat, shotLayout({ observables: observableCount }), predictions));
      if (options.weights_out !== undefined)
        writeOutput(options.weights_out, Array.from(weights, (w) => `${w.toFixed(6)}\n`).join(""));
      if (options.stats !== undefined) {
        const statistics = decodeStatistics(options.decoder, events, predictions, secondsCpu);
        writeOutput(options.stats, `${JSON.stringify(statistics, undefined, 2)}\n`);
      }
    });
}
