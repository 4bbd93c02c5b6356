import { strategyFigures } from "../green/index.ts";
import { InputError } from "../kernel/index.ts";
import { type Action, type ActionResult, actionSpecs, type FaultKind } from "../system/index.ts";
import { endFaults, qubitDrifts } from "./faults.ts";
import { compressionMs } from "./power.ts";
import { cancelStarts, startReplicas, stopReplicas } from "./replicas.ts";
import type { Topology } from "./topology.ts";
import type { TwinState } from "./twin-state.ts";

/** Faults that live in a running process and end when it is replaced by a fresh one. */
const processFaults: readonly FaultKind[] = ["crash", "hang", "memory-leak", "cpu", "errors"];
/** Faults that a release brought, or that ended with its processes. */
const releaseFaults: readonly FaultKind[] = [...processFaults, "latency"];
/** Faults of the primary that its standby does not have. */
const primaryFaults: readonly FaultKind[] = ["hang", "memory-leak", "cpu", "errors", "latency"];

const failOverMs = 5_000;
/** What one round of tuning leaves of the time of a query, and what can be reached at best. */
const tuningStep = 0.75;
const bestTuning = 0.5;
/** The largest share of a component's processors whose clock may stand still. */
const mostGated = 0.9;
/** Share of lost memory that clearing caches does not bring back. */
const leakBehindCaches = 0.4;

const done = (detail?: string): ActionResult => (detail === undefined ? { kind: "done" } : { kind: "done", detail });
const failed = (reason: string): ActionResult => ({ kind: "failed", reason });

/**
 * Takes an action. `done` means that it was accepted: replicas still take their time to start. `failed` says why
 * nothing was changed.
 *
 * @throws {InputError} for a component that is not there
 */
