import type { EpochMs } from "../kernel/index.ts";
import { type ConsoleState, type Entry, type EventOf, type JournalEvent, runningAction } from "../journal/index.ts";
import type { Action, Fault } from "../system/index.ts";

/** What came to the system from outside, or passed, by the journal. */
export type Happening = { readonly seq: number; readonly at: EpochMs } & (
  | { readonly kind: "batch" }
  | { readonly kind: "broken"; readonly fault: string; readonly what: Fault }
  | { readonly kind: "mended"; readonly fault: string }
  | {
      readonly kind: "acted";
      readonly proposal: string;
      readonly action: Action;
      readonly isUndo: boolean;
      /** The entry with which it began; 0 where that was before all that is known. */
      readonly begunSeq: number;
    }
  | { readonly kind: "told"; readonly event: JournalEvent }
  | { readonly kind: "renewed" }
);

/**
 * Reads from the journal what was done to the system, each thing at its place between two batches of telemetry. A fault
 * that ended because of what the system did, such as a process that was replaced, is no happening: it follows by itself.
 */
export function happeningsOf(base: ConsoleState, entries: readonly Entry[]): Happening[] {
  const until = new Map(Object.values(base.faults).map((fault) => [fault.id, fault.until]));
  const begun = new Map<string, { readonly action: Action; readonly seq: number }>();
  for (const held of Object.values(base.proposals)) {
    const action = runningAction(held);
    if (action !== undefined) begun.set(runKey(held.proposal.id, held.status.kind === "undoing"), { action, seq: 0 });
  }
  const happenings: Happening[] = [];
  for (const { seq, at, event } of entries) {
    switch (event.kind) {
      case "TelemetryRecorded":
        happenings.push({ seq, at, kind: "batch" });
        break;
      case "FaultInjected":
        until.set(event.handle.id, event.until);
        happenings.push({ seq, at, kind: "broken", fault: event.handle.id, what: event.handle.fault });
        break;
      case "FaultCleared":
        if (isFromOutside(event, at, until.get(event.fault)))
          happenings.push({ seq, at, kind: "mended", fault: event.fault });
        break;
      case "ActionStarted":
        begun.set(runKey(event.proposal, event.isUndo), { action: event.action, seq });
        break;
      case "ActionFinished": {
        const { proposal, isUndo, result } = event;
        const run = begun.get(runKey(proposal, isUndo));
        if (run === undefined || result !== "done") break;
        happenings.push({ seq, at, kind: "acted", proposal, action: run.action, isUndo, begunSeq: run.seq });
        break;
      }
      case "PolicyChanged":
      case "KillSwitchThrown":
      case "KillSwitchReset":
      case "LoopPaused":
      case "LoopResumed":
        happenings.push({ seq, at, kind: "told", event });
        break;
      case "SystemDescribed":
        happenings.push({ seq, at, kind: "renewed" });
        break;
      default:
    }
  }
  return happenings;
}

function runKey(proposal: string, isUndo: boolean): string {
  return `${isUndo} ${proposal}`;
}

/** A person ended it, or its time was up. */
function isFromOutside({ by }: EventOf<"FaultCleared">, at: EpochMs, until: EpochMs | undefined): boolean {
  return by !== "autopilot" || (until !== undefined && until <= at);
}
