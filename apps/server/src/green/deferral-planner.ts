import { type DeferralRequest, runsUnderWay } from "@homeostat/core/green";
import type { DeferralPlan } from "@homeostat/core/system";
import { Thread } from "../threads/index.ts";
import type { PlanTask } from "./plan-worker.ts";

/** Plans in a worker thread, so that the loop never waits for a search. */
export class DeferralPlanner {
  readonly #limitMs: number;
  readonly #thread = new Thread<PlanTask, DeferralPlan>(new URL("./plan-worker.ts", import.meta.url));

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Where planning fails, that is the plan's reason, and what runs goes on. */
  plan(request: DeferralRequest): Promise<DeferralPlan> {
    return this.#thread.ask({ request, limitMs: this.#limitMs }).catch((error: Error) => ({
      kind: "impossible",
      isProven: false,
      reason: error.message,
      runs: runsUnderWay(request),
    }));
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
