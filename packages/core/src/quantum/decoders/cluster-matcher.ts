import { DenseFlood, type MemberDistances } from "./dense-flood.ts";
import type { EventParts } from "./event-parts.ts";
import { noPair } from "./pair-table.ts";
import { SparseBlossom } from "./sparse-blossom.ts";

/** Exact matching of some members of a part among themselves, and with the boundary. */
export class ClusterMatcher implements MemberDistances {
  size = 0;
  readonly boundaryNode: number;
  readonly own: Int32Array;
  readonly nearest: Int32Array;
  readonly nearestAt: Int32Array;
  readonly lengths: Int32Array;
  readonly #parts: EventParts;
  readonly #members: Int32Array;
  readonly #numbers: Int32Array;
  readonly #blossom: SparseBlossom;

  /** For up to `most` members of `parts`. */
  constructor(parts: EventParts, most: number) {
    this.#parts = parts;
    this.boundaryNode = most;
    this.own = new Int32Array(most);
    this.nearest = new Int32Array(most);
    this.nearestAt = new Int32Array(most);
    this.lengths = new Int32Array(most * most);
    this.#members = new Int32Array(most);
    this.#numbers = Int32Array.from({ length: most }, (_, i) => i);
    this.#blossom = new SparseBlossom(new DenseFlood(this));
  }

  /** Settles the list of members that starts with `first`. */
  settle(first: number, next: Int32Array): void {
    const parts = this.#parts;
    const members = this.#members;
    let size = 0;
    for (let i = first; i !== -1; i = next[i]!) {
      members[size] = i;
      this.own[size] = parts.own[i]!;
      size++;
    }
    this.size = size;
    for (let a = 0; a < size; a++) {
      const row = members[a]! * parts.size;
      let least = noPair;
      let leastAt = 0;
      for (let b = 0; b < size; b++) {
        const length = parts.lengths[row + members[b]!]!;
        this.lengths[a * size + b] = length;
        if (length >= least) continue;
        least = length;
        leastAt = b;
      }
      this.nearest[a] = least;
      this.nearestAt[a] = leastAt;
    }
    const blossom = this.#blossom;
    if (!blossom.match(this.#numbers, size)) parts.isPossible = false;
    for (let i = 0; i < blossom.pairCount; i++) {
      const b = blossom.pairs[3 * i + 1]!;
      parts.settle(members[blossom.pairs[3 * i]!]!, b === -1 ? -1 : members[b]!);
    }
  }
}
