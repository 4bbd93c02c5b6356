// Plans deferrable work off the main thread: one request in, one plan out.
import { type DeferralRequest, planDeferral } from "@homeostat/core/green";
import { answerQuestions } from "../threads/index.ts";

export interface PlanTask {
  readonly request: DeferralRequest;
  readonly limitMs: number;
}

answerQuestions(({ request, limitMs }: PlanTask) => planDeferral(request, { now: () => performance.now(), limitMs }));
