import { relative } from "node:path";
import { defaultKnowledgeText, parseKnowledge } from "@homeostat/core/autonomy";
import type { Knowledge } from "@homeostat/core/journal";
import type { Command } from "commander";
import { readInput } from "../output.ts";

/** `homeostat knowledge`: what the autopilot knows to help, to read, edit and check. */
export function knowledge(program: Command): void {
  program
    .command("knowledge")
    .description("print the autopilot's knowledge base, or check one of your own")
    .argument("[file]", "a knowledge base to check (YAML); - for standard input")
    .addHelpText(
      "after",
      `
A knowledge base lists solutions, the first one first: against a finding, on kinds of component (all that the action
fits where they are left out), an action; what is believed of it before anything was seen, as imagined outcomes; how
long it and its effect may take; and for people, why it helps.

Example:
  homeostat knowledge > mine.yaml        the built-in one, to edit
  homeostat knowledge mine.yaml          checks it
  homeostat up --knowledge mine.yaml     uses it`,
    )
    .action((file?: string) => {
      if (file === undefined) process.stdout.write(defaultKnowledgeText);
      else process.stdout.write(`${readKnowledge(file).solutions.length} solutions, all of them usable\n`);
    });
}

/**
 * Reads a knowledge base from a file, or from standard input for `-`.
 *
 * @throws {InputError} one sentence with file, line and field
 */
export function readKnowledge(file: string): Knowledge {
  return parseKnowledge(readInput(file), file === "-" ? "standard input" : relative(process.cwd(), file));
}
