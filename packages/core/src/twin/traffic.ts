import type { Rng } from "../kernel/index.ts";
import { dayFactor } from "./day-curve.ts";
import { binomial, poisson, roundAtRandom } from "./sampling.ts";
import { asyncEdge, softEdge, type Topology } from "./topology.ts";
import type { TwinState } from "./twin-state.ts";

/** Requests in flight that one replica holds for each that it serves at once; it refuses more. */
const heldForEachServed = 32;
/** Share of a component's capacity that work taken from backlogs may fill. */
const backlogFill = 0.9;
/** Memory from which collecting garbage slows a component down, and how much where memory is full. */
const pressureFrom = 0.85;
const pressureSlowdown = 5;

/**
 * How many requests a component can serve at once now. Who shares the machines of another gets what that leaves free,
 * and a host does without what its guests keep busy.
 */
export function activeServers({ c }: TwinState, i: number): number {
  const running = c.up[i]! * (1 - c.faultCpu[i]!) * (1 - c.gated[i]!);
  const host = c.hostedBy[i]!;
  const machines =
    host < 0
      ? running - c.guests[i]!
      : Math.min(running, Math.max(0, c.up[host]! * (1 - c.faultCpu[host]!) - c.machines[host]!));
  return Math.max(0, machines) * c.concurrency[i]!;
}

/** How many machines each host's guests kept busy in the last step. */
function countGuests({ c }: TwinState): void {
  c.guests.fill(0);
  for (let i = 0; i < c.guests.length; i++) if (c.hostedBy[i]! >= 0) c.guests[c.hostedBy[i]!]! += c.machines[i]!;
}

export function memoryShare({ c }: TwinState, i: number, backlog: number): number {
  const held = c.normalRps[i]! > 0 ? Math.min(1, backlog / (600 * c.normalRps[i]!)) : 0;
  const cached = c.hitRate[i]! >= 0 ? 0.2 * c.warmth[i]! : 0;
  return Math.min(1, c.baseMemory[i]! + 0.2 * Math.min(1, c.utilisation[i]!) + cached + 0.4 * held + c.leaked[i]!);
}

/** The mean service time now: memory pressure slows it down, tuned queries speed it up. */
export function serviceMs(state: TwinState, i: number): number {
  const { c } = state;
  const pressure = Math.max(0, memoryShare(state, i, c.waiting[i]!) - pressureFrom) / (1 - pressureFrom);
  return c.serviceMs[i]! * c.tuning[i]! * (1 + pressureSlowdown * pressure) + c.compresses[i]!;
}

/** Whether the component answers at all. */
export function isServing({ c, now }: TwinState, i: number): boolean {
  const host = c.hostedBy[i]!;
  return c.up[i]! >= c.required[i]! && now >= c.pausedUntil[i]! && (host < 0 || c.up[host]! > 0);
}

/**
 * Requests enter, queue, are taken into service and call on, callers first. `refused` gets, for each component, the
 * requests that were turned away or gave up waiting in this tick.
 */
