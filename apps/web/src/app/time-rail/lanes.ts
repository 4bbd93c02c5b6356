import type { Entry, FindingKind, Severity, Verdict } from "@homeostat/core/journal";
import type { ActionKind, FaultKind } from "@homeostat/core/system";

/** Something on a lane: a moment, or a span that may still go on. */
export interface LaneMark {
  readonly key: string;
  readonly from: number;
  /** Undefined where it still goes on; equal to `from` for a moment. */
  readonly to: number | undefined;
  /** Undefined where the entry that names it is older than the rail. */
  readonly component: string | undefined;
  readonly what:
    | { readonly kind: "fault"; readonly fault: FaultKind }
    | { readonly kind: "finding"; readonly finding: FindingKind; readonly severity: Severity }
    | { readonly kind: "decision"; readonly verdict: Verdict; readonly action: ActionKind | undefined };
}

export interface Lanes {
  readonly faults: readonly LaneMark[];
  readonly findings: readonly LaneMark[];
  readonly decisions: readonly LaneMark[];
}

/** What the time rail draws, from the journal without its telemetry. */
export function lanesOf(entries: readonly Entry[]): Lanes {
  const faults = new Map<string, LaneMark>();
  const findings = new Map<string, LaneMark>();
  const decisions: LaneMark[] = [];
  const proposals = new Map<string, { component: string; action: ActionKind }>();
  for (const { seq, at, event } of entries) {
    switch (event.kind) {
      case "FaultInjected": {
        const { id, fault } = event.handle;
        const what = { kind: "fault", fault: fault.kind } as const;
        faults.set(id, { key: id, from: at, to: undefined, component: fault.component, what });
        break;
      }
      case "FaultCleared":
        end(faults, event.fault, at);
        break;
      case "FindingOpened": {
        const { id, component, kind, severity } = event.finding;
        // The rail shows what went wrong.
        if (severity === "opportunity") break;
        findings.set(id, {
          key: id,
          from: at,
          to: undefined,
          component,
          what: { kind: "finding", finding: kind, severity },
        });
        break;
      }
      case "FindingClosed":
        end(findings, event.finding, at);
        break;
      case "ProposalMade": {
        const { id, action } = event.proposal;
        proposals.set(id, { component: action.component, action: action.kind });
        break;
      }
      case "ProposalDecided": {
        const { proposal, verdict } = event.decision;
        const of = proposals.get(proposal);
        const what = { kind: "decision", verdict, action: of?.action } as const;
        decisions.push({ key: String(seq), from: at, to: at, component: of?.component, what });
        break;
      }
      default:
    }
  }
  return { faults: [...faults.values()], findings: [...findings.values()], decisions };
}

function end(marks: Map<string, LaneMark>, key: string, at: number): void {
  const mark = marks.get(key);
  if (mark !== undefined) marks.set(key, { ...mark, to: at });
}
