import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "@playwright/test";
import { findInstalledBrowser } from "../tools/find-browser.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Starts `homeostat up` with these further words as a process of its own. It answers when the page is built and served. */
export async function startConsole(words: readonly string[]): Promise<{ url: string; child: ChildProcess }> {
  const all = ["apps/cli/src/main.ts", "up", "--no-open", "--port", "0", ...words];
  const child = spawn(process.execPath, all, { cwd: root });
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/[\d.]+:\d+\//.exec(said);
      if (found !== null) resolve(found[0]);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("exit", () => reject(new Error(said)));
  });
  return { url, child };
}

/** A real Chromium without a GPU. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findInstalledBrowser();
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-first-run"],
  });
}
