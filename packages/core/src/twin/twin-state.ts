import { type EpochMs, hashOf, type RngState } from "../kernel/index.ts";
import type { QubitDrift } from "../quantum/index.ts";
import { type Fault, type FaultKind, startSecondsOf, type SystemModel } from "../system/index.ts";
import type { Topology } from "./topology.ts";

/** What is known and remembered of each component, a column of numbers each. */
const componentColumns = [
  // What it is; calibration and actions change these.
  "loadRps", // requests a second from outside at the mean of the day
  "serviceMs",
  "concurrency",
  "replicas", // as many as there should be
  "required",
  "maxReplicas",
  "hitRate", // once warm; −1 where there is no cache
  "baseError", // share of requests that fail for no reason of anybody else
  "extraMs", // time in every answer that keeps no processor busy
  "baseMemory",
  "repairMs", // mean time to repair without help
  "startMs", // from start to serving
  "failuresPerMs", // of one replica
  "normalRps", // requests at the mean of a healthy day
  // What has become of it.
  "up", // replicas that serve
  "starting", // replicas on their way
  "pausedUntil", // refuses everything until then
  "waiting", // requests that have arrived and are not yet served
  "inbox", // requests on their way from callers
  "warmth", // of its cache, 0..1
  "leaked", // share of memory that is lost
  "tuning", // of its queries: the factor on the service time
  "shed", // share of requests turned away
  "isolated",
  "routeTo", // component that takes over requests, or −1
  "routeShare",
  "asleep", // replicas that sleep
  "gated", // share of its processors whose clock stands still
  "compresses", // what it exchanges with other zones: the time that this costs a request, ms
  "hostedBy", // component whose machines its replicas share, or −1
  // What the faults in force add.
  "faultLatencyMs",
  "faultErrors",
  "faultCpu",
  "faultHang",
  "faultLeakPerMs",
  "faultTampering",
  // How it answered in the last tick.
  "failing", // probability that a request fails
  "degraded", // probability that one is answered without something soft
  "latencyMs",
  "latencyVariance",
  "served", // requests taken into service
  "logicalError", // of a quantum processor: probability that one spoils a request
  "bypass", // requests that come from behind a dead cache
  "utilisation",
  "machines", // as many as its work kept busy
  "guests", // machines that those it hosts kept busy
  // Decaying sums over the window of measurement.
  "windowMs",
  "windowArrived",
  "windowDone",
  "windowFailed",
  "windowDegraded",
  "windowBusy",
  "windowMachines",
  "windowServed",
  "windowLatency",
  "windowVariance",
  // Since the start.
  "totalArrived",
  "totalServed",
  "totalFailed",
  "totalRerouted",
  "totalOnTime", // of an entry: served within the promised latency
  "energyWMs",
  // Telemetry.
  "sequence",
  "toldAt", // until when a quantum processor has told of its shots
] as const;

const edgeColumns = [
  "calls", // for each request of the caller
  "timeoutMs",
  "retries",
  "backlog", // asynchronous work that waits
  "breaker",
  "cut", // lost to a partition
  "failing", // probability that one attempt fails
] as const;

export type ComponentColumns = Record<(typeof componentColumns)[number], Float64Array>;
export type EdgeColumns = Record<(typeof edgeColumns)[number], Float64Array>;

export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  readonly until: EpochMs | undefined;
  /** Frames kept for a replay: recorded first, then sent again in a circle. */
  readonly tape?: { at: number; sequence: number; samples: Record<string, number> }[];
  tapeAt?: number;
}

/** Replicas that will serve from `at` on. */
export interface PendingStart {
  readonly component: number;
  readonly at: EpochMs;
  readonly count: number;
  /** Faults that end with it: they lived in the process that was replaced. */
  readonly ends: readonly FaultKind[];
}

export interface TwinState {
  now: EpochMs;
  readonly startedAt: EpochMs;
  nextId: number;
  rng: RngState;
  isFailingAtRandom: boolean;
  readonly dayCurve: Float64Array;
  readonly c: ComponentColumns;
  readonly e: EdgeColumns;
  faults: ActiveFault[];
  starts: PendingStart[];
  /** By quantum processor: the drifts that its decoder knows of, newest last, one list for each time it was told. */
  beliefs: Readonly<Record<string, readonly (readonly QubitDrift[])[]>>;
}

/** `TwinState` as JSON. */
export type StoredTwinState = Omit<TwinState, "c" | "e" | "dayCurve"> & {
  readonly dayCurve: readonly number[];
  readonly c: Readonly<Record<string, readonly number[]>>;
  readonly e: Readonly<Record<string, readonly number[]>>;
};

/** Changes when other things are kept of a twin; a state of another format cannot be restored. */
export const storedTwinFormat = hashOf([componentColumns, edgeColumns, "beliefs"]).slice(0, 16);

