// Finds a Chromium for the browser tests, or brings one: the system's, Playwright's cache, apt where this is root, a packaged
// one from the npm registry, Playwright's own download.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));
const packagedVersion = "147.0.0";
const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chromium that starts.
 *
 * @param say told of what takes long
 * @throws {Error} in one sentence, where none is found and none can be brought
 */
export async function findBrowser(say: (text: string) => void): Promise<string> {
  const found = findInstalledBrowser();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("installing Chromium with apt");
    const apt = (...words: string[]) => run("apt-get", ["-qq", "-o", "DPkg::Lock::Timeout=300", ...words]);
    if (apt("update") && apt("install", "-y", "--no-install-recommends", "chromium")) {
      const installed = findInstalledBrowser();
      if (installed !== undefined) return installed;
    }
  }
  if (process.platform === "linux" && process.arch === "x64") {
    say("bringing a packaged Chromium from the npm registry");
    const packaged = await packagedBrowser();
    if (packaged !== undefined) return packaged;
  }
  say("downloading Playwright's Chromium");
  if (run("playwright", ["install", "chromium"]) && existsSync(chromium.executablePath()))
    return chromium.executablePath();
  throw new Error("no Chromium was found and none could be brought; install one (on Debian: apt-get install chromium)");
}

/** The system's Chromium or the one in Playwright's cache, without bringing anything. */
export function findInstalledBrowser(): string | undefined {
  const given = process.env["HOMEOSTAT_CHROMIUM"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const onPath = systemNames.flatMap((name) => folders.map((folder) => join(folder, name)));
  const cached = chromium.executablePath();
  return [given, ...onPath, ...macApplications, cached].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );
}

async function packagedBrowser(): Promise<string | undefined> {
  const home = join(root, "node_modules/.cache/chromium");
  const entry = join(home, "node_modules/@sparticuz/chromium/build/esm/index.js");
  mkdirSync(home, { recursive: true });
  const name = `@sparticuz/chromium@${packagedVersion}`;
  if (!existsSync(entry) && !run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", home, name])) {
    return undefined;
  }
  // It brings its libraries only where it believes to be in a Lambda, and reads this when it is loaded.
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs20.x";
  try {
    const module = (await import(pathToFileURL(entry).href)) as { default: { executablePath(): Promise<string> } };
    return await module.default.executablePath();
  } catch {
    return undefined;
  }
}

function run(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { cwd: root, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
}
