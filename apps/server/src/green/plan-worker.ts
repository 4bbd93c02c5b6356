// Plans deferrable work off the main thread: one request in, one plan out.
import { parentPort } from "node:worker_threads";
import { type DeferralRequest, planDeferral, runsUnderWay } from "@homeostat/core/green";
import type { DeferralPlan } from "@homeostat/core/system";

export interface PlanTask {
  readonly id: number;
  readonly request: DeferralRequest;
  readonly limitMs: number;
}

export interface PlanAnswer {
  readonly id: number;
  readonly plan: DeferralPlan;
}

parentPort?.on("message", ({ id, request, limitMs }: PlanTask) => {
  let plan: DeferralPlan;
  try {
    plan = planDeferral(request, { now: () => performance.now(), limitMs });
  } catch (error) {
    plan = { kind: "impossible", isProven: false, reason: (error as Error).message, runs: runsUnderWay(request) };
  }
  parentPort?.postMessage({ id, plan } satisfies PlanAnswer);
});
