// One service of the lab: a small HTTP server that works, calls what it depends on, and tells its metrics. Started by
// the lab's host, and gone with it.
import { createServer, type ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import type { Dependency } from "@homeostat/core/system";
import { Caller } from "./caller.ts";
import { chance, exponential } from "./chance.ts";
import { calm, type Conditions, type ReadyMessage, type ServiceSettings, type ToProcess } from "./conditions.ts";
import { Pressure } from "./pressure.ts";
import { ProcessMetrics } from "./process-metrics.ts";

/** Share of the service time that is computed; the rest is waited. */
const computedShare = 0.1;
/** Requests that may wait for each one that is served; beyond, they are turned away. */
const waitingPerServed = 20;
/** How many different things a cache is asked for often. */
const hotKeys = 100;

const settings = JSON.parse(process.env["LAB_SETTINGS"] ?? "{}") as ServiceSettings;
const metrics = new ProcessMetrics();
const caller = new Caller(metrics);
const pressure = new Pressure();
const waiting: (() => void)[] = [];
const cache = new Set<number>();
let conditions: Conditions = calm;
let serving = 0;

process.on("disconnect", () => process.exit());
process.on("SIGINT", () => undefined);
process.on("message", (message: ToProcess) => {
  switch (message.kind) {
    case "routes":
      caller.setRoutes(message.routes);
      break;
    case "conditions":
      conditions = message.conditions;
      caller.setConditions(conditions);
      pressure.set(conditions);
      break;
    case "clear-cache":
      cache.clear();
      pressure.release();
      break;
  }
});

const server = createServer((request, response) => {
  if (request.url === "/metrics") {
    const gauges = {
      queue_length: waiting.length,
      requests_in_flight: serving,
      process_memory_limit_bytes: settings.memoryLimitBytes,
    };
    response.setHeader("Content-Type", "text/plain; version=0.0.4");
    response.end(metrics.text(gauges));
    return;
  }
  void serve(response);
});
server.listen(0, "127.0.0.1", () => {
  const ready: ReadyMessage = { kind: "ready", port: (server.address() as AddressInfo).port };
  process.send?.(ready);
  // These processes end by SIGKILL; whoever starts after this one starts from what it compiled.
  flushCompileCache();
});

async function serve(response: ServerResponse): Promise<void> {
  metrics.count("http_requests_arrived_total");
  if (conditions.shedShare > 0 && chance(conditions.shedShare)) {
    metrics.count("http_requests_shed_total");
    response.writeHead(429).end();
    return;
  }
  const startedAt = performance.now();
  const code = (await enter()) ? await answer() : 503;
  if (code !== 503) leave();
  if (conditions.latencyMs > 0) await pause(conditions.latencyMs);
  metrics.answered(code, (performance.now() - startedAt) / 1_000);
  response.writeHead(code).end();
}

/** Takes one of the places in which requests are served, after waiting for it; false where too many wait already. */
function enter(): Promise<boolean> {
  if (serving < settings.concurrency) {
    serving++;
    return Promise.resolve(true);
  }
  if (waiting.length >= settings.concurrency * waitingPerServed) return Promise.resolve(false);
  return new Promise((resolve) => waiting.push(() => resolve(true)));
}

function leave(): void {
  const next = waiting.shift();
  if (next === undefined) serving--;
  else next();
}

async function answer(): Promise<number> {
  if (conditions.errorShare > 0 && chance(conditions.errorShare)) return 500;
  await work();
  if (settings.hitRate !== undefined && isCached(settings.hitRate)) return 200;
  let isDegraded = false;
  for (const dependency of settings.dependencies) {
    for (let calls = countOf(dependency.callsPerRequest); calls > 0; calls--) {
      const called = caller.call(dependency);
      if (dependency.kind === "async") continue;
      if (await called) continue;
      if (dependency.kind === "hard") return 502;
      isDegraded = true;
    }
  }
  if (isDegraded) metrics.count("http_requests_degraded_total");
  return 200;
}

/** Serves for a time around the mean: a little of it computing, the rest waiting. */
async function work(): Promise<void> {
  const ms = exponential(settings.serviceTimeMs);
  const until = performance.now() + computedShare * ms;
  while (performance.now() < until);
  await pause((1 - computedShare) * ms);
}

/** Whether the next key asked for is in the cache; a warm cache is hit as often as its hit rate says. */
function isCached(hitRate: number): boolean {
  if (!chance(hitRate)) {
    metrics.count("cache_misses_total");
    return false;
  }
  const key = Math.floor(Math.random() * hotKeys);
  const isHit = cache.has(key);
  cache.add(key);
  metrics.count(isHit ? "cache_hits_total" : "cache_misses_total");
  return isHit;
}

/** Whole calls for a mean of calls: 2.3 gives 2, and 3 in three of ten requests. */
function countOf(mean: Dependency["callsPerRequest"]): number {
  const whole = Math.floor(mean);
  return whole + (chance(mean - whole) ? 1 : 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
