import type { DeferralRequest } from "@homeostat/core/green";
import type { DeferralPlan } from "@homeostat/core/system";

export interface PlanQuestion {
  readonly id: number;
  readonly request: DeferralRequest;
}

export interface PlanAnswer {
  readonly id: number;
  readonly plan: DeferralPlan;
}
