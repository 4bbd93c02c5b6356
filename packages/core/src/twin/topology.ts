import { curveFromIdleAndPeak } from "../green/index.ts";
import type { ComponentKind, SystemModel } from "../system/index.ts";

export const hardEdge = 0;
export const softEdge = 1;
export const asyncEdge = 2;

/** How long somebody outside waits at an entry point before giving up, milliseconds. */
const visitorPatienceMs = 10_000;

/** A system model as flat arrays; components and edges are numbers from here on. It never changes. */
export interface Topology {
  readonly ids: readonly string[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly kinds: readonly ComponentKind[];
  /** Every component after those that call it; edges against this order arrive one tick later. */
  readonly order: Int32Array;
  /** Edges, sorted by caller; those of component i are `firstOut[i]` to `firstOut[i + 1] − 1`. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly edgeKind: Uint8Array;
  readonly firstOut: Int32Array;
  /** Asynchronous edges into a component: `asyncIn[firstAsyncIn[i]]` up to the next. */
  readonly asyncIn: Int32Array;
  readonly firstAsyncIn: Int32Array;
  /** The longest that anybody waits for an answer of the component, milliseconds. */
  readonly patienceMs: Float64Array;
  /** Power of one replica at 0, 10 … 100 % of its use, watts; undefined where nobody gave it. */
  readonly powerCurves: readonly (readonly number[] | undefined)[];
  /** For each edge, kilobytes that a call moves between two zones; 0 within one, and where nobody knows. */
  readonly farKb: Float64Array;
  /** For each edge, its place in the model's list of dependencies. */
  readonly modelEdge: Int32Array;
}

export function compileTopology(model: SystemModel): Topology {
  const n = model.components.length;
  const ids = model.components.map(({ id }) => id);
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const modelEdge = Int32Array.from(model.dependencies.keys()).sort(
    (a, b) => indexOf.get(model.dependencies[a]!.from)! - indexOf.get(model.dependencies[b]!.from)! || a - b,
  );
  const m = modelEdge.length;
  const from = new Int32Array(m);
  const to = new Int32Array(m);
  const edgeKind = new Uint8Array(m);
  const firstOut = new Int32Array(n + 1);
  const patienceMs = new Float64Array(n);
  const farKb = new Float64Array(m);
  const asyncEdges: number[] = [];
  for (let e = 0; e < m; e++) {
    const dependency = model.dependencies[modelEdge[e]!]!;
    from[e] = indexOf.get(dependency.from)!;
    to[e] = indexOf.get(dependency.to)!;
    edgeKind[e] = { hard: hardEdge, soft: softEdge, async: asyncEdge }[dependency.kind];
    firstOut[from[e]! + 1]!++;
    const [near, far] = [model.components[from[e]!]!.zone, model.components[to[e]!]!.zone];
    if (near !== undefined && far !== undefined && near !== far) farKb[e] = dependency.payloadKb ?? 0;
    if (dependency.kind === "async") asyncEdges.push(e);
    else patienceMs[to[e]!] = Math.max(patienceMs[to[e]!]!, dependency.timeoutMs);
  }
  for (let i = 0; i < n; i++) {
    firstOut[i + 1]! += firstOut[i]!;
    if (patienceMs[i] === 0 || model.components[i]!.loadRps > 0) patienceMs[i] = visitorPatienceMs;
  }
  const firstAsyncIn = new Int32Array(n + 1);
  for (const e of asyncEdges) firstAsyncIn[to[e]! + 1]!++;
  for (let i = 0; i < n; i++) firstAsyncIn[i + 1]! += firstAsyncIn[i]!;
  const asyncIn = Int32Array.from(asyncEdges.sort((a, b) => to[a]! - to[b]! || a - b));

  return {
    ids,
    indexOf,
    kinds: model.components.map(({ kind }) => kind),
    order: callersFirst(n, from, to, edgeKind),
    from,
    to,
    edgeKind,
    firstOut,
    asyncIn,
    firstAsyncIn,
    patienceMs,
    powerCurves: model.components.map(({ power }) => power && curveFromIdleAndPeak(power.idleW, power.peakW)),
    farKb,
    modelEdge,
  };
}

/** Kahn's order (1962); where soft or asynchronous edges close a cycle, it is cut at one of those. */
function callersFirst(n: number, from: Int32Array, to: Int32Array, edgeKind: Uint8Array): Int32Array {
  const waitsFor = new Int32Array(n);
  const waitsForHard = new Int32Array(n);
  const outgoing: number[][] = Array.from({ length: n }, () => []);
  for (let e = 0; e < from.length; e++) {
    outgoing[from[e]!]!.push(e);
    waitsFor[to[e]!]!++;
    if (edgeKind[e] === hardEdge) waitsForHard[to[e]!]!++;
  }
  const order = new Int32Array(n);
  const isPlaced = new Uint8Array(n);
  const ready: number[] = [];
  for (let i = n - 1; i >= 0; i--) if (waitsFor[i] === 0) ready.push(i);
  for (let placed = 0; placed < n; ) {
    let next = ready.pop();
    if (next === undefined) next = waitsForHard.findIndex((count, i) => count === 0 && isPlaced[i] === 0);
    if (next < 0) next = isPlaced.indexOf(0);
    if (isPlaced[next] === 1) continue;
    isPlaced[next] = 1;
    order[placed++] = next;
    for (const e of outgoing[next]!) {
      const callee = to[e]!;
      if (edgeKind[e] === hardEdge) waitsForHard[callee]!--;
      if (--waitsFor[callee]! === 0 && isPlaced[callee] === 0) ready.push(callee);
    }
  }
  return order;
}
