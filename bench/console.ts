// The console under load: 200 components measured ten times a second, in a real Chromium without a GPU.
//   node bench/console.ts [--seconds N] [--json]
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { quantile } from "@homeostat/core/kernel";
import { startBrowser, startConsole } from "./console-process.ts";
import { printReport } from "./report.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: { seconds: { type: "string", default: "15" }, json: { type: "boolean", default: false } },
});
const seconds = Number(values.seconds);
const components = 200;
const layers = 8;

/** A system of `components` in layers: each needs one or two of the next layer, 300 dependencies or so. */
function systemText(): string {
  const perLayer = components / layers;
  const lines = ["name: bench", "components:"];
  const edges = ["dependencies:"];
  for (let layer = 0; layer < layers; layer++) {
    const kind = layer === 0 ? "gateway" : layer === layers - 1 ? "database" : "service";
    for (let i = 0; i < perLayer; i++) {
      const load = layer === 0 ? ", loadRps: 40" : "";
      lines.push(`  - { id: c${layer}-${i}, kind: ${kind}, replicas: 2, serviceTimeMs: 5, group: g${layer}${load} }`);
      if (layer === layers - 1) continue;
      edges.push(`  - { from: c${layer}-${i}, to: c${layer + 1}-${i} }`);
      if (i % 2 === 0)
        edges.push(
          `  - { from: c${layer}-${i}, to: c${layer + 1}-${(i + 7) % perLayer}, kind: soft, callsPerRequest: 0.3 }`,
        );
    }
  }
  return `${[...lines, ...edges].join("\n")}\n`;
}

function startServer(folder: string) {
  const file = join(folder, "system.yaml");
  writeFileSync(file, systemText());
  return startConsole(["--tick", "100", "--system", file, "--data", join(folder, "data")]);
}

/** What the page notes of itself from the first moment on. */
function observe(): void {
  const noted = { painted: [] as number[], lcp: 0, cls: 0, events: [] as number[], longTasks: 0 };
  Object.assign(globalThis, { noted });
  const on = (type: string, take: (entry: PerformanceEntry) => void, extra = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...extra });
  on("measure", ({ name, duration }) => name === "homeostat:emitted-to-painted" && noted.painted.push(duration));
  on("largest-contentful-paint", ({ startTime }) => (noted.lcp = startTime));
  on("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) noted.cls += value;
  });
  on("event", (entry) => (entry as { interactionId?: number }).interactionId && noted.events.push(entry.duration), {
    durationThreshold: 16,
  });
}

interface Noted {
  readonly painted: readonly number[];
  readonly lcp: number;
  readonly cls: number;
  readonly events: readonly number[];
}

const notedBy = (page: Page) => page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);

/** Frames a second over a while. */
function framesPerSecond(page: Page, ms: number): Promise<number> {
  return page.evaluate(
    (span) =>
      new Promise<number>((resolve) => {
        let frames = 0;
        const start = performance.now();
        const count = (now: number) => {
          frames++;
          if (now - start < span) requestAnimationFrame(count);
          else resolve((frames * 1000) / (now - start));
        };
        requestAnimationFrame(count);
      }),
    ms,
  );
}

async function open(url: string, reducedMotion: boolean) {
  const browser = await startBrowser();
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
  });
  const page = await context.newPage();
  await page.addInitScript(observe);
  let snapshotBytes = 0;
  let scriptBytes = 0;
  const scripts: Promise<void>[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (snapshotBytes === 0 && typeof payload !== "string") snapshotBytes = payload.length;
    }),
  );
  page.on("response", (response) => {
    if (!/\.js$/.test(new URL(response.url()).pathname) || /worker/.test(response.url())) return;
    scripts.push(response.body().then((body) => void (scriptBytes += gzipSync(body, { level: 9 }).length)));
  });
  await page.goto(url);
  await page.locator("[data-node]").first().waitFor({ timeout: 120_000 });
  await Promise.all(scripts);
  return { browser, page, snapshotBytes: () => snapshotBytes, scriptBytes };
}

const folder = mkdtempSync(join(tmpdir(), "homeostat-bench-"));
const { url, child } = await startServer(folder);
try {
  const { browser, page, snapshotBytes, scriptBytes } = await open(url, false);
  await page.waitForTimeout(3_000);
  const fpsWithTraffic = await framesPerSecond(page, seconds * 1_000);
  const nodes = page.locator("[data-node]");
  for (let i = 0; i < 8; i++) {
    await nodes.nth((i * 7) % (await nodes.count())).click({ force: true });
    await page.waitForTimeout(400);
  }
  const noted = await notedBy(page);
  await browser.close();
  const still = await open(url, true);
  await still.page.waitForTimeout(2_000);
  const fpsWithout = await framesPerSecond(still.page, seconds * 1_000);
  await still.browser.close();

  const assets = join(root, "apps/web/dist/assets");
  const lazy = readdirSync(assets)
    .filter((file) => file.endsWith(".js"))
    .map((file) => gzipSync(readFileSync(join(assets, file)), { level: 9 }).length);
  const rows = [
    { what: "emitted to painted, p50, ms", value: quantile(noted.painted, 0.5), goal: "" },
    { what: "emitted to painted, p95, ms", value: quantile(noted.painted, 0.95), goal: "< 60" },
    { what: "frames a second, map with traffic", value: fpsWithTraffic, goal: "≥ 45" },
    { what: "frames a second, updates alone", value: fpsWithout, goal: "≥ 50" },
    { what: "snapshot, KB", value: snapshotBytes() / 1_000, goal: "< 150" },
    { what: "first load, JavaScript, KB gzip", value: scriptBytes / 1_000, goal: "≤ 250" },
    { what: "largest chunk after it, KB gzip", value: (lazy.sort((a, b) => b - a)[1] ?? 0) / 1_000, goal: "≤ 140" },
    { what: "largest contentful paint, ms", value: noted.lcp, goal: "< 1500" },
    { what: "slowest interaction, ms", value: Math.max(0, ...noted.events), goal: "< 100" },
    { what: "layout shift", value: noted.cls, goal: "< 0.02" },
  ];
  const load = loadavg()[0] ?? 0;
  printReport(
    `${components} components at 10 Hz, ${noted.painted.length} paints, ${seconds} s; load of the machine ${load.toFixed(1)}`,
    rows.map(({ what, value, goal }) => ({ what, value: Math.round(value * 1_000) / 1_000, goal })),
  );
} finally {
  child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
