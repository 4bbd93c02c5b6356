import type { EpochMs } from "../kernel/index.ts";
import type { ConsoleState, Outcome, ProposalState } from "../journal/index.ts";
import { metricSpecs, type StandardMetric } from "../system/index.ts";

/** A metric that got worse by more than this share of what it was counts as worse. */
const worseBy = 0.25;

/**
 * What an action did, as soon as it can be told: verified once its finding is gone, worse or without effect when its
 * window is over. One that was cut off or late may still have done its work; only what is seen tells.
 *
 * @returns undefined while it is too early to tell
 */
export function outcomeOf(
  state: ConsoleState,
  held: ProposalState,
  verifyMs: number,
  now: EpochMs,
): Outcome | undefined {
  const { proposal, status } = held;
  if (status.kind !== "verifying") return undefined;
  const { before, unhealthyBefore } = status.started;
  const after = state.components[proposal.action.component]?.metrics ?? {};
  const outcome = (kind: Outcome["kind"], detail?: string): Outcome => ({
    proposal: proposal.id,
    kind,
    before: { ...before },
    after: { ...after },
    ...(detail === undefined ? {} : { detail }),
  });
  if (status.result === "failed") return outcome("failed", status.result);
  const target = proposal.action.component;
  const isOpen = state.findings[proposal.finding] !== undefined;
  const opened = Object.values(state.findings).filter(
    (finding) => finding.since > status.started.at && finding.severity === "critical" && finding.component === target,
  );
  // Some findings say themselves that the action was wrong.
  if (opened.some(({ kind }) => kind === "prior-wrong")) return outcome("worse");
  if (!isOpen && opened.length === 0) return outcome("verified");
  if (now - status.finishedAt < verifyMs) return undefined;
  const hasSpread = unhealthyCount(state) > unhealthyBefore + 1;
  if (isWorse(before, after, ["errorRate", "latencyMs", "replicasUp"]) || hasSpread) return outcome("worse");
  return status.result === "done" ? outcome("no-effect") : outcome("failed", status.result);
}

/** Components that are degraded or failing. */
export function unhealthyCount(state: ConsoleState): number {
  return Object.values(state.components).filter(({ health }) => health === "degraded" || health === "failing").length;
}

/** Whether any of these metrics is materially worse than it was. */
export function isWorse(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  metrics: readonly StandardMetric[],
): boolean {
  return metrics.some((metric) => {
    const [was, is] = [before[metric], after[metric]];
    if (was === undefined || is === undefined) return false;
    const { direction, unit } = metricSpecs[metric];
    const change = direction === "better" ? was - is : is - was;
    return change > Math.max(worseBy * Math.abs(was), unit === "share" ? 0.05 : unit === "ms" ? 50 : 0.5);
  });
}
