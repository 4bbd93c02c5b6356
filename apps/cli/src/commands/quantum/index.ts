import type { Command } from "commander";
import { countMistakesCommand } from "./count-mistakes.ts";
import { predict } from "./predict.ts";

/** `homeostat quantum …`: circuits, error models, shots and decoders without the console. */
export function quantum(program: Command): void {
  const group = program.command("quantum").description("logical qubits: circuits, error models, shots and decoders");
  for (const register of [predict, countMistakesCommand]) register(group);
}
