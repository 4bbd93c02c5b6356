import type { Command } from "commander";
import { analyzeErrorsCommand } from "./analyze-errors.ts";
import { convert } from "./convert.ts";
import { countMistakesCommand } from "./count-mistakes.ts";
import { detect } from "./detect.ts";
import { gen } from "./gen.ts";
import { m2d } from "./m2d.ts";
import { predict } from "./predict.ts";
import { sample } from "./sample.ts";

/** `homeostat quantum …`: circuits, error models, shots and decoders without the console. */
export function quantum(program: Command): void {
  const group = program.command("quantum").description("logical qubits: circuits, error models, shots and decoders");
  for (const register of [gen, sample, detect, analyzeErrorsCommand, m2d, convert, predict, countMistakesCommand])
    register(group);
}
