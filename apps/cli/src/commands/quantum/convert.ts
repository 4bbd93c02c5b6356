import { readFileSync, statSync } from "node:fs";
import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  countCircuit,
  countErrorModel,
  layoutBits,
  parseCircuit,
  parseErrorModel,
  parseShotFormat,
  type ShotFormat,
  type ShotLayout,
  shotLayout,
} from "@homeostat/core/quantum";
import { readInput } from "../../output.ts";
import { inFile } from "./decode-input.ts";
import { shotBatches, ShotOutput, wholeNumber, withOutputs } from "./shot-streams.ts";

interface Options {
  readonly in: string;
  readonly in_format: string;
  readonly out: string;
  readonly out_format: string;
  readonly bits_per_shot?: number;
  readonly circuit?: string;
  readonly dem?: string;
  readonly types?: string;
}

/** `homeostat quantum convert`: from one format of shots to another. */
export function convert(group: Command): void {
  group
    .command("convert")
    .description("turn shots from one format into another")
    .requiredOption("--in <file>", "the shots; - for standard input")
    .option("--in_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--out <file>", "where to write; - for standard output", "-")
    .option("--out_format <format>", "01, b8, r8, hits, dets or ptb64", "01")
    .option("--bits_per_shot <N>", "how many bits a shot has", wholeNumber)
    .option("--circuit <file>", "the circuit that the shots are from, instead")
    .option("--dem <file>", "the error model that the shots are from, instead")
    .option("--types <letters>", "what a shot holds: M, D, L or DL; found out from the shots where it is left out")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum convert --in dets.b8 --in_format b8 --out dets.hits --out_format hits --bits_per_shot 120",
    )
    .action(async (options: Options) => {
      const inFormat = parseShotFormat(options.in_format);
      const outFormat = parseShotFormat(options.out_format);
      const layout = layoutOf(options, inFormat);
      const out = new ShotOutput(options.out, outFormat, layout);
      await withOutputs([out], async () => {
        for await (const batch of shotBatches(options.in, inFormat, layout)) out.write(batch);
      });
    });
}

function layoutOf(options: Options, format: ShotFormat): ShotLayout {
  const { bits_per_shot: bits, circuit, dem } = options;
  if ([bits, circuit, dem].filter((given) => given !== undefined).length !== 1)
    throw new InputError("the bits of a shot are not known; give one of --bits_per_shot, --circuit and --dem");
  if (bits !== undefined) return bitsLayout(options, bits, format);
  const counts =
    circuit === undefined
      ? { measurements: 0, ...inFile(dem!, () => countErrorModel(parseErrorModel(readInput(dem!)))) }
      : inFile(circuit, () => countCircuit(parseCircuit(readInput(circuit))));
  if (options.types !== undefined) return pick(counts, options.types);
  // Detectors with observables are what is most often kept; a circuit's shots can be results too.
  const kinds = ["DL", "D", ...(counts.measurements > 0 ? ["M"] : []), "L"];
  const likely = kinds.find((types) => couldBe(options.in, format, pick(counts, types)));
  return pick(counts, likely ?? "DL");
}

/** Bits without names are measured results, unless the shots themselves name detectors. */
function bitsLayout({ in: file, types }: Options, bits: number, format: ShotFormat): ShotLayout {
  const kind = types ?? (format === "dets" ? lettersOf(file) : "M");
  if (kind === "M" || kind === "") return shotLayout({ measurements: bits });
  if (kind === "D") return shotLayout({ detectors: bits });
  if (kind === "L") return shotLayout({ observables: bits });
  throw new InputError(
    "the shots hold detectors and observables, and --bits_per_shot does not say how many of each; give --circuit or --dem",
  );
}

function pick(counts: ShotLayout, types: string): ShotLayout {
  if (!/^M?D?L?$/.test(types) || types === "")
    throw new InputError(`"${types}" are no types of results; give M, D, L or DL`, { field: "--types" });
  return {
    measurements: types.includes("M") ? counts.measurements : 0,
    detectors: types.includes("D") ? counts.detectors : 0,
    observables: types.includes("L") ? counts.observables : 0,
  };
}

/** Whether a file can hold shots of this layout, as far as its start and its size tell. */
function couldBe(file: string, format: ShotFormat, layout: ShotLayout): boolean {
  const bits = layoutBits(layout);
  if (file === "-" || bits === 0) return false;
  switch (format) {
    case "01":
      return startOf(file).split("\n")[0]!.trim().length === bits;
    case "dets": {
      const letters = lettersOf(file);
      const { measurements, detectors, observables } = layout;
      const has = { M: measurements > 0, D: detectors > 0, L: observables > 0 };
      return (["M", "D", "L"] as const).every((letter) => has[letter] || !letters.includes(letter));
    }
    case "hits":
      return startOf(file)
        .split(/[\n,]/)
        .every((hit) => Number(hit) < bits);
    case "b8":
      return statSync(file).size % Math.ceil(bits / 8) === 0;
    case "ptb64":
      return statSync(file).size % (8 * bits) === 0;
    case "r8":
      return isRunLengths(readFileSync(file), bits);
  }
}

function isRunLengths(bytes: Uint8Array, bits: number): boolean {
  let at = 0;
  for (const run of bytes) {
    at += run;
    if (at > bits) return false;
    if (run !== 255) at = at === bits ? 0 : at + 1;
  }
  return at === 0;
}

/** The kinds of results that a file in the dets format names near its start. */
function lettersOf(file: string): string {
  if (file === "-") return "";
  const text = startOf(file);
  return ["M", "D", "L"].filter((letter) => text.includes(` ${letter}`)).join("");
}

function startOf(file: string): string {
  return readFileSync(file)
    .subarray(0, 1 << 16)
    .toString("latin1");
}