/** Share of requests that fail in every component for no reason that anybody sees, and memory of an idle one. */
const backgroundError = 0.0001;
const backgroundMemory = 0.3;

export function initialState(
  model: SystemModel,
  topology: Topology,
  { rng, startAt, dayCurve }: { rng: RngState; startAt: EpochMs; dayCurve: Float64Array },
): TwinState {
  const c = emptyColumns(componentColumns, model.components.length);
  const e = emptyColumns(edgeColumns, model.dependencies.length);
  for (const [i, component] of model.components.entries()) {
    const repairMs = component.recoverySeconds * 1000;
    const { failureProbability: u } = component;
    const mttfMs = component.mttfHours === undefined ? (repairMs * (1 - u)) / u : component.mttfHours * 3_600_000;
    c.loadRps[i] = component.loadRps;
    c.serviceMs[i] = component.serviceTimeMs;
    c.concurrency[i] = component.concurrency;
    c.replicas[i] = component.replicas;
    c.required[i] = component.requiredReplicas;
    c.maxReplicas[i] = component.maxReplicas ?? 2 * component.replicas;
    c.hitRate[i] = component.hitRate ?? -1;
    c.baseError[i] = backgroundError;
    c.baseMemory[i] = backgroundMemory;
    c.repairMs[i] = repairMs;
    c.startMs[i] = 1000 * startSecondsOf(component);
    c.failuresPerMs[i] = mttfMs > 0 ? 1 / mttfMs : 0;
    c.up[i] = component.replicas;
    c.warmth[i] = 1;
    c.tuning[i] = 1;
    c.routeTo[i] = -1;
    c.hostedBy[i] = -1;
    c.faultTampering[i] = 1;
  }
  for (let edge = 0; edge < topology.from.length; edge++) {
    const { callsPerRequest, timeoutMs, retries } = model.dependencies[topology.modelEdge[edge]!]!;
    e.calls[edge] = callsPerRequest;
    e.timeoutMs[edge] = timeoutMs;
    e.retries[edge] = retries;
  }
  const state = {
    now: startAt,
    startedAt: startAt,
    nextId: 1,
    rng,
    isFailingAtRandom: false,
    dayCurve,
    c,
    e,
    faults: [],
    starts: [],
    beliefs: {},
  };
  settleNormalLoad(state, topology);
  return state;
}

/** Works out what each component is asked on a healthy day, from the load at the entries. */
export function settleNormalLoad({ c, e }: TwinState, { order, firstOut, to }: Topology): void {
  c.normalRps.set(c.loadRps);
  const isDone = new Uint8Array(order.length);
  for (const i of order) {
    isDone[i] = 1;
    const behind = c.normalRps[i]! * (1 - Math.max(0, c.hitRate[i]!));
    for (let edge = firstOut[i]!; edge < firstOut[i + 1]!; edge++) {
      if (isDone[to[edge]!] === 0) c.normalRps[to[edge]!]! += behind * e.calls[edge]!;
    }
  }
}

/** Starts the counts anew at `at`. */
export function forgetTotals(state: TwinState, at: EpochMs): void {
  const { c } = state;
  state.now = at;
  c.toldAt.fill(at);
  for (const column of [c.totalArrived, c.totalServed, c.totalFailed, c.totalRerouted, c.totalOnTime, c.energyWMs])
    column.fill(0);
  // What still waits has arrived, as far as the new counts go.
  c.totalArrived.set(c.waiting);
}

export function cloneState(state: TwinState): TwinState {
  return {
    ...state,
    c: mapColumns(state.c, (column) => column.slice()),
    e: mapColumns(state.e, (column) => column.slice()),
    faults: state.faults.map(({ tape, ...fault }) => (tape === undefined ? fault : { ...fault, tape: [...tape] })),
    starts: [...state.starts],
  };
}

export function storeState(state: TwinState): StoredTwinState {
  const { faults, starts } = cloneState(state);
  return {
    ...state,
    dayCurve: Array.from(state.dayCurve),
    c: mapColumns(state.c, (column) => Array.from(column)),
    e: mapColumns(state.e, (column) => Array.from(column)),
    faults,
    starts,
  };
}

export function restoreState(stored: StoredTwinState): TwinState {
  return cloneState({
    ...stored,
    dayCurve: Float64Array.from(stored.dayCurve),
    c: mapColumns(stored.c, (column) => Float64Array.from(column)) as ComponentColumns,
    e: mapColumns(stored.e, (column) => Float64Array.from(column)) as EdgeColumns,
  });
}

function emptyColumns<K extends string>(names: readonly K[], length: number): Record<K, Float64Array> {
  return Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Record<K, Float64Array>;
}

function mapColumns<K extends string, A, B>(columns: Readonly<Record<K, A>>, change: (column: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(columns).map(([name, column]) => [name, change(column)])) as Record<K, B>;
}
