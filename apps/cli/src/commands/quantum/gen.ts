import type { Command } from "commander";
import { InputError } from "@homeostat/core/kernel";
import {
  generateCircuit,
  type MemoryCode,
  memoryCodes,
  type NoiseKnobs,
  uniformNoise,
  writeCircuit,
} from "@homeostat/core/quantum";
import { writeOutput } from "../../output.ts";
import { probability, wholeNumber } from "./shot-streams.ts";

interface Options {
  readonly code: string;
  readonly task?: string;
  readonly distance: number;
  readonly rounds?: number;
  readonly p: number;
  readonly after_clifford_depolarization?: number;
  readonly before_round_data_depolarization?: number;
  readonly before_measure_flip_probability?: number;
  readonly after_reset_flip_probability?: number;
  readonly out: string;
}

/** `homeostat quantum gen`: the circuit of a memory experiment. */
export function gen(group: Command): void {
  group
    .command("gen")
    .description("write the circuit of a memory experiment (.stim)")
    .requiredOption("--code <name>", memoryCodes.join(", "))
    .option("--task <name>", "with --code surface_code: rotated_memory_x or rotated_memory_z")
    .option("--distance <D>", "code distance", wholeNumber, 3)
    .option("--rounds <R>", "rounds of stabilizer measurement; the distance where it is left out", wholeNumber)
    .option("--p <P>", "physical error rate: all four kinds of noise below", probability, 0)
    .option("--after_clifford_depolarization <P>", "instead of --p: after each gate", probability)
    .option("--before_round_data_depolarization <P>", "instead of --p: on the data before each round", probability)
    .option("--before_measure_flip_probability <P>", "instead of --p: before each measurement", probability)
    .option("--after_reset_flip_probability <P>", "instead of --p: after each reset", probability)
    .option("--out <file>", "where to write; - for standard output", "-")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat quantum gen --code rotated_memory_x --distance 5 --rounds 5 --p 0.001 --out d5.stim",
    )
    .action((options: Options) => {
      const code = codeOf(options);
      const { distance, rounds = distance } = options;
      const circuit = generateCircuit({ code, distance, rounds, noise: noiseOf(options) });
      const head = [`${code}, distance ${distance}, ${rounds} rounds`, ...noiseLines(noiseOf(options))];
      writeOutput(options.out, `${head.map((line) => `# ${line}\n`).join("")}${writeCircuit(circuit)}`);
    });
}

function codeOf({ code, task }: Options): MemoryCode {
  const name =
    code === "surface_code" ? (task ?? "rotated_memory_x") : code === "repetition_code" ? "repetition" : code;
  const known = memoryCodes.find((c) => c === name);
  if (known === undefined)
    throw new InputError(`"${name}" is no code that can be generated; give one of ${memoryCodes.join(", ")}`, {
      field: "--code",
    });
  return known;
}

function noiseOf(options: Options): NoiseKnobs {
  const all = uniformNoise(options.p);
  return {
    afterCliffordDepolarization: options.after_clifford_depolarization ?? all.afterCliffordDepolarization,
    beforeRoundDataDepolarization: options.before_round_data_depolarization ?? all.beforeRoundDataDepolarization,
    beforeMeasureFlipProbability: options.before_measure_flip_probability ?? all.beforeMeasureFlipProbability,
    afterResetFlipProbability: options.after_reset_flip_probability ?? all.afterResetFlipProbability,
  };
}

function noiseLines(noise: NoiseKnobs): string[] {
  return Object.entries(noise).map(([name, p]) => `${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}: ${p}`);
}
