import { EventQueue } from "./event-queue.ts";
import {
  BLOSSOM,
  blossomShattered,
  boundary,
  CHILD,
  type Flood,
  floodEnd,
  MATCH,
  never,
  NEXT,
  QUEUED,
  regionsMet,
  SHELL,
  SLOPE,
  TREE,
  Y,
} from "./region.ts";

// A node is eight words. Its local radius at time t is Y + SLOPE·t of its top region, plus WRAPPED.
/** The outermost region that holds the node; 0 for none. */
const TOP = 0;
/** The radii of the regions between the one that arrived and the top one, minus the radius at which it arrived. */
const WRAPPED = 1;
/** The earliest time at which the queue looks at the node; `never` where it does not. */
const WAITS = 2;
/** The detection event from which the node was reached; −1 for none. */
export const SOURCE = 3;
/** The region that arrived at the node; 0 for none. */
const REGION = 4;
/** The half-edge from the node to the one from which it was reached; −1 at the source. */
export const BACK = 5;
/** The node that the same region reached before this one; −1 for none. */
const SHELL_NEXT = 6;

/** What a flood runs over; the arrays may be replaced between two shots. */
export interface FloodGraph {
  /** The boundary's node; all others are below it. */
  readonly boundaryNode: number;
  /** The half-edges of node n are `rowStart[n]`..`rowStart[n + 1] − 1`. */
  readonly rowStart: Int32Array;
  /** For each half-edge the node at its other end and its (even) length: `[node, units]`. */
  readonly halfEdges: Int32Array;
  /** For each half-edge the one in the other direction; for one to the boundary, itself. */
  readonly halfEdgeBack: Int32Array;
}

/**
 * The flooding half of sparse blossom (Higgott & Gidney, 2023): regions around detection events that grow, stand still
 * or shrink over the matching graph, and the queue of what happens next. A node enters the queue while
 * its region grows; one that has stopped by its turn, that stops shrinking, or that is left, tells the growing nodes
 * beside it instead.
 */
export class Flooder implements Flood {
  readonly graph: FloodGraph;
  readonly nodes: Int32Array;
  readonly regions: Int32Array;
  readonly #queue = new EventQueue();
  readonly #touched: Int32Array;
  #touchedCount = 0;
  #touchedOverflow: number[] = [];
  #regionCount = 2;
  readonly #freeRegions: number[] = [];
  now = 0;
  hit1 = 0;
  hit2 = 0;
  hitFrom = 0;
  hitTo = 0;
  hitHalf = 0;
  #bestHalf = 0;

  constructor(graph: FloodGraph) {
    this.graph = graph;
    const { boundaryNode } = graph;
    this.nodes = new Int32Array((boundaryNode + 1) * 8);
    this.regions = new Int32Array((2 * boundaryNode + 8) * 16);
    this.#touched = new Int32Array(4 * boundaryNode + 16);
    for (let n = 0; n <= boundaryNode; n++) this.#forget(n);
    this.nodes[(boundaryNode << 3) + TOP] = boundary;
    this.nodes[(boundaryNode << 3) + REGION] = boundary;
    this.nodes[(boundaryNode << 3) + SOURCE] = boundaryNode;
    this.regions[SHELL] = -1;
    this.regions[(boundary << 4) + SHELL] = -1;
  }

  start(events: Int32Array, count: number): number {
    for (let i = 0; i < count; i++) {
      const region = this.#allocate();
      this.#own(events[i]!, region, events[i]!, -1, 0);
      this.regions[(region << 4) + SLOPE] = 1;
    }
    for (let i = 0; i < count; i++) this.#schedule(events[i]!);
    return count;
  }

  topOf(event: number): number {
    return this.nodes[(event << 3) + TOP]!;
  }

  reverse(half: number): number {
    return half === -1 ? -1 : this.graph.halfEdgeBack[half]!;
  }

