import {
  type ConsoleState,
  type FaultState,
  type Incident,
  isOpen,
  needsTakingOver,
  type ProposalState,
} from "@homeostat/core/journal";
import { useSystem, useNow } from "../../../live/index.ts";
import { useMemo } from "react";

const justMs = 15 * 60_000;
/** How long a card that turned itself off stays, so that nobody wonders where it went. */
const turnedOffMs = 30_000;

export interface Activity {
  /** Proposals that wait for a person, the most pressing first, and after them those that have just turned themselves off. */
  readonly waiting: readonly ProposalState[];
  /** What could not be taken back, and nobody looks after yet. */
  readonly stuck: readonly ProposalState[];
  /** Proposals that could save something and can wait. */
  readonly opportunities: readonly ProposalState[];
  readonly running: readonly ProposalState[];
  readonly faults: readonly FaultState[];
  readonly ended: readonly ProposalState[];
  readonly healed: readonly Incident[];
  /** Open incidents for which nothing is proposed or done. */
  readonly quiet: readonly Incident[];
}

type Parts = Pick<ConsoleState, "proposals" | "faults" | "incidents">;

export function activityOf({ proposals, faults, incidents }: Parts, now: number): Activity {
  const all = Object.values(proposals);
  const deadline = ({ proposal }: ProposalState) => proposal.actsAt ?? proposal.expiresAt;
  const asks = ({ proposal }: ProposalState) => proposal.mode !== "auto" && proposal.mode !== "observe";
  const asking = all
    .filter((held) => held.status.kind === "waiting" && asks(held))
    .sort((a, b) => deadline(a) - deadline(b));
  const isOpportunity = ({ proposal }: ProposalState) => proposal.incident === null;
  const waiting = asking.filter((held) => !isOpportunity(held));
  const turnedOff = all.filter(
    (held) =>
      held.status.kind === "withdrawn" && asks(held) && !isOpportunity(held) && held.status.at > now - turnedOffMs,
  );
  const running = all.filter((held) => isOpen(held) && !asking.includes(held));
  const busy = new Set([...waiting, ...running].map(({ proposal }) => proposal.incident));
  return {
    waiting: [...waiting, ...turnedOff],
    stuck: all.filter(needsTakingOver),
    opportunities: asking.filter(isOpportunity),
    running,
    faults: Object.values(faults),
    ended: all
      .filter((held) => !isOpen(held) && endedAt(held) > now - justMs)
      .filter((held) => !turnedOff.includes(held) && !needsTakingOver(held))
      .reverse(),
    healed: Object.values(incidents)
      // What turned out to be part of another incident has not healed with that.
      .filter((one) => one.healedAt !== undefined && one.healedAt > now - justMs && one.mergedInto === undefined)
      .reverse(),
    quiet: Object.values(incidents).filter(({ id, healedAt }) => healedAt === undefined && !busy.has(id)),
  };
}

export function endedAt({ status }: ProposalState): number {
  switch (status.kind) {
    case "ended":
    case "withdrawn":
      return status.at;
    case "refused":
      return status.decision.at;
    case "waiting":
    case "decided":
    case "executing":
    case "verifying":
    case "undoing":
      return Number.NEGATIVE_INFINITY;
  }
}

export function useActivity(): Activity {
  const proposals = useSystem((s) => s.proposals);
  const faults = useSystem((s) => s.faults);
  const incidents = useSystem((s) => s.incidents);
  const now = useNow(5_000);
  return useMemo(() => activityOf({ proposals, faults, incidents }, now), [proposals, faults, incidents, now]);
}
