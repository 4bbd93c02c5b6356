import type { EpochMs } from "@homeostat/core/kernel";
import { Router } from "express";
import type { Sessions } from "../console/sessions.ts";
import type { TrustedOrigins } from "../console/trusted-origins.ts";
import type { LiveJournal } from "../loop/index.ts";
import type { DeferralDesk } from "./deferral-desk.ts";
import { emissionsRoutes } from "./emissions-routes.ts";
import { intensityRoutes } from "./intensity-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { machineGuard } from "./machine-guard.ts";
import { reportRoutes } from "./report-routes.ts";

export interface GreenRoutesOptions {
  readonly journal: LiveJournal;
  readonly desk: DeferralDesk;
  readonly sessions: Sessions;
  readonly origins: TrustedOrigins;
  readonly clock: () => EpochMs;
}

/** Carbon and deferrable work for machines: intensity in, Carbon Aware SDK's routes and reports out, slots for jobs. */
export function greenRoutes({ journal, desk, sessions, origins, clock }: GreenRoutesOptions): Router {
  const router = Router();
  const guard = machineGuard(sessions, origins);
  router.use("/jobs", guard, jobRoutes(journal, desk, clock));
  router.use(["/emissions", "/locations"], guard);
  router.use("/", emissionsRoutes(journal, clock));
  router.use("/api/carbon", guard);
  router.use("/api", intensityRoutes(journal, clock));
  router.use("/api", reportRoutes(journal, clock));
  return router;
}
