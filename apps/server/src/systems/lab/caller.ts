import { Agent, request } from "node:http";
import type { Dependency } from "@homeostat/core/system";
import type { Routes } from "./conditions.ts";
import type { ProcessMetrics } from "./process-metrics.ts";

/** Failed connections in a row after which an address is left alone for a while, where there are others. */
const failuresThatEject = 3;
const ejectionMs = 5_000;

/** Calls other services over HTTP: an address a call in turn, with the dependency's timeout and retries. */
export class Caller {
  readonly #metrics: ProcessMetrics;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #failures = new Map<number, { count: number; until: number }>();
  #routes: Routes = {};
  #cut: ReadonlySet<string> = new Set();
  #openBreakers: ReadonlySet<string> = new Set();
  #turn = 0;

  constructor(metrics: ProcessMetrics) {
    this.#metrics = metrics;
  }

  setRoutes(routes: Routes): void {
    this.#routes = routes;
  }

  setConditions(conditions: { readonly cut: readonly string[]; readonly openBreakers: readonly string[] }): void {
    this.#cut = new Set(conditions.cut);
    this.#openBreakers = new Set(conditions.openBreakers);
  }

  /** Whether one of the attempts was answered well. */
  async call({ to, timeoutMs, retries }: Pick<Dependency, "to" | "timeoutMs" | "retries">): Promise<boolean> {
    if (this.#openBreakers.has(to)) return this.#note(to, "breaker-open");
    for (let attempt = 0; attempt <= retries; attempt++) {
      if (await this.#attempt(to, timeoutMs)) return true;
    }
    return false;
  }

  async #attempt(to: string, timeoutMs: number): Promise<boolean> {
    if (this.#cut.has(to)) {
      // What is lost on the way is noticed only by its absence.
      await new Promise((resolve) => setTimeout(resolve, timeoutMs));
      return this.#note(to, "timeout");
    }
    const port = this.#pick(to);
    if (port === undefined) return this.#note(to, "unreachable");
    const outcome = await this.#ask(port, timeoutMs);
    if (outcome === "unreachable") this.#blame(port);
    else this.#failures.delete(port);
    return this.#note(to, outcome);
  }

  #note(to: string, outcome: "ok" | "error" | "timeout" | "unreachable" | "breaker-open"): boolean {
    this.#metrics.count("dependency_requests_total", { to, outcome });
    return outcome === "ok";
  }

  #ask(port: number, timeoutMs: number): Promise<"ok" | "error" | "timeout" | "unreachable"> {
    return new Promise((resolve) => {
      const asking = request({ port, host: "127.0.0.1", path: "/", agent: this.#agent }, (answer) => {
        answer.resume();
        answer.on("end", () => settle(answer.statusCode === 200 ? "ok" : "error"));
        answer.on("error", () => settle("unreachable"));
      });
      const timer = setTimeout(() => {
        settle("timeout");
        asking.destroy();
      }, timeoutMs);
      const settle = (outcome: "ok" | "error" | "timeout" | "unreachable") => {
        clearTimeout(timer);
        resolve(outcome);
      };
      asking.on("error", () => settle("unreachable"));
      asking.end();
    });
  }

  #pick(to: string): number | undefined {
    const ports = this.#routes[to] ?? [];
    const now = Date.now();
    const open = ports.filter((port) => (this.#failures.get(port)?.until ?? 0) <= now);
    const choice = open.length > 0 ? open : ports;
    return choice[this.#turn++ % Math.max(1, choice.length)];
  }

  #blame(port: number): void {
    const count = (this.#failures.get(port)?.count ?? 0) + 1;
    const until = count >= failuresThatEject ? Date.now() + ejectionMs : 0;
    this.#failures.set(port, { count, until });
  }
}
