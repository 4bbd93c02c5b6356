import type { EventParts } from "./event-parts.ts";

/**
 * The ways on which the balls of clusters met, as a forest over the members of a part: what a cluster is peeled along
 * (Delfosse & Zémor, "Linear-time maximum likelihood decoding of surface codes over the quantum erasure channel", 2020).
 */
export class WayForest {
  readonly #parts: EventParts;
  /** Member, member. */
  readonly #ways: Int32Array;
  #wayCount = 0;
  /** Per member: how many ways end here, all their numbers in one exclusive or, and whether its event is left. */
  readonly #degree: Int32Array;
  readonly #crossed: Int32Array;
  readonly #left: Uint8Array;

  constructor(parts: EventParts) {
    this.#parts = parts;
    this.#ways = new Int32Array(2 * parts.boundaryNode + 2);
    this.#degree = new Int32Array(parts.boundaryNode + 1);
    this.#crossed = new Int32Array(parts.boundaryNode + 1);
    this.#left = new Uint8Array(parts.boundaryNode + 1);
  }

  /** Starts with `size` members and no ways. */
  clear(size: number): void {
    this.#wayCount = 0;
    for (let i = 0; i < size; i++) {
      this.#degree[i] = 0;
      this.#crossed[i] = 0;
      this.#left[i] = 1;
    }
  }

  add(a: number, b: number): void {
    const way = this.#wayCount++;
    this.#ways[2 * way] = a;
    this.#ways[2 * way + 1] = b;
    this.#degree[a] = this.#degree[a]! + 1;
    this.#degree[b] = this.#degree[b]! + 1;
    this.#crossed[a] = this.#crossed[a]! ^ way;
    this.#crossed[b] = this.#crossed[b]! ^ way;
  }

  /** Leaves out a member whose whole tree is settled otherwise. */
  leaveOut(member: number): void {
    this.#degree[member] = 0;
    this.#left[member] = 0;
  }

  /**
   * Takes leaves off the trees; a leaf with an event left goes along its way. `isRoot` says of a member whether its tree
   * ends there at the boundary: it is kept for last.
   */
  peel(size: number, isRoot: (member: number) => boolean): void {
    const degree = this.#degree;
    const crossed = this.#crossed;
    const ways = this.#ways;
    const left = this.#left;
    for (let start = 0; start < size; start++) {
      let leaf = start;
      while (degree[leaf] === 1 && !isRoot(leaf)) {
        const way = crossed[leaf]!;
        const other = ways[2 * way]! ^ ways[2 * way + 1]! ^ leaf;
        if (left[leaf] === 1) {
          this.#parts.travel(leaf, other);
          left[leaf] = 0;
          left[other] = left[other]! ^ 1;
        }
        degree[leaf] = 0;
        degree[other] = degree[other]! - 1;
        crossed[other] = crossed[other]! ^ way;
        leaf = other;
      }
    }
    for (let i = 0; i < size; i++) if (left[i] === 1 && isRoot(i)) this.#parts.travel(i, -1);
  }
}
