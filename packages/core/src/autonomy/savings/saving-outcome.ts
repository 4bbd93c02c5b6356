import { affectedBy } from "../../ecosystem/index.ts";
import { curveFromIdleAndPeak, machinePower } from "../../green/index.ts";
import type { DurationMs, EpochMs } from "../../kernel/index.ts";
import { type ConsoleState, isAlarm, type Outcome, type ProposalState } from "../../journal/index.ts";
import { componentOf } from "../../system/index.ts";
import { touchedBy } from "../left-alone.ts";
import type { RecentFrames } from "../recent-frames.ts";
import { isWorse } from "../verify.ts";

/** Over so long the power before is measured, and the power after at most. */
const measuredMs: DurationMs = 60_000;
/** With less than this share of what was predicted, a saving is for nothing. */
const leastShare = 0.25;

/**
 * What an action that was to save power did, by measured power and by how service fared: worse as soon as an alarm comes
 * up on what it was done to or on what depends on that, or service has suffered by the end of the window; verified where
 * power was saved; without effect where it was not. The power before is put right for how the load has changed since
 * (an adjusted baseline, as in the International Performance Measurement and Verification Protocol).
 *
 * @returns undefined while it is too early to tell
 */
export function savingOutcomeOf(
  state: ConsoleState,
  { proposal, status }: ProposalState,
  recent: RecentFrames,
  verifyMs: DurationMs,
  now: EpochMs,
): Outcome | undefined {
  if (status.kind !== "verifying" || state.model === null) return undefined;
  const { model } = state;
  const { started, finishedAt, result } = status;
  const target = proposal.action.component;
  const after = state.components[target]?.metrics ?? {};
  const touched = touchedBy(proposal.action);
  const power = measuredPower(state, touched, recent, { from: started.at, to: finishedAt, verifyMs, now });
  const outcome = (kind: Outcome["kind"], detail?: string): Outcome => ({
    proposal: proposal.id,
    kind,
    before: { ...started.before },
    after: { ...after },
    ...(detail === undefined ? {} : { detail }),
    ...(power === undefined ? {} : { power }),
  });
  if (result === "failed") return outcome("failed", result);
  const reached = new Set(touched.flatMap((id) => affectedBy(model, id).map(({ component }) => component)));
  const alarm = Object.values(state.findings).find(
    (finding) => isAlarm(finding) && finding.since > started.at && reached.has(finding.component),
  );
  if (alarm !== undefined) return outcome("worse", `${alarm.kind}@${alarm.component}`);
  if (now - finishedAt < verifyMs) return undefined;
  if (isWorse(started.before, after, ["errorRate", "latencyMs"])) return outcome("worse");
  const savedW = power === undefined ? 0 : power.withoutW - power.afterW;
  const isSaved = savedW > 0 && savedW >= leastShare * (proposal.saving?.savedW ?? 0);
  return outcome(isSaved ? "verified" : "no-effect");
}

/** Undefined where nobody has measured the power on both sides. */
function measuredPower(
  { model }: ConsoleState,
  touched: readonly string[],
  recent: RecentFrames,
  { from, to, verifyMs, now }: { from: EpochMs; to: EpochMs; verifyMs: DurationMs; now: EpochMs },
): Outcome["power"] {
  const total = { beforeW: 0, afterW: 0, withoutW: 0 };
  // What was done takes a while to show in what is measured.
  const since = Math.max(to + verifyMs / 2, now - measuredMs);
  for (const id of touched) {
    const [beforeW, useBefore, rateBefore, replicas] = (["powerW", "cpu", "requestRate", "replicasUp"] as const).map(
      (metric) => recent.meanOf(id, metric, from - measuredMs, from),
    );
    const afterW = recent.meanOf(id, "powerW", since, now + 1);
    const rateAfter = recent.meanOf(id, "requestRate", since, now + 1);
    if (beforeW === undefined || afterW === undefined) return undefined;
    total.beforeW += beforeW;
    total.afterW += afterW;
    total.withoutW += beforeW;
    const machine = componentOf(model, id)?.power;
    if (machine === undefined || !rateBefore || rateAfter === undefined || useBefore === undefined) continue;
    const curve = curveFromIdleAndPeak(machine.idleW, machine.peakW);
    const asAsked = machinePower(curve, Math.min(1, (useBefore * rateAfter) / rateBefore));
    total.withoutW += (replicas ?? 1) * (asAsked - machinePower(curve, useBefore));
  }
  return total;
}
