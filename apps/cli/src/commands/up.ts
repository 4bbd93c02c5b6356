import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@homeostat/core/kernel";
import { parseSystem, type SystemModel } from "@homeostat/core/system";
import type { RunningServer } from "@homeostat/server";
import { type Command, InvalidArgumentError } from "commander";
import { buildWeb } from "../build-web.ts";
import { openBrowser } from "../open-browser.ts";
import { readKnowledge } from "./knowledge.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const defaultSystems = { twin: "examples/metropolis.yaml", lab: "examples/lab.yaml" };
/** A terminal and the launcher both pass Ctrl-C on; only a later one means impatience. */
const sameSignalMs = 1_000;

interface UpOptions {
  readonly system?: string;
  readonly managed: string;
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly open: boolean;
  readonly seed: number;
  readonly speed: number;
  readonly tick: number;
  readonly operators?: string;
  readonly knowledge?: string;
  readonly origin?: string[];
  readonly intensity?: string[];
  readonly verbose: boolean;
}

/** `homeostat up`: the console and the system that it manages. */
export function up(program: Command): void {
  program
    .command("up")
    .description("start the console")
    .option("--system <file>", "the system to manage (YAML)")
    .option("--managed <kind>", "twin: simulated; lab: real processes on this machine", "twin")
    .option("--port <n>", "the port to listen on, 0 for any free one", wholeNumber(0, 65_535), 4300)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--data <directory>", "where the journal is kept (default: .homeostat/ of the repository)")
    .option("--no-open", "do not open a browser")
    .option("--seed <n>", "the seed of all chance", wholeNumber(0, 2 ** 32 - 1), 1)
    .option("--speed <x>", "how much faster than the clock the twin lives", number(0.01, 1_000), 1)
    .option("--tick <ms>", "milliseconds between two measurements", wholeNumber(20, 60_000), 1_000)
    .option("--operators <file>", "who may use the console: names, roles, token hashes (YAML)")
    .option("--knowledge <file>", "what is known to help (YAML), in place of what `homeostat knowledge` prints")
    .option("--origin <url...>", "further addresses under which the console is reached")
    .option(
      "--intensity <source...>",
      "carbon intensity: files, or a provider's addresses (tokens: HOMEOSTAT_INTENSITY_TOKEN, see docs/operating.md)",
    )
    .option("--verbose", "log what the server does", false)
    .addHelpText("after", "\nExample:\n  homeostat up --system examples/four-components.yaml --port 4300 --no-open")
    .action(run);
}

async function run(options: UpOptions): Promise<void> {
  const managed = managedKind(options.managed);
  const model = readSystem(options.system ?? join(root, defaultSystems[managed]));
  const knowledge = options.knowledge === undefined ? {} : { knowledge: readKnowledge(options.knowledge) };
  const webDirectory = await buildWeb(root, (text) => process.stderr.write(`homeostat: ${text}\n`));
  const slug = model.name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const directory = options.data ?? join(root, ".homeostat", `${slug}-${managed}`);
  let failed: (error: unknown) => void = () => undefined;
  const failure = new Promise<unknown>((resolve) => {
    failed = resolve;
  });
  // Only this command needs the server; the others start without it.
  const { startServer } = await import("@homeostat/server");
  const server = await startServer({
    model,
    managed,
    directory,
    host: options.host,
    port: options.port,
    webDirectory,
    seed: options.seed,
    speed: options.speed,
    tickMs: options.tick,
    ...knowledge,
    ...(options.operators === undefined ? {} : { operatorsFile: options.operators }),
    origins: options.origin ?? [],
    intensity: options.intensity ?? [],
    intensityToken: process.env["HOMEOSTAT_INTENSITY_TOKEN"],
    logLevel: options.verbose ? "info" : "warn",
    onFailure: (error) => failed(error),
  });
  const { length } = model.components;
  process.stdout.write(
    `Homeostat watches ${model.name}: ${length} components, ${managed}, seed ${options.seed}\n` +
      `  ${server.url}\n  journal in ${relative(process.cwd(), directory) || "."}; Ctrl-C stops it\n`,
  );
  if (options.open) openBrowser(server.url);
  const problem = await Promise.race([failure, untilStopped()]);
  await close(server);
  if (problem !== undefined) throw problem;
}

/** Resolves at the first signal that asks to stop. */
function untilStopped(): Promise<undefined> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    const onSignal = () => {
      if (firstAt !== undefined && Date.now() - firstAt > sameSignalMs) process.exit(130);
      firstAt ??= Date.now();
      resolve(undefined);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  });
}

async function close(server: RunningServer): Promise<void> {
  await server.close();
  // Whatever a library left behind must not keep the process alive.
  setTimeout(() => process.exit(), 1_000).unref();
}

function managedKind(given: string): "twin" | "lab" {
  if (given === "twin" || given === "lab") return given;
  throw new InputError(`"${given}" is not known; give twin or lab`, { field: "--managed" });
}

function readSystem(file: string): SystemModel {
  const text = readFileSync(file === "-" ? 0 : file, "utf8");
  return parseSystem(text, file === "-" ? "standard input" : relative(process.cwd(), file));
}

function number(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(value >= low && value <= high)) throw new InvalidArgumentError(`give a number from ${low} to ${high}`);
    return value;
  };
}

function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = number(low, high)(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError(`give a whole number from ${low} to ${high}`);
    return value;
  };
}
