import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import { countMistakes, parseShotFormat, readShots, type ShotBatch, shotLayout } from "@homeostat/core/quantum";
import { printJson } from "../../output.ts";
import {
  addDecodeOptions,
  type DecodeInput,
  type DecodeOptions,
  inFile,
  readBytes,
  readDecodeInput,
} from "./decode-input.ts";
import { timedDecoding } from "./timed-decoding.ts";

interface CountOptions extends DecodeOptions {
  readonly obs_in?: string;
  readonly obs_in_format?: string;
}

/** `homeostat quantum count_mistakes`: how often the prediction is wrong, and how long a shot takes. */
export function countMistakesCommand(group: Command): void {
  addDecodeOptions(
    group.command("count_mistakes").description("count the shots whose observables are predicted wrongly"),
  )
    .option("--obs_in <file>", "the observables that were really flipped, where they are not appended")
    .option("--obs_in_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--json", "print JSON (it does so anyway)")
    .addHelpText(
      "after",
      [
        "\nThe time is that of decoding alone, on one thread, and of one pass: few shots are decoded many times over.",
        "\nExample:",
        "  homeostat quantum count_mistakes --dem model.dem --in dets.b8 --in_format b8 --obs_in obs.01 --obs_in_format 01",
      ].join("\n"),
    )
    .action((options: CountOptions) => {
      const input = readDecodeInput(options);
      const { decoder, events, observableCount } = input;
      const actual = readActual(options, input);
      const { decoded, secondsCpu } = inFile(options.in, () => timedDecoding(decoder, events, observableCount));
      const { shots } = events;
      const mistakes = countMistakes(decoded.predictions, actual);
      printJson({
        shots,
        mistakes,
        rate: shots === 0 ? 0 : mistakes / shots,
        secondsCpu,
        microsecondsPerShot: shots === 0 ? 0 : (1e6 * secondsCpu) / shots,
      });
    });
}

function readActual(options: CountOptions, { appended, observableCount, events }: DecodeInput): ShotBatch {
  if (appended !== undefined) return appended;
  const { obs_in: file, obs_in_format: format = "01" } = options;
  if (file === undefined)
    throw new InputError(
      "what was really flipped is not known; give --obs_in FILE, or --in_includes_appended_observables where it stands after the detection events",
    );
  const layout = shotLayout({ observables: observableCount });
  const actual = inFile(file, () => readShots(parseShotFormat(format), layout, readBytes(file)));
  if (actual.shots !== events.shots)
    throw new InputError(`${actual.shots} shots, but the detection events have ${events.shots}; give the same shots`, {
      file,
    });
  return actual;
}
