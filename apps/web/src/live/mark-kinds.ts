import type { Entry } from "@homeostat/core/journal";

/** Whether an entry is a moment at which somebody or something decided. */
export function isDecision({ event }: Entry): boolean {
  return event.kind === "ProposalDecided";
}