export function moveTraffic(state: TwinState, topology: Topology, rng: Rng, dtMs: number, refused: Float64Array): void {
  const { c } = state;
  const seconds = dtMs / 1000;
  const factor = dayFactor(state.dayCurve, state.now);
  countGuests(state);
  for (const i of topology.order) {
    let arrived = c.inbox[i]! + poisson(rng, c.loadRps[i]! * factor * seconds);
    c.inbox[i] = 0;
    c.totalArrived[i]! += arrived;
    c.windowArrived[i]! += arrived;
    const target = c.routeTo[i]!;
    if (target >= 0) {
      const moved = binomial(rng, arrived, c.routeShare[i]!);
      c.inbox[target]! += moved;
      c.totalRerouted[i]! += moved;
      arrived -= moved;
    }
    let turnedAway = binomial(rng, arrived, c.shed[i]!);
    const isUp = isServing(state, i) && c.isolated[i] === 0;
    if (!isUp) {
      refused[i] = arrived + c.waiting[i]!;
      c.waiting[i] = 0;
      c.served[i] = 0;
      c.utilisation[i] = 0;
      c.machines[i] = 0;
      if (c.bypass[i]! > 0) callOn(state, topology, rng, i);
      continue;
    }
    const servers = activeServers(state, i);
    const held = ((arrived - turnedAway) / seconds) * (c.latencyMs[i]! / 1000);
    const limit = c.up[i]! * c.concurrency[i]! * heldForEachServed;
    if (held > limit) turnedAway += binomial(rng, arrived - turnedAway, 1 - limit / held);

    const capacity = c.faultHang[i]! > 0 || servers <= 0 ? 0 : (servers * dtMs) / serviceMs(state, i);
    let waiting = c.waiting[i]! + arrived - turnedAway;
    waiting += takeFromBacklogs(state, topology, i, roundAtRandom(rng, backlogFill * capacity) - waiting);
    const served = Math.min(waiting, roundAtRandom(rng, capacity));
    waiting -= served;
    const nominal = capacity > 0 ? capacity : c.normalRps[i]! * seconds;
    const patience = Math.ceil(Math.max(1, (nominal * topology.patienceMs[i]!) / dtMs));
    const gaveUp = Math.max(0, waiting - patience);
    c.waiting[i] = waiting - gaveUp;
    c.served[i] = served;
    c.utilisation[i] = capacity > 0 ? served / capacity : 0;
    c.machines[i] = capacity > 0 ? (c.utilisation[i] * servers) / c.concurrency[i]! : 0;
    refused[i] = turnedAway + gaveUp;
    if (served > 0 || c.bypass[i]! > 0) callOn(state, topology, rng, i);
  }
}

/** Whether calls to the component are refused on the way: it is isolated, and nobody stands in for it. */
export function isCutOff({ c }: TwinState, i: number): boolean {
  return c.isolated[i]! > 0 && c.routeTo[i]! < 0;
}

/** A component takes work that waits for it, as far as it has room; returns how much. */
function takeFromBacklogs(state: TwinState, topology: Topology, i: number, room: number): number {
  const { e, c } = state;
  const { asyncIn, firstAsyncIn, from } = topology;
  let taken = 0;
  for (let k = firstAsyncIn[i]!; k < firstAsyncIn[i + 1]! && taken < room; k++) {
    const edge = asyncIn[k]!;
    if (e.cut[edge]! > 0 || e.breaker[edge]! > 0 || c.isolated[from[edge]!]! > 0) continue;
    const take = Math.min(e.backlog[edge]!, room - taken);
    e.backlog[edge]! -= take;
    taken += take;
  }
  c.totalArrived[i]! += taken;
  c.windowArrived[i]! += taken;
  return taken;
}

/** What a component's requests ask of those behind it, retries included. */
function callOn(state: TwinState, topology: Topology, rng: Rng, i: number): void {
  const { c, e } = state;
  const { firstOut, to, edgeKind, kinds } = topology;
  const hit = c.hitRate[i]! < 0 ? 0 : c.hitRate[i]! * c.warmth[i]!;
  const asking = c.served[i]! - binomial(rng, c.served[i]!, hit) + c.bypass[i]!;
  c.bypass[i] = 0;
  for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++) {
    const whole = Math.floor(e.calls[edge]!);
    const calls = asking * whole + binomial(rng, asking, e.calls[edge]! - whole);
    if (calls === 0) continue;
    const callee = to[edge]!;
    if (edgeKind[edge] === asyncEdge) {
      e.backlog[edge]! += calls;
      continue;
    }
    if (e.breaker[edge]! > 0) continue;
    const fails = e.failing[edge]!;
    if (edgeKind[edge] === softEdge && kinds[callee] === "cache" && fails > 0) {
      c.bypass[callee]! += binomial(rng, calls, fails ** (1 + e.retries[edge]!));
    }
    if (e.cut[edge]! > 0 || isCutOff(state, callee)) continue;
    let again = 0;
    for (let attempt = e.retries[edge]!, share = fails; attempt > 0 && share > 0; attempt--, share *= fails)
      again += share;
    c.inbox[callee]! += calls + roundAtRandom(rng, calls * again);
  }
}
