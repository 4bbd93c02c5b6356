import { Command, CommanderError } from "commander";
import { InputError } from "@homeostat/core/kernel";
import { commands } from "./commands/index.ts";

const program = new Command("homeostat")
  .description("A live operations console for self-healing systems.")
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "homeostat: ")) });

// Whoever reads the output may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

for (const register of commands) register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof InputError) {
    process.stderr.write(`homeostat: ${error.message}\n`);
    process.exitCode = 2;
  } else if (isSystemError(error)) {
    process.stderr.write(`homeostat: ${systemErrorSentence(error)}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

function systemErrorSentence({ code, path, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
      return `${path}: there is no such file; check the path`;
    case "EISDIR":
      return `${path ?? "the path"}: this is a folder; give a file`;
    case "EACCES":
      return `${path}: this file may not be read or written by this user`;
    case "EADDRINUSE":
      return "the port is taken; give another one with --port N";
    default:
      return message;
  }
}
