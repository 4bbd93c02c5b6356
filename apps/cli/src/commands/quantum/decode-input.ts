import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  countErrorModel,
  createDecoder,
  type Decoder,
  type ErrorModel,
  parseDecoderKind,
  parseErrorModel,
  parseShotFormat,
  readShots,
  type ShotBatch,
  shotLayout,
  sliceBits,
} from "@homeostat/core/quantum";
import { readInput } from "../../output.ts";

/** The options that `predict` and `count_mistakes` share. */
export interface DecodeOptions {
  readonly dem: string;
  readonly in: string;
  readonly in_format: string;
  readonly in_includes_appended_observables?: boolean;
  readonly decoder: string;
}

export function addDecodeOptions(command: Command): Command {
  return command
    .requiredOption("--dem <file>", "the error model, decomposed (.dem); - for standard input")
    .requiredOption("--in <file>", "the detection events; - for standard input")
    .option("--in_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--in_includes_appended_observables", "each shot ends with its observables")
    .option("--decoder <name>", "matching, correlated, union-find or lookup", "matching");
}

export interface DecodeInput {
  readonly model: ErrorModel;
  readonly decoder: Decoder;
  readonly observableCount: number;
  /** One bit a detector. */
  readonly events: ShotBatch;
  /** The observables that stood after the detectors. */
  readonly appended: ShotBatch | undefined;
}

/** Reads the model and the shots, and builds the decoder. Broken input throws an `InputError` with its file. */
export function readDecodeInput(options: DecodeOptions): DecodeInput {
  const kind = parseDecoderKind(options.decoder);
  const format = parseShotFormat(options.in_format);
  const [model, decoder] = inFile(options.dem, () => {
    const model = parseErrorModel(readInput(options.dem));
    return [model, createDecoder(kind, model)] as const;
  });
  const { detectors, observables } = countErrorModel(model);
  const hasObservables = options.in_includes_appended_observables === true;
  const layout = shotLayout({ detectors, observables: hasObservables ? observables : 0 });
  const shots = inFile(options.in, () => readShots(format, layout, readBytes(options.in)));
  return {
    model,
    decoder,
    observableCount: observables,
    events: hasObservables ? sliceBits(shots, 0, detectors) : shots,
    appended: hasObservables ? sliceBits(shots, detectors, observables) : undefined,
  };
}

/** The bytes of a file, or of standard input for `-`. */
export function readBytes(file: string): Uint8Array {
  return readFileSync(file === "-" ? 0 : file);
}

/** Adds the file's name to what a reader says about its content. */
export function inFile<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? error.within({ file: file === "-" ? "standard input" : file }) : error;
  }
}
