import { Worker } from "node:worker_threads";
import { type DeferralRequest, runsUnderWay } from "@homeostat/core/green";
import type { DeferralPlan } from "@homeostat/core/system";
import type { PlanAnswer, PlanTask } from "./plan-worker.ts";

/** Plans in a worker thread, so that the loop never waits for a search. */
export class DeferralPlanner {
  readonly #limitMs: number;
  readonly #waiting = new Map<number, { request: DeferralRequest; resolve: (plan: DeferralPlan) => void }>();
  #worker: Worker | undefined;
  #count = 0;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  plan(request: DeferralRequest): Promise<DeferralPlan> {
    const id = ++this.#count;
    return new Promise((resolve) => {
      this.#waiting.set(id, { request, resolve });
      this.#start().postMessage({ id, request, limitMs: this.#limitMs } satisfies PlanTask);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#giveUp("the server stops");
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL("./plan-worker.ts", import.meta.url));
    worker.unref();
    worker.on("message", ({ id, plan }: PlanAnswer) => {
      this.#waiting.get(id)?.resolve(plan);
      this.#waiting.delete(id);
    });
    worker.on("error", (error) => {
      this.#worker = undefined;
      this.#giveUp(error.message);
    });
    this.#worker = worker;
    return worker;
  }

  #giveUp(reason: string): void {
    for (const { request, resolve } of this.#waiting.values())
      resolve({ kind: "impossible", isProven: false, reason, runs: runsUnderWay(request) });
    this.#waiting.clear();
  }
}
