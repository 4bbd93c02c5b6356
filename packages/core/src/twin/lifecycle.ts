import type { Rng } from "../kernel/index.ts";
import type { QubitDrift } from "../quantum/index.ts";
import { clearFault, endFaults } from "./faults.ts";
import type { QuantumProcessor } from "./quantum-processor.ts";
import { startReplicas, stopReplicas } from "./replicas.ts";
import type { Topology } from "./topology.ts";
import { isServing, memoryShare } from "./traffic.ts";
import type { TwinState } from "./twin-state.ts";

/** Requests at its normal rate after which a cold cache is warm to 1 − 1/e, in seconds of that rate. */
const warmingSeconds = 60;

/** Lives on by `dtMs`: replicas start, fail at random, leak and run out of memory; caches warm; faults run out. */
export function liveOn(state: TwinState, topology: Topology, rng: Rng, dtMs: number): void {
  const { c } = state;
  if (state.starts.some(({ at }) => at <= state.now)) finishStarts(state, topology);
  for (const { id, until } of state.faults)
    if (until !== undefined && until <= state.now) clearFault(state, topology, id);
  const n = c.up.length;
  for (let i = 0; i < n; i++) {
    if (c.hitRate[i]! >= 0 && c.warmth[i]! < 1 && isServing(state, i)) {
      const turnover = c.served[i]! / Math.max(1, warmingSeconds * c.normalRps[i]!);
      c.warmth[i] = Math.min(1, 1 - (1 - c.warmth[i]!) * Math.exp(-turnover) + 1e-6);
    }
    if (c.faultLeakPerMs[i]! > 0 && c.up[i]! > 0) {
      c.leaked[i]! += c.faultLeakPerMs[i]! * dtMs;
      if (memoryShare(state, i, 0) >= 1) runOutOfMemory(state, rng, i);
    }
    if (state.isFailingAtRandom && c.failuresPerMs[i]! > 0 && rng.next() < c.up[i]! * c.failuresPerMs[i]! * dtMs) {
      stopReplicas(state, i, 1);
      startReplicas(state, i, 1, rng.exponential(1 / c.repairMs[i]!), []);
    }
  }
}

/** Rounds of error correction in one request for each unit of distance: a few logical operations of d rounds each. */
const roundsPerDistance = 3;

/** How likely a logical error spoils a request to a processor, with its qubits and its decoder as they are. */
export function spoilRequests(
  { c }: TwinState,
  i: number,
  processor: QuantumProcessor,
  drifts: readonly QubitDrift[],
  believed: readonly QubitDrift[],
): void {
  const rate = processor.logicalErrorRate(drifts, believed);
  c.logicalError[i] = 1 - (1 - rate) ** (roundsPerDistance * processor.experiment.distance);
}

function finishStarts(state: TwinState, topology: Topology): void {
  const { c } = state;
  const due = state.starts.filter(({ at }) => at <= state.now);
  state.starts = state.starts.filter(({ at }) => at > state.now);
  for (const { component: i, count, ends } of due) {
    c.starting[i]! -= count;
    const before = c.up[i]!;
    c.up[i] = Math.min(c.replicas[i]!, before + count);
    const fresh = c.up[i] - before;
    if (c.up[i] > 0) {
      c.warmth[i]! *= before / c.up[i];
      c.leaked[i]! *= (c.up[i] - fresh) / c.up[i];
    }
    if (ends.length > 0) {
      endFaults(state, topology, i, ends);
      c.leaked[i] = 0;
    }
  }
}

/** The kernel ends the greediest replica; its supervisor starts another one, which leaks on. */
function runOutOfMemory(state: TwinState, rng: Rng, i: number): void {
  const { c } = state;
  const share = c.leaked[i]! / c.up[i]!;
  stopReplicas(state, i, 1);
  startReplicas(state, i, 1, rng.exponential(1 / c.repairMs[i]!), []);
  c.leaked[i] = Math.max(0, c.leaked[i]! - share);
}
