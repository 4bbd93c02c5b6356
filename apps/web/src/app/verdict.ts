import { type ConsoleState, isOpen, needsTakingOver } from "@homeostat/core/journal";
import { displayName } from "@homeostat/core/system";

/** What the verdict sentence says, as data. */
export interface Verdict {
  readonly total: number;
  readonly failing: number;
  readonly degraded: number;
  /** Isolated or unknown. */
  readonly other: number;
  /** Names of components that are healing or being acted on. */
  readonly healing: readonly string[];
  /** Proposals that wait for a person, or that could not be taken back, and when the first lapses. */
  readonly needsYou: number;
  readonly firstDeadline: number | undefined;
  readonly isStopped: boolean;
  readonly isPaused: boolean;
}

export function verdictOf(state: ConsoleState): Verdict {
  const counts = { healthy: 0, healing: 0, degraded: 0, failing: 0, isolated: 0, unknown: 0 };
  const healing: string[] = [];
  for (const component of state.model?.components ?? []) {
    const health = state.components[component.id]?.health ?? "unknown";
    counts[health]++;
    if (health === "healing") healing.push(displayName(component));
  }
  let needsYou = 0;
  let firstDeadline: number | undefined;
  for (const held of Object.values(state.proposals)) {
    if (needsTakingOver(held)) needsYou++;
    if (!isOpen(held) || held.status.kind !== "waiting") continue;
    // An opportunity can wait, and so it asks for nobody.
    if (held.proposal.incident === null) continue;
    if (held.proposal.mode !== "approve" && held.proposal.mode !== "veto") continue;
    needsYou++;
    const deadline = held.proposal.actsAt ?? held.proposal.expiresAt;
    firstDeadline = Math.min(firstDeadline ?? deadline, deadline);
  }
  return {
    total: state.model?.components.length ?? 0,
    failing: counts.failing,
    degraded: counts.degraded,
    other: counts.isolated + counts.unknown,
    healing,
    needsYou,
    firstDeadline,
    isStopped: state.killSwitch !== null,
    isPaused: state.paused !== null,
  };
}
