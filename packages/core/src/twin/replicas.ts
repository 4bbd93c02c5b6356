import type { FaultKind } from "../system/index.ts";
import type { TwinState } from "./twin-state.ts";

/** Replicas stop at once; the requests that they served are lost, and a cache loses their share of its contents. */
export function stopReplicas({ c }: TwinState, i: number, count: number): number {
  const stopped = Math.min(count, c.up[i]!);
  if (stopped <= 0) return 0;
  c.warmth[i]! *= 1 - stopped / c.up[i]!;
  c.up[i]! -= stopped;
  if (c.up[i] === 0) c.leaked[i] = 0;
  return stopped;
}

/** Replicas will serve after `afterMs`, with a cold cache and fresh memory; faults of the kinds `ends` end then. */
export function startReplicas(
  state: TwinState,
  i: number,
  count: number,
  afterMs: number,
  ends: readonly FaultKind[],
): void {
  if (count <= 0) return;
  state.starts.push({ component: i, at: state.now + afterMs, count, ends });
  state.c.starting[i]! += count;
}

/** Takes back all starts that are under way; returns how many replicas they would have brought. */
export function cancelStarts(state: TwinState, i: number): number {
  const cancelled = state.c.starting[i]!;
  state.starts = state.starts.filter(({ component }) => component !== i);
  state.c.starting[i] = 0;
  return cancelled;
}

/** Replicas that neither serve nor are on their way. */
export function missingReplicas({ c }: TwinState, i: number): number {
  return Math.max(0, c.replicas[i]! - c.up[i]! - c.starting[i]!);
}
