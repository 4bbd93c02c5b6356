import type { MatchingGraph } from "../matching-graph/matching-graph.ts";
import type { MemberDistances } from "./dense-flood.ts";
import { noPair, PairTable } from "./pair-table.ts";

/**
 * The detection events of one shot, sorted by the connected part of the graph that they lie in, with their distances
 * from a table. Parts do not touch one another, so each is a problem of its own; those of up to four events are solved
 * here, exactly, by looking at every way to match them.
 */
export class EventParts implements MemberDistances {
  readonly table: PairTable;
  /** The boundary's node: the number of detectors. */
  readonly boundaryNode: number;
  /** How many parts have events in this shot. */
  parts = 0;
  /** The part that was loaded: its detectors, ascending, and the length of their ways to the boundary. */
  size = 0;
  readonly members: Int32Array;
  readonly own: Int32Array;
  /** The length of each pair of members, `size` × `size`; the diagonal holds `noPair`. */
  lengths = new Int32Array(64);
  /** The shortest of each member's pairs, and with whom. */
  readonly nearest: Int32Array;
  readonly nearestAt: Int32Array;
  /** What the settled pairs flip together, and their length. */
  flips = 0;
  units = 0;
  /** The settled pairs: detector, and detector or the boundary. */
  readonly settled: Int32Array;
  settledCount = 0;
  /** False where an event has neither a partner nor a way to the boundary. */
  isPossible = true;
  #events: Int32Array = new Int32Array(0);
  readonly #part: Int32Array;
  readonly #head: Int32Array;
  readonly #next: Int32Array;
  readonly #parts: Int32Array;
  readonly #place: Int32Array;

  constructor(graph: MatchingGraph) {
    this.table = new PairTable(graph);
    const { detectors } = graph;
    this.boundaryNode = detectors;
    this.members = new Int32Array(detectors + 1);
    this.own = new Int32Array(detectors + 1);
    this.nearest = new Int32Array(detectors + 1);
    this.nearestAt = new Int32Array(detectors + 1);
    this.settled = new Int32Array(2 * detectors + 2);
    this.#part = graph.part;
    this.#head = new Int32Array(this.table.size.length).fill(-1);
    this.#parts = new Int32Array(this.table.size.length);
    this.#next = new Int32Array(detectors + 1);
    this.#place = new Int32Array(detectors + 1);
  }

  /** Sorts the first `count` events (ascending) into parts and forgets what was settled. */
  split(events: Int32Array, count: number): void {
    const part = this.#part;
    const head = this.#head;
    const next = this.#next;
    const parts = this.#parts;
    // A shot that was given up in the middle may have left some.
    for (let k = 0; k < this.parts; k++) head[parts[k]!] = -1;
    this.flips = 0;
    this.units = 0;
    this.settledCount = 0;
    this.isPossible = true;
    this.#events = events;
    let used = 0;
    for (let i = count - 1; i >= 0; i--) {
      const p = part[events[i]!]!;
      const first = head[p]!;
      if (first === -1) parts[used++] = p;
      next[i] = first;
      head[p] = i;
    }
    this.parts = used;
  }

  /** Takes part k of the split: settles it at once where it is small, else loads it and returns true. */
  load(k: number): boolean {
    const { table, members } = this;
    const { boundaryUnits } = table;
    const events = this.#events;
    const next = this.#next;
    const own = this.own;
    const p = this.#parts[k]!;
    let size = 0;
    for (let i = this.#head[p]!; i !== -1; i = next[i]!) {
      const d = events[i]!;
      members[size] = d;
      own[size] = boundaryUnits[d]!;
      size++;
    }
    this.#head[p] = -1;
    this.size = size;
    if (size > 4) {
      this.#measure(size);
      return true;
    }
    if (size === 1) this.settle(0, -1);
    else if (size === 2) this.#settleTwo();
    else if (size === 3) this.#settleThree();
    else this.#settleFour();
    return false;
  }