export function applyAction(state: TwinState, topology: Topology, action: Action): ActionResult {
  const { c } = state;
  const { kind, component } = action;
  const i = known(topology, component, "component");
  const spec = actionSpecs[kind];
  const amount = action.amount ?? spec.amount?.default ?? 1;
  if (!spec.fits.includes(topology.kinds[i]!)) return failed(`${kind} does not fit a ${topology.kinds[i]}`);

  switch (kind) {
    case "restart":
      replaceReplicas(state, topology, i, c.startMs[i]!, processFaults);
      return done();
    case "roll-back":
      c.tuning[i] = 1;
      replaceReplicas(state, topology, i, 2 * c.startMs[i]!, releaseFaults);
      return done();
    case "scale-out": {
      const added = Math.min(Math.round(amount), c.maxReplicas[i]! - c.replicas[i]!);
      if (added <= 0) return failed(`${component} already has its ${c.maxReplicas[i]} replicas`);
      c.replicas[i]! += added;
      startReplicas(state, i, added, c.startMs[i]!, []);
      return done(`${added} more`);
    }
    case "scale-in": {
      const removed = Math.min(Math.round(amount), c.replicas[i]! - c.required[i]!);
      if (removed <= 0) return failed(`${component} needs its ${c.required[i]} replicas`);
      c.replicas[i]! -= removed;
      removeSurplus(state, i);
      return done(`${removed} fewer`);
    }
    case "borrow-replicas":
    case "give-back-replicas": {
      if (action.to === undefined) return failed(`${kind} needs the lender; give \`to\``);
      const lender = known(topology, action.to, "to");
      return kind === "borrow-replicas"
        ? moveReplicas(state, topology, lender, i, Math.round(amount))
        : moveReplicas(state, topology, i, lender, Math.round(amount));
    }
    case "sleep-replicas": {
      const count = Math.min(Math.round(amount), c.up[i]! - c.required[i]!);
      if (count <= 0) return failed(`${component} needs its ${c.required[i]} replicas`);
      c.replicas[i]! -= count;
      // What sleeps keeps its share of the cache.
      const { warmth } = c;
      const before = warmth[i]!;
      stopReplicas(state, i, count);
      warmth[i] = before;
      c.asleep[i]! += count;
      return done(`${count} asleep`);
    }
    case "wake-replicas": {
      const count = Math.min(Math.round(amount), c.asleep[i]!);
      if (count <= 0) return failed(`no replica of ${component} sleeps`);
      c.asleep[i]! -= count;
      c.replicas[i]! += count;
      startReplicas(state, i, count, Math.min(c.startMs[i]!, 1000 * strategyFigures.wakeSeconds.value), []);
      return done(`${count} woken`);
    }
    case "gate-clocks":
      if (topology.powerCurves[i] === undefined) return failed(`the power of ${component} is not known`);
      c.gated[i] = Math.min(mostGated, amount);
      return done();
    case "restore-clocks":
      c.gated[i] = 0;
      return done();
    case "compress-data": {
      const costMs = compressionMs(state, topology, i);
      if (costMs <= 0) return failed(`${component} exchanges nothing with other zones that is known`);
      c.compresses[i] = costMs;
      return done();
    }
    case "stop-compressing":
      c.compresses[i] = 0;
      return done();
    case "consolidate":
      return consolidate(state, topology, i, action);
    case "spread-out":
      c.hostedBy[i] = -1;
      return done();
    case "clear-cache":
      if (c.hitRate[i]! >= 0) c.warmth[i] = 0;
      c.leaked[i]! *= leakBehindCaches;
      return done();
    case "optimize-queries":
      if (c.tuning[i]! <= bestTuning) return failed(`the queries of ${component} are as fast as they get`);
      c.tuning[i] = Math.max(bestTuning, c.tuning[i]! * tuningStep);
      return done();
    case "fail-over":
      return failOver(state, topology, i);
    case "isolate":
      c.isolated[i] = 1;
      return done();
    case "rejoin":
      c.isolated[i] = 0;
      return done();
    case "shed-load":
      c.shed[i] = Math.min(1, amount);
      return done();
    case "restore-load":
      c.shed[i] = 0;
      return done();
    case "open-breaker":
    case "close-breaker":
      return setBreaker(state, topology, i, action, kind === "open-breaker" ? 1 : 0);
    case "reroute":
    case "move-work": {
      if (action.to === undefined) return failed(`${kind} needs another component; give \`to\``);
      const target = known(topology, action.to, "to");
      if (target === i || c.routeTo[target]! >= 0)
        return failed(`${action.to} cannot take over the work of ${component}`);
      c.routeTo[i] = target;
      c.routeShare[i] = kind === "reroute" ? 1 : Math.min(1, amount);
      return done();
    }
    case "restore-route":
      c.routeTo[i] = -1;
      c.routeShare[i] = 0;
      return done();
    case "update-prior":
      // An estimate from the stream comes within a few per cent of what there is.
      state.beliefs = {
        ...state.beliefs,
        [component]: [...(state.beliefs[component] ?? []), qubitDrifts(state, component)],
      };
      return done();
    case "restore-prior":
      state.beliefs = { ...state.beliefs, [component]: (state.beliefs[component] ?? []).slice(0, -1) };
      return done();
  }
}

function known(topology: Topology, id: string, field: string): number {
  const i = topology.indexOf.get(id);
  if (i === undefined) throw new InputError(`there is no component "${id}"; name one of the system`, { field });
  return i;
}

/** Old replicas make way for fresh ones, in batches that leave the required ones running where that is possible. */
function replaceReplicas(
  state: TwinState,
  topology: Topology,
  i: number,
  startMs: number,
  ends: readonly FaultKind[],
): void {
  const { c } = state;
  cancelStarts(state, i);
  const running = c.up[i]!;
  const absent = c.replicas[i]! - running;
  const spare = running - c.required[i]!;
  const batch = spare > 0 ? Math.min(spare, Math.ceil(running / 2)) : running;
  const batches = batch > 0 ? Math.ceil(running / batch) : 1;
  stopReplicas(state, i, batch);
  startReplicas(state, i, absent, startMs, batch === 0 || batches > 1 ? [] : ends);
  startReplicas(state, i, batch, startMs * batches, ends);
  if (running === 0) endFaults(state, topology, i, ends);
}

