import type { DeferralRequest } from "@homeostat/core/green";
import type { DeferralPlan } from "@homeostat/core/system";
import type { PlanAnswer, PlanQuestion } from "./plan-question.ts";

/** Plans in a worker while a hand still drags: one question at a time, and of those that wait only the newest. */
export class PlanPreviewer {
  readonly #onPlan: (plan: DeferralPlan) => void;
  #worker: Worker | undefined;
  #count = 0;
  #asked = 0;
  #next: DeferralRequest | undefined;

  constructor(onPlan: (plan: DeferralPlan) => void) {
    this.#onPlan = onPlan;
  }

  ask(request: DeferralRequest): void {
    if (this.#asked !== 0) {
      this.#next = request;
      return;
    }
    this.#asked = ++this.#count;
    this.#start().postMessage({ id: this.#asked, request } satisfies PlanQuestion);
  }

  /** Drops what waits; an answer that is on its way is not told. */
  forget(): void {
    this.#asked = this.#asked === 0 ? 0 : -1;
    this.#next = undefined;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#asked = 0;
    this.#next = undefined;
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL("./plan.worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<PlanAnswer>) => {
      const isWanted = data.id === this.#asked;
      this.#asked = 0;
      if (isWanted) this.#onPlan(data.plan);
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) this.ask(next);
    });
    this.#worker = worker;
    return worker;
  }
}