  /** Forgets everything that the shot touched. */
  clear(): void {
    const touched = this.#touched;
    for (let i = 0; i < this.#touchedCount; i++) this.#forget(touched[i]!);
    for (const n of this.#touchedOverflow) this.#forget(n);
    if (this.#touchedOverflow.length > 0) this.#touchedOverflow = [];
    this.#touchedCount = 0;
    this.#regionCount = 2;
    this.#freeRegions.length = 0;
    this.#queue.clear();
    this.now = 0;
  }

  run(): number {
    const queue = this.#queue;
    const nodes = this.nodes;
    const regions = this.regions;
    const { boundaryNode } = this.graph;
    while (queue.pop()) {
      const time = queue.time;
      const id = queue.id;
      if (id < boundaryNode) {
        const at = (id << 3) + WAITS;
        if (nodes[at] !== time) continue;
        nodes[at] = never;
        this.now = time;
        if (this.#look(id)) return regionsMet;
      } else {
        const region = id - boundaryNode;
        const at = (region << 4) + QUEUED;
        if (regions[at] !== time) continue;
        regions[at] = never;
        this.now = time;
        const end = this.#shrink(region);
        if (end !== floodEnd) return end;
      }
    }
    return floodEnd;
  }

  /** Stops a region. One that was shrinking may now be run into. */
  freeze(region: number): void {
    const regions = this.regions;
    const r = region << 4;
    const slope = regions[r + SLOPE]!;
    if (slope === 0) return;
    regions[r + Y] = regions[r + Y]! + slope * this.now;
    regions[r + SLOPE] = 0;
    if (slope > 0) return;
    regions[r + QUEUED] = never;
    this.announce(region);
  }

  grow(region: number): void {
    const regions = this.regions;
    const r = region << 4;
    regions[r + Y] = regions[r + Y]! - this.now;
    regions[r + SLOPE] = 1;
    this.#scheduleArea(region);
  }

  shrink(region: number): void {
    const regions = this.regions;
    const r = region << 4;
    regions[r + Y] = regions[r + Y]! + this.now;
    regions[r + SLOPE] = -1;
    this.#scheduleShrink(region);
  }

  /** Tells the growing nodes around a region that it stands still now. */
  announce(region: number): void {
    const nodes = this.nodes;
    for (let n = this.regions[(region << 4) + SHELL]!; n !== -1; n = nodes[(n << 3) + SHELL_NEXT]!) this.#notify(n);
    const first = this.regions[(region << 4) + CHILD]!;
    if (first === 0) return;
    let child = first;
    do {
      this.announce(child);
      child = this.regions[(child << 4) + NEXT]!;
    } while (child !== first);
  }

  createBlossom(cycle: readonly number[]): number {
    const regions = this.regions;
    const blossom = this.#allocate();
    for (let i = 0; i < cycle.length; i++) {
      const region = cycle[i]!;
      const r = region << 4;
      regions[r + Y] = regions[r + Y]! + regions[r + SLOPE]! * this.now;
      regions[r + SLOPE] = 0;
      regions[r + QUEUED] = never;
      regions[r + BLOSSOM] = blossom;
      regions[r + NEXT] = cycle[i + 1 < cycle.length ? i + 1 : 0]!;
      regions[r + TREE] = 0;
      this.#wrap(region, blossom, regions[r + Y]!);
    }
    const b = blossom << 4;
    regions[b + CHILD] = cycle[0]!;
    regions[b + Y] = -this.now;
    regions[b + SLOPE] = 1;
    this.#scheduleArea(blossom);
    return blossom;
  }

  dissolveBlossom(blossom: number): void {
    const regions = this.regions;
    const first = regions[(blossom << 4) + CHILD]!;
    let child = first;
    do {
      const c = child << 4;
      regions[c + BLOSSOM] = 0;
      this.#wrap(child, child, -regions[c + Y]!);
      child = regions[c + NEXT]!;
    } while (child !== first);
    regions[(blossom << 4) + QUEUED] = never;
    this.#freeRegions.push(blossom);
  }

  childWith(blossom: number, event: number): number {
    const regions = this.regions;
    let region = this.nodes[(event << 3) + REGION]!;
    while (regions[(region << 4) + BLOSSOM] !== blossom) region = regions[(region << 4) + BLOSSOM]!;
    return region;
  }

  #allocate(): number {
    const free = this.#freeRegions.pop();
    const region = free ?? this.#regionCount++;
    const r = region << 4;
    const regions = this.regions;
    regions[r + Y] = 0;
    regions[r + SLOPE] = 0;
    regions[r + SHELL] = -1;
    regions[r + BLOSSOM] = 0;
    regions[r + QUEUED] = never;
    regions[r + CHILD] = 0;
    regions[r + TREE] = 0;
    regions[r + MATCH] = 0;
    return region;
  }

  #forget(node: number): void {
    const n = node << 3;
    const nodes = this.nodes;
    nodes[n + TOP] = 0;
    nodes[n + WRAPPED] = 0;
    nodes[n + WAITS] = never;
    nodes[n + SOURCE] = -1;
    nodes[n + REGION] = 0;
  }

  /** Gives an empty node to a top region that reaches it at `radius`. */
  #own(node: number, region: number, source: number, back: number, radius: number): void {
    const nodes = this.nodes;
    const n = node << 3;
    const shell = (region << 4) + SHELL;
    nodes[n + TOP] = region;
    nodes[n + WRAPPED] = -radius;
    nodes[n + SOURCE] = source;
    nodes[n + REGION] = region;
    nodes[n + BACK] = back;
    nodes[n + SHELL_NEXT] = this.regions[shell]!;
    this.regions[shell] = node;
    if (this.#touchedCount < this.#touched.length) this.#touched[this.#touchedCount++] = node;
    else this.#touchedOverflow.push(node);
  }

  /** When the first thing happens to a node of a growing region; its half-edge goes to `#bestHalf`. */
  #nextTime(node: number): number {
    const nodes = this.nodes;
    const regions = this.regions;
    const { halfEdges, rowStart } = this.graph;
    const n = node << 3;
    const top = nodes[n + TOP]!;
    const y = (regions[top << 4]! + nodes[n + WRAPPED]!) | 0;
    const end = rowStart[node + 1]!;
    let best = never;
    let bestHalf = -1;
    for (let h = rowStart[node]!; h < end; h++) {
      const other = halfEdges[2 * h]! << 3;
      const otherTop = nodes[other]!;
      const r = otherTop << 4;
      const slope = regions[r + 1]!;
      if (slope < 0 || otherTop === top) continue;
      const time = (halfEdges[2 * h + 1]! - y - regions[r]! - nodes[other + 1]!) >> slope;
      if (time < best) {
        best = time;
        bestHalf = h;
      }
    }
    this.#bestHalf = bestHalf;
    return best;
  }

  #schedule(node: number): void {
    this.#scheduleAt(node, this.#nextTime(node));
  }

