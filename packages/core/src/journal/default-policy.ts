import { minuteMs } from "../kernel/index.ts";
import type { Policy } from "./proposal.ts";

/** What people start from: everything waits for a person, and the confidence threshold is 0.7. */
export const defaultPolicy: Policy = {
  defaultMode: "approve",
  byAction: {},
  byComponent: {},
  byRisk: ["auto", "auto", "approve"],
  confidenceThreshold: 0.7,
  approvalTimeoutMs: 15 * minuteMs,
  vetoWindowMs: minuteMs,
  healthyFloor: 0.51,
  coolDownMs: minuteMs,
  actionsPerHour: 30,
  actionsPerTargetPerHour: 6,
  failuresThatBlock: 3,
  protectedComponents: [],
  maintenanceWindows: [],
  surplusAfterMs: 5 * minuteMs,
};
