import { queueWait, type Rng } from "../kernel/index.ts";
import { exceedance, queueWaitVariance } from "./latency-model.ts";
import { binomial, standardNormal } from "./sampling.ts";
import { asyncEdge, hardEdge, type Topology } from "./topology.ts";
import { activeServers, isCutOff, isServing, serviceMs } from "./traffic.ts";
import type { TwinState } from "./twin-state.ts";

/** How long it takes to learn that nobody is there: the connection is refused. */
const refusalMs = 1;
/** From this utilisation on the backlog itself is counted, not its steady state. */
const steadyUpTo = 0.97;

/**
 * Answers come back, callees first: how long each component takes, how often it fails, how often it goes on without
 * something soft. Failures climb hard edges, timeouts and retries cost the caller time.
 *
 * @param refused requests turned away in this tick, by component
 */
export function returnAnswers(
  state: TwinState,
  topology: Topology,
  rng: Rng,
  dtMs: number,
  refused: Float64Array,
): void {
  const { c, e } = state;
  const { order, firstOut, to, edgeKind } = topology;
  for (let at = order.length - 1; at >= 0; at--) {
    const i = order[at]!;
    const served = c.served[i]!;
    let good = 1;
    let whole = 1;
    let time = refusalMs;
    let variance = 0;
    if (!isServing(state, i) || c.isolated[i]! > 0) {
      good = 0;
    } else if (c.faultHang[i]! > 0) {
      good = 0;
      time = topology.patienceMs[i]!;
    } else {
      good = (1 - c.baseError[i]!) * (1 - c.faultErrors[i]!) * (1 - c.logicalError[i]!);
      const service = serviceMs(state, i);
      const servers = Math.max(0.05, activeServers(state, i));
      const rate = c.windowServed[i]! / Math.max(1, c.windowMs[i]!);
      const utilisation = Math.min(steadyUpTo, (rate * service) / servers);
      const wait = queueWait(servers, utilisation);
      const backlog = c.waiting[i]! / servers;
      time = service * (1 + Math.max(wait, backlog)) + c.extraMs[i]! + c.faultLatencyMs[i]!;
      variance = service * service * (1 + (backlog > wait ? backlog : queueWaitVariance(servers, utilisation, wait)));
      const asking = c.hitRate[i]! < 0 ? 1 : 1 - c.hitRate[i]! * c.warmth[i]!;
      for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++) {
        if (edgeKind[edge] === asyncEdge) continue;
        const calls = e.calls[edge]! * asking;
        if (calls === 0) continue;
        const callee = to[edge]!;
        let fails = 1;
        let attemptMs = refusalMs;
        let attemptVariance = 0;
        let degraded = 0;
        if (e.breaker[edge]! > 0 || isCutOff(state, callee)) {
          attemptMs = 0;
        } else if (e.cut[edge]! > 0) {
          attemptMs = e.timeoutMs[edge]!;
        } else {
          const other = c.routeTo[callee]!;
          const moved = other < 0 ? 0 : c.routeShare[callee]!;
          const mean = blend(c.latencyMs, callee, other, moved);
          const spread = blend(c.latencyVariance, callee, other, moved);
          const limit = e.timeoutMs[edge]!;
          const late = exceedance(limit, mean, spread);
          fails = 1 - (1 - blend(c.failing, callee, other, moved)) * (1 - late);
          degraded = blend(c.degraded, callee, other, moved);
          attemptMs = (1 - late) * Math.min(mean, limit) + late * limit;
          attemptVariance = (1 - late) * Math.min(spread, limit * limit) + late * (1 - late) * (limit - mean) ** 2;
        }
        e.failing[edge] = fails;
        const open = e.breaker[edge]! > 0;
        const tries = open
          ? 1
          : fails >= 1
            ? 1 + e.retries[edge]!
            : (1 - fails ** (1 + e.retries[edge]!)) / (1 - fails);
        const inTheEnd = open ? 1 : fails ** (1 + e.retries[edge]!);
        time += calls * tries * attemptMs;
        variance += calls * tries * attemptVariance;
        const allWell = calls <= 1 ? 1 - calls * inTheEnd : (1 - inTheEnd) ** calls;
        if (edgeKind[edge] === hardEdge) good *= allWell;
        else whole *= allWell;
        whole *= 1 - Math.min(1, calls) * degraded;
      }
    }
    const shedding = c.shed[i]!;
    const turned = refused[i]!;
    const turnedShare = turned > 0 ? turned / (turned + served) : isServing(state, i) ? shedding : 1;
    const failed = binomial(rng, served, 1 - good);
    c.failing[i] = 1 - (1 - turnedShare) * good;
    c.degraded[i] = 1 - whole;
    c.latencyMs[i] = time;
    c.latencyVariance[i] = variance;
    record(state, i, rng, { served, failed, turned, dtMs });
  }
}

function blend(column: Float64Array, callee: number, other: number, moved: number): number {
  return moved === 0 ? column[callee]! : (1 - moved) * column[callee]! + moved * column[other]!;
}

function record(
  { c }: TwinState,
  i: number,
  rng: Rng,
  { served, failed, turned, dtMs }: { served: number; failed: number; turned: number; dtMs: number },
): void {
  c.totalServed[i]! += served - failed;
  c.totalFailed[i]! += failed + turned;
  c.windowDone[i]! += served + turned;
  c.windowFailed[i]! += failed + turned;
  c.windowDegraded[i]! += (served - failed) * c.degraded[i]!;
  c.windowBusy[i]! += dtMs * (c.up[i]! > 0 ? c.faultCpu[i]! + (1 - c.faultCpu[i]!) * c.utilisation[i]! : 0);
  const machines = c.up[i]! > 0 ? c.machines[i]! / c.up[i]! : 0;
  c.windowMachines[i]! += dtMs * (c.up[i]! > 0 ? Math.min(1, c.faultCpu[i]! + machines) : 0);
  const answered = c.faultHang[i]! > 0 ? turned : served;
  if (answered > 0) {
    // The mean of what was measured strays from the true mean as the mean of that many requests does.
    const time = c.latencyMs[i]!;
    const variance = c.latencyVariance[i]!;
    c.windowServed[i]! += answered;
    c.windowLatency[i]! += Math.max(
      0.2 * time * answered,
      time * answered + Math.sqrt(variance * answered) * standardNormal(rng),
    );
    c.windowVariance[i]! += variance * answered;
  }
}