/** All of them or none, so that what was lent can be given back; a lent replica counts beyond the borrower's most. */
function moveReplicas(state: TwinState, topology: Topology, from: number, to: number, count: number): ActionResult {
  const { c } = state;
  const [giver, taker] = [topology.ids[from], topology.ids[to]];
  if (from === to) return failed(`${giver} cannot lend to itself`);
  if (count < 1 || c.replicas[from]! - count < Math.max(1, c.required[from]!))
    return failed(`${giver} cannot do without ${count} of its ${c.replicas[from]} replicas`);
  c.replicas[from]! -= count;
  removeSurplus(state, from);
  c.replicas[to]! += count;
  startReplicas(state, to, count, c.startMs[to]!, []);
  return done(`${count} from ${giver} to ${taker}`);
}

/** Its replicas move onto the machines of another, whose own are then all that run. */
function consolidate({ c }: TwinState, topology: Topology, i: number, { to, component }: Action): ActionResult {
  if (to === undefined) return failed("consolidate needs the component whose machines are shared; give `to`");
  const host = known(topology, to, "to");
  if (topology.powerCurves[host] === undefined || topology.powerCurves[i] === undefined)
    return failed(`the power of ${component} or ${to} is not known`);
  if (host === i || c.hostedBy[host]! >= 0 || c.hostedBy.includes(i))
    return failed(`${component} cannot share the machines of ${to}`);
  c.hostedBy[i] = host;
  return done(`${component} on the machines of ${to}`);
}

/** After scaling in: those on their way go first, then those that run. */
function removeSurplus(state: TwinState, i: number): void {
  const { c } = state;
  let surplus = c.up[i]! + c.starting[i]! - c.replicas[i]!;
  if (surplus <= 0) return;
  const onTheirWay = cancelStarts(state, i);
  const kept = Math.max(0, onTheirWay - surplus);
  startReplicas(state, i, kept, c.startMs[i]!, []);
  surplus -= onTheirWay - kept;
  stopReplicas(state, i, surplus);
}

function failOver(state: TwinState, topology: Topology, i: number): ActionResult {
  const { c, now } = state;
  const name = topology.ids[i];
  if (c.replicas[i]! < 2) return failed(`${name} has no standby`);
  if (c.up[i]! < Math.max(1, c.required[i]!)) return failed(`no replica of ${name} is left to take over`);
  c.pausedUntil[i] = now + Math.min(failOverMs, c.startMs[i]!);
  endFaults(state, topology, i, primaryFaults);
  c.leaked[i] = 0;
  if (c.up[i]! > c.required[i]!) {
    stopReplicas(state, i, 1);
    startReplicas(state, i, 1, c.startMs[i]!, []);
  }
  return done();
}

/** Without `to`, the breaker is that of the call that fails most; closing without `to` closes all. */
function setBreaker({ e }: TwinState, topology: Topology, i: number, { to }: Action, open: 0 | 1): ActionResult {
  const first = topology.firstOut[i]!;
  const end = topology.firstOut[i + 1]!;
  if (first === end) return failed(`${topology.ids[i]} calls nobody`);
  let edge = -1;
  if (to !== undefined) {
    const callee = known(topology, to, "to");
    for (let k = first; k < end; k++) if (topology.to[k] === callee) edge = k;
    if (edge < 0) return failed(`${topology.ids[i]} does not call ${to}`);
  } else if (open === 0) {
    e.breaker.fill(0, first, end);
    return done();
  } else {
    edge = first;
    for (let k = first; k < end; k++) if (e.failing[k]! > e.failing[edge]!) edge = k;
  }
  e.breaker[edge] = open;
  return done(`${topology.ids[i]} → ${topology.ids[topology.to[edge]!]}`);
}