  /** Matches member `i` with member `j`, or with the boundary for j = −1 or where both are nearer to it. */
  settle(i: number, j: number): void {
    const { table, members, settled } = this;
    const d = members[i]!;
    if (j === -1) {
      if (table.boundaryUnits[d]! >= noPair) this.isPossible = false;
      this.flips ^= table.boundaryFlips[d]!;
      this.units += table.boundaryUnits[d]!;
      settled[2 * this.settledCount] = d;
      settled[2 * this.settledCount + 1] = this.boundaryNode;
      this.settledCount++;
      return;
    }
    const e = members[j]!;
    const at = d < e ? table.at(d, e) : table.at(e, d);
    const units = table.units[at]!;
    if (units >= this.own[i]! + this.own[j]!) {
      this.settle(i, -1);
      this.settle(j, -1);
      return;
    }
    if (units >= noPair) this.isPossible = false;
    this.flips ^= table.flips[at]!;
    this.units += units;
    settled[2 * this.settledCount] = d;
    settled[2 * this.settledCount + 1] = e;
    this.settledCount++;
  }

  /** Flips along the way between two members, or to the boundary for j = −1, even where another would be shorter. */
  travel(i: number, j: number): void {
    if (j === -1) {
      this.settle(i, -1);
      return;
    }
    const { table, members, settled } = this;
    const d = members[i]!;
    const e = members[j]!;
    const at = d < e ? table.at(d, e) : table.at(e, d);
    this.flips ^= table.flips[at]!;
    this.units += table.units[at]!;
    settled[2 * this.settledCount] = d;
    settled[2 * this.settledCount + 1] = e;
    this.settledCount++;
  }

  /** The shorter of a pair's own way and both ways to the boundary; i < j. */
  #pairUnits(i: number, j: number): number {
    const { table, members, own } = this;
    const direct = table.units[table.at(members[i]!, members[j]!)]!;
    const around = own[i]! + own[j]!;
    return direct < around ? direct : around;
  }

  #settleTwo(): void {
    this.settle(0, 1);
  }

  #settleThree(): void {
    const { own } = this;
    const a = this.#pairUnits(1, 2) + own[0]!;
    const b = this.#pairUnits(0, 2) + own[1]!;
    const c = this.#pairUnits(0, 1) + own[2]!;
    if (a <= b && a <= c) {
      this.settle(1, 2);
      this.settle(0, -1);
    } else if (b <= c) {
      this.settle(0, 2);
      this.settle(1, -1);
    } else {
      this.settle(0, 1);
      this.settle(2, -1);
    }
  }

  #settleFour(): void {
    const a = this.#pairUnits(0, 1) + this.#pairUnits(2, 3);
    const b = this.#pairUnits(0, 2) + this.#pairUnits(1, 3);
    const c = this.#pairUnits(0, 3) + this.#pairUnits(1, 2);
    if (a <= b && a <= c) {
      this.settle(0, 1);
      this.settle(2, 3);
    } else if (b <= c) {
      this.settle(0, 2);
      this.settle(1, 3);
    } else {
      this.settle(0, 3);
      this.settle(1, 2);
    }
  }

  #measure(size: number): void {
    const { table, members } = this;
    if (size * size > this.lengths.length) this.lengths = new Int32Array(2 * size * size);
    const { lengths, nearest, nearestAt } = this;
    const { row, units } = table;
    const place = this.#place;
    for (let i = 0; i < size; i++) {
      place[i] = table.place[members[i]!]!;
      nearest[i] = noPair;
    }
    for (let i = 0; i < size; i++) {
      const d = members[i]!;
      table.prepare(d);
      const start = row[d]!;
      lengths[i * size + i] = noPair;
      let least = nearest[i]!;
      let leastAt = nearestAt[i]!;
      for (let j = i + 1, across = i * size + j, down = j * size + i; j < size; j++, across++, down += size) {
        const length = units[start + place[j]!]!;
        lengths[across] = length;
        lengths[down] = length;
        if (length < least) {
          least = length;
          leastAt = j;
        }
        if (length < nearest[j]!) {
          nearest[j] = length;
          nearestAt[j] = i;
        }
      }
      nearest[i] = least;
      nearestAt[i] = leastAt;
    }
  }
}
