export { DeferralDesk } from "./deferral-desk.ts";
export { greenRoutes } from "./green-routes.ts";
export { IntensityFeed } from "./intensity-feed.ts";
export { yearlyAverageOf } from "./yearly-average.ts";
export { machineGuard } from "./machine-guard.ts";
