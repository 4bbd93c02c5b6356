import { type Command, Option } from "commander";
import {
  readIntensityCsv,
  runShiftScenario,
  type ShiftFile,
  shiftFileSchema,
  type ShiftPolicy,
} from "@homeostat/core/green";
import { InputError } from "@homeostat/core/kernel";
import { printJson, readInput } from "../../output.ts";

interface Options {
  readonly intensity: string;
  readonly zone?: string;
  readonly jobs?: string;
  readonly policy: ShiftPolicy;
  readonly interruptible?: boolean;
  readonly window?: string;
  readonly forecast: "perfect" | "online";
  readonly paperSemantics?: boolean;
  readonly json?: boolean;
}

/** `homeostat carbon shift`: what a policy of waiting would have saved on a recorded intensity. */
export function shift(carbon: Command): void {
  carbon
    .command("shift")
    .description("measure what letting jobs wait would have saved on a recorded intensity")
    .requiredOption("--intensity <file>", "CSV: a time column and one column a zone, or Electricity Maps' portal")
    .option("--zone <name>", "the column to take; the first one otherwise")
    .option("--jobs <file>", "JSON: {year, jobs: [[arrival slot, duration in slots], …]}, half-hour slots")
    .addOption(
      new Option("--policy <policy>", "until when a job may wait")
        .choices(["next-workday", "semi-weekly", "nightly"])
        .makeOptionMandatory(),
    )
    .option("--interruptible", "jobs may pause")
    .option("--window <slots>", "nightly: to either side (16); otherwise at most this much later")
    .addOption(
      new Option("--forecast <kind>", "what is known of the future").choices(["perfect", "online"]).default("perfect"),
    )
    .option(
      "--paper-semantics",
      "windows include their last slot and nights before the series drop out, as in the paper",
    )
    .option("--json", "one JSON document")
    .addHelpText(
      "after",
      "\nExample:\n  homeostat carbon shift --intensity germany.csv --jobs jobs.json --policy semi-weekly --interruptible --forecast online --json",
    )
    .action((options: Options) => {
      const window = options.window === undefined ? undefined : Number(options.window);
      if (window !== undefined && !(Number.isInteger(window) && window >= 0))
        throw new InputError(`--window: "${options.window}" is not a number of slots; give a whole number from 0 up`);
      const result = runShiftScenario({
        intensity: readIntensityCsv(readInput(options.intensity), {
          file: options.intensity,
          ...(options.zone === undefined ? {} : { zone: options.zone }),
        }),
        policy: options.policy,
        isInterruptible: options.interruptible ?? false,
        forecast: options.forecast,
        paperSemantics: options.paperSemantics ?? false,
        ...(window === undefined ? {} : { window }),
        ...(options.jobs === undefined ? {} : { file: readJobs(options.jobs) }),
      });
      if (options.json) {
        printJson(result);
        return;
      }
      process.stdout.write(
        `${result.jobs} jobs, ${result.leftOut} left out, ${result.filledSlots} slots without a reading filled\n` +
          `at once ${result.baseline.toFixed(1)} g, shifted ${result.emitted.toFixed(1)} g a kW: ${result.savedPercent.toFixed(3)} % saved\n`,
      );
    });
}

function readJobs(file: string): ShiftFile {
  let content: unknown;
  try {
    content = JSON.parse(readInput(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`this is not JSON (${error.message}); give {"year": 2020, "jobs": [[18, 4]]}`, { file });
  }
  const parsed = shiftFileSchema.safeParse(content);
  if (!parsed.success)
    throw new InputError('these are not jobs; give {"year": 2020, "jobs": [[arrival slot, duration in slots], …]}', {
      file,
    });
  return parsed.data;
}
