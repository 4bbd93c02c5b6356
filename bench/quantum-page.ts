// The Quantum page in a real Chromium without a GPU: how long from a key to the drawn matching, and how many frames a
// second while rounds stream in.
//   node bench/quantum-page.ts [--json]
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { quantile } from "@homeostat/core/kernel";
import { startBrowser, startConsole } from "./console-process.ts";

const clicks = 60;

async function ready(page: Page): Promise<void> {
  await page.locator('[data-testid="quantum"][data-phase="ready"]').waitFor({ timeout: 120_000 });
  await page.getByTestId("shot-summary").waitFor();
}

/** Keys pressed on a qubit; each puts a Pauli there or takes it back, and is answered by another matching. */
async function clickTimes(page: Page): Promise<number[]> {
  await page.getByTestId("lattice").focus();
  await page.keyboard.press("ArrowRight");
  for (let i = 0; i < clicks; i++) {
    await page.keyboard.press("x");
    await page.waitForTimeout(80);
  }
  return page.evaluate(() => performance.getEntriesByName("quantum: key to drawn").map(({ duration }) => duration));
}

function frameTimes(page: Page, ms: number): Promise<number[]> {
  return page.evaluate(
    (lasts) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const start = performance.now();
        let before = start;
        const step = (now: number) => {
          times.push(now - before);
          before = now;
          if (now - start < lasts) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    ms,
  );
}

const folder = mkdtempSync(join(tmpdir(), "homeostat-bench-"));
const { url, child } = await startConsole(["--system", "examples/four-components.yaml", "--data", folder]);
const browser = await startBrowser();
const rows: Record<string, number | string>[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${url}quantum`);
  await ready(page);
  const idle = await frameTimes(page, 2000);
  for (const distance of [5, 11, 25]) {
    await page.getByLabel("Distance", { exact: true }).selectOption(String(distance));
    await ready(page);
    await page.evaluate(() => performance.clearMeasures());
    const times = await clickTimes(page);
    await page.getByTestId("stream-toggle").click();
    await page.waitForTimeout(1500);
    const frames = await frameTimes(page, 5000);
    await page.getByTestId("stream-toggle").click();
    rows.push({
      distance,
      clicks: times.length,
      drawnMsP50: Number(quantile(times, 0.5).toFixed(1)),
      drawnMsP95: Number(quantile(times, 0.95).toFixed(1)),
      framesASecond: Number(((1000 * frames.length) / frames.reduce((a, b) => a + b, 0)).toFixed(1)),
      frameMsP95: Number(quantile(frames, 0.95).toFixed(1)),
      idleFramesASecond: Number(((1000 * idle.length) / idle.reduce((a, b) => a + b, 0)).toFixed(1)),
    });
  }
} finally {
  await browser.close();
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
if (process.argv.includes("--json")) console.log(JSON.stringify({ rows }));
else {
  console.table(rows);
  console.log(
    "asked: key to drawn matching at distance 11 at most 50 ms (p95); 60 frames a second while 1,000 rounds stream in",
  );
  console.log(`load ${loadavg()[0]!.toFixed(1)}`);
}
