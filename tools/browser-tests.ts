// Runs the browser tests: brings a Chromium where there is none, builds the page, and hands over to Playwright.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildWeb } from "../apps/cli/src/build-web.ts";
import { findBrowser } from "./find-browser.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (text: string) => process.stderr.write(`homeostat: ${text}\n`);

try {
  const browser = await findBrowser(say);
  await buildWeb(root, say);
  const child = spawn("playwright", ["test", ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, HOMEOSTAT_CHROMIUM: browser },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    say(`Playwright did not start: ${error.message}`);
    process.exit(2);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
} catch (error) {
  say((error as Error).message);
  process.exit(2);
}