  #scheduleAt(node: number, time: number): void {
    const at = (node << 3) + WAITS;
    if (time >= this.nodes[at]!) return;
    this.nodes[at] = time;
    this.#queue.push(time, node);
  }

  #scheduleArea(region: number): void {
    const nodes = this.nodes;
    for (let n = this.regions[(region << 4) + SHELL]!; n !== -1; n = nodes[(n << 3) + SHELL_NEXT]!) this.#schedule(n);
    const first = this.regions[(region << 4) + CHILD]!;
    if (first === 0) return;
    let child = first;
    do {
      this.#scheduleArea(child);
      child = this.regions[(child << 4) + NEXT]!;
    } while (child !== first);
  }

  /** Puts a region's nodes under another top region. */
  #wrap(region: number, top: number, radius: number): void {
    const nodes = this.nodes;
    for (let n = this.regions[(region << 4) + SHELL]!; n !== -1; n = nodes[(n << 3) + SHELL_NEXT]!) {
      const at = n << 3;
      nodes[at + TOP] = top;
      nodes[at + WRAPPED] = nodes[at + WRAPPED]! + radius;
    }
    const first = this.regions[(region << 4) + CHILD]!;
    if (first === 0) return;
    let child = first;
    do {
      this.#wrap(child, top, radius);
      child = this.regions[(child << 4) + NEXT]!;
    } while (child !== first);
  }

  /** Has the growing nodes beside a node that stands still, or is empty, look when they would reach it. */
  #notify(node: number): void {
    const nodes = this.nodes;
    const regions = this.regions;
    const { halfEdges, rowStart } = this.graph;
    const n = node << 3;
    const top = nodes[n + TOP]!;
    const radius = regions[top << 4]! + nodes[n + WRAPPED]!;
    const end = rowStart[node + 1]!;
    for (let h = rowStart[node]!; h < end; h++) {
      const other = halfEdges[2 * h]!;
      const o = other << 3;
      const otherTop = nodes[o]!;
      const r = otherTop << 4;
      if (regions[r + 1]! <= 0 || otherTop === top) continue;
      this.#scheduleAt(other, halfEdges[2 * h + 1]! - radius - regions[r]! - nodes[o + 1]!);
    }
  }

  /** Does what happens at a node now; true where regions met. */
  #look(node: number): boolean {
    const nodes = this.nodes;
    const regions = this.regions;
    const n = node << 3;
    const top = nodes[n + TOP]!;
    const t = top << 4;
    const slope = regions[t + SLOPE]!;
    if (slope <= 0) {
      // It was scheduled while it grew; who grows beside it may not know yet that it stopped.
      if (slope === 0 && top !== 0) this.#notify(node);
      return false;
    }
    const now = this.now;
    for (;;) {
      const time = this.#nextTime(node);
      if (time > now) {
        if (time !== never) this.#scheduleAt(node, time);
        return false;
      }
      const half = this.#bestHalf;
      const other = this.graph.halfEdges[2 * half]!;
      const o = other << 3;
      const otherTop = nodes[o + TOP]!;
      if (otherTop === 0) {
        this.#own(other, top, nodes[n + SOURCE]!, this.graph.halfEdgeBack[half]!, regions[t + Y]! + now);
        this.#schedule(other);
        continue;
      }
      this.#scheduleAt(node, now);
      this.hit1 = top;
      this.hit2 = otherTop;
      this.hitFrom = nodes[n + SOURCE]!;
      this.hitTo = nodes[o + SOURCE]!;
      this.hitHalf = half;
      return true;
    }
  }

  #scheduleShrink(region: number): void {
    const regions = this.regions;
    const r = region << 4;
    const last = regions[r + SHELL]!;
    const time = last === -1 ? regions[r + Y]! : regions[r + Y]! + this.nodes[(last << 3) + WRAPPED]!;
    if (time >= regions[r + QUEUED]!) return;
    regions[r + QUEUED] = time;
    this.#queue.push(time, this.graph.boundaryNode + region);
  }

  /** A shrinking region leaves its last node, falls apart, or has shrunk to its detection event. */
  #shrink(region: number): number {
    const regions = this.regions;
    const nodes = this.nodes;
    const r = region << 4;
    if (regions[r + SLOPE]! >= 0) return floodEnd;
    const last = regions[r + SHELL]!;
    if (last === -1) {
      this.hit1 = region;
      return blossomShattered;
    }
    const next = nodes[(last << 3) + SHELL_NEXT]!;
    if (next === -1 && regions[r + CHILD] === 0) {
      this.hit1 = region;
      this.hit2 = region;
      return regionsMet;
    }
    regions[r + SHELL] = next;
    const queued = nodes[(last << 3) + WAITS]!;
    this.#forget(last);
    nodes[(last << 3) + WAITS] = queued;
    this.#notify(last);
    this.#scheduleShrink(region);
    return floodEnd;
  }
}
