// The lab's load generator: sends requests to the entry components, at random instants and without waiting for answers
// before it sends the next. Started by the lab's host, and gone with it.
import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { Caller } from "./caller.ts";
import { exponential } from "./chance.ts";
import type { LoadSettings, ReadyMessage, ToProcess } from "./conditions.ts";
import { ProcessMetrics } from "./process-metrics.ts";

const settings = JSON.parse(process.env["LAB_SETTINGS"] ?? "{}") as LoadSettings;
const metrics = new ProcessMetrics();
const caller = new Caller(metrics);
let isRouted = false;

process.on("disconnect", () => process.exit());
process.on("SIGINT", () => undefined);
process.on("message", (message: ToProcess) => {
  if (message.kind !== "routes") return;
  caller.setRoutes(message.routes);
  if (isRouted) return;
  isRouted = true;
  for (const entry of settings.entries) send(entry);
});

const server = createServer((_request, response) => {
  response.setHeader("Content-Type", "text/plain; version=0.0.4");
  response.end(metrics.text({}));
});
server.listen(0, "127.0.0.1", () => {
  const ready: ReadyMessage = { kind: "ready", port: (server.address() as AddressInfo).port };
  process.send?.(ready);
  // These processes end by SIGKILL; whoever starts after this one starts from what it compiled.
  flushCompileCache();
});

/** A Poisson stream of requests. */
function send(entry: LoadSettings["entries"][number]): void {
  setTimeout(
    () => {
      send(entry);
      void ask(entry.component, entry.timeoutMs);
    },
    exponential(1_000 / entry.rps),
  );
}

async function ask(to: string, timeoutMs: number): Promise<void> {
  const startedAt = performance.now();
  const isAnswered = await caller.call({ to, timeoutMs, retries: 0 });
  metrics.answered(isAnswered ? 200 : 504, (performance.now() - startedAt) / 1_000);
}
