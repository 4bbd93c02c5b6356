import { planDeferral } from "@homeostat/core/green";
import type { PlanAnswer, PlanQuestion } from "./plan-question.ts";

onmessage = ({ data: { id, request } }: MessageEvent<PlanQuestion>) => {
  const plan = planDeferral(request, { now: () => performance.now(), limitMs: 200 });
  postMessage({ id, plan } satisfies PlanAnswer);
};
