import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../../..");

interface StepResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** `homeostat test`: format, lint, types, dead code, specifications and browser, and one closing line. */
export function test(program: Command): void {
  program
    .command("test")
    .description("run the whole test suite, browser included")
    .option("--only <steps...>", "only these steps: format, lint, types, dead, spec, browser")
    .addHelpText("after", "\nExample:\n  homeostat test --only lint types")
    .action(async ({ only }: { only?: string[] }) => {
      const steps = ["format", "lint", "types", "dead", "spec", "browser"].filter(
        (step) => only?.includes(step) ?? true,
      );
      const total = { passed: 0, failed: 0, skipped: 0 };
      for (const step of steps) {
        process.stdout.write(`\n── test:${step}\n`);
        const result = await runStep(step);
        total.passed += result.passed;
        total.failed += result.failed;
        total.skipped += result.skipped;
      }
      const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
      process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
      process.exitCode = total.failed > 0 ? 1 : 0;
    });
}

async function runStep(step: string): Promise<StepResult> {
  const manifest = (await import(join(root, "package.json"), { with: { type: "json" } })) as {
    default: { scripts: Record<string, string> };
  };
  const script = manifest.default.scripts[`test:${step}`] ?? "";
  let output = "";
  const status = await new Promise<number>((resolve) => {
    const child = spawn("sh", ["-c", script], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        FORCE_COLOR: process.stdout.isTTY ? "1" : "0",
        UV_THREADPOOL_SIZE: `${availableParallelism()}`,
      },
    });
    child.stdout.on("data", (chunk: Buffer) => {
      process.stdout.write(chunk);
      output += chunk.toString();
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  const plain = stripVTControlCharacters(output);
  const counts = step === "spec" || step === "browser" ? countTests(plain) : { passed: 1, failed: 0, skipped: 0 };
  if (status === 0 || counts.failed > 0) return counts;
  return { passed: step === "spec" || step === "browser" ? counts.passed : 0, failed: 1, skipped: counts.skipped };
}

/** Reads the closing lines of vitest ("Tests  12 passed | 1 skipped") and Playwright ("  12 passed (3s)"). */
function countTests(output: string): StepResult {
  const closing = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? output.split("\n").slice(-40).join("\n");
  const count = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(closing)?.[1] ?? 0);
  return { passed: count("passed") + count("flaky"), failed: count("failed"), skipped: count("skipped") };
}
