import {
  approve,
  type DecisionResult,
  extend,
  policyProblem,
  requestUndo,
  takeOver,
  veto,
} from "@homeostat/core/autonomy";
import type { ConsoleState, JournalEvent, MaintenanceWindow, Policy } from "@homeostat/core/journal";
import { canonicalJson, type EpochMs, minuteMs } from "@homeostat/core/kernel";
import type { Command, Operator, Refusal } from "@homeostat/core/protocol";

/** What a command brings about, or why it is not carried out. */
export type CommandEffect =
  | { readonly events: readonly JournalEvent[] }
  | { readonly refusal: Refusal; readonly message: string };

/** Commands that break or mend something out there, and so take time. */
export type FaultCommand = Extract<Command, { kind: "injectFault" | "clearFault" | "clearAllFaults" }>;

const extensionMs = 5 * minuteMs;

/** What a command of a person does to the journal. Faults are the `FaultDesk`'s. */
export function effectOf(
  state: ConsoleState,
  command: Exclude<Command, FaultCommand>,
  { name: by, isKnown }: Operator,
  now: EpochMs,
): CommandEffect | DecisionResult {
  switch (command.kind) {
    case "approve": {
      const { proposal, reason, confirmation } = command;
      return approve(state, proposal, command, by, now, { isKnown, reason, confirmation });
    }
    case "veto":
      return veto(state, command.proposal, by, now, command.reason);
    case "extend":
      return extend(state, command.proposal, by, now, extensionMs);
    case "undo":
      return requestUndo(state, command.proposal, by);
    case "takeOver":
      return takeOver(state, command.proposal, by, command.reason);
    case "judgeFinding":
      if (state.findings[command.finding] === undefined) {
        return { refusal: "unknown-finding", message: "this finding is closed already" };
      }
      return { events: [{ kind: "FindingJudged", finding: command.finding, verdict: command.verdict, by }] };
    case "submitJob":
    case "changeJob":
    case "withdrawJob":
    case "setPowerCap":
      return jobEffect(state, command, by);
    case "setPolicy":
      return changePolicy(state, command.policy, by);
    case "openWindow":
    case "closeWindow":
      return windowEffect(state, command, by, now);
    case "throwKillSwitch":
      return { events: [{ kind: "KillSwitchThrown", by, reason: command.reason }] };
    case "resetKillSwitch":
      return { events: [{ kind: "KillSwitchReset", by, reason: command.reason }] };
    case "pause":
      return { events: [{ kind: "LoopPaused", by, reason: command.reason }] };
    case "resume":
      return { events: [{ kind: "LoopResumed", by }] };
  }
}

function changePolicy(state: ConsoleState, policy: Policy, by: string): CommandEffect {
  const problem = policyProblem(state, policy);
  if (problem !== undefined) return { refusal: "failed", message: problem };
  return { events: [{ kind: "PolicyChanged", policy, by }] };
}

/** Opens or closes one maintenance window; those that are over are forgotten. */
function windowEffect(
  state: ConsoleState,
  { kind, window }: Extract<Command, { kind: "openWindow" | "closeWindow" }>,
  by: string,
  now: EpochMs,
): CommandEffect {
  const { policy } = state;
  const isThis = (other: MaintenanceWindow) => canonicalJson(other) === canonicalJson(window);
  const others = policy.maintenanceWindows.filter((other) => other.to > now && !isThis(other));
  if (kind === "closeWindow" && !policy.maintenanceWindows.some(isThis)) {
    return { refusal: "unknown-window", message: "this maintenance window has ended already" };
  }
  const maintenanceWindows = kind === "openWindow" ? [...others, window] : others;
  return changePolicy(state, { ...policy, maintenanceWindows }, by);
}

function jobEffect(
  { green }: ConsoleState,
  command: Extract<Command, { kind: "submitJob" | "changeJob" | "withdrawJob" | "setPowerCap" }>,
  by: string,
): CommandEffect {
  const unknown = { refusal: "unknown-job", message: "this job has ended already, or was never known" } as const;
  switch (command.kind) {
    case "submitJob":
      if (green.jobs[command.job.id] === undefined) return { events: [{ kind: "JobSubmitted", job: command.job, by }] };
      return { refusal: "failed", message: `there is a job ${command.job.id} already; give another id` };
    case "changeJob":
      return green.jobs[command.job.id] === undefined
        ? unknown
        : { events: [{ kind: "JobChanged", job: command.job, by }] };
    case "withdrawJob":
      return green.jobs[command.job] === undefined
        ? unknown
        : { events: [{ kind: "JobEnded", job: command.job, reason: "withdrawn", by }] };
    case "setPowerCap":
      return { events: [{ kind: "PowerCapChanged", capW: command.capW, by }] };
  }
}
