import { BudgetExceeded } from "./bdd.ts";
import { mix } from "./mix.ts";

/** A node of a ZBDD: 0 is the empty family, 1 the family of the empty set alone. */
export type FamilyNode = number;
export const EMPTY: FamilyNode = 0;
export const BASE: FamilyNode = 1;

/** Families of sets of levels as zero-suppressed decision diagrams (Minato, 1993), in typed arrays. */
export class Zbdd {
  level: Int32Array;
  /** The sets with the level, it taken out. */
  high: Int32Array;
  /** The sets without it. */
  low: Int32Array;
  count = 2;
  readonly levels: number;
  readonly #maxNodes: number;
  #table: Int32Array;

  constructor(levels: number, maxNodes: number) {
    this.levels = levels;
    this.#maxNodes = maxNodes;
    this.level = new Int32Array(1 << 10);
    this.high = new Int32Array(1 << 10);
    this.low = new Int32Array(1 << 10);
    this.#table = new Int32Array(1 << 11);
    this.level[EMPTY] = levels;
    this.level[BASE] = levels;
  }

  node(level: number, high: FamilyNode, low: FamilyNode): FamilyNode {
    if (high === EMPTY) return low;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = mix(level, high, low) & mask;
    for (let found = table[slot]!; found !== 0; found = table[slot]!) {
      if (this.low[found] === low && this.high[found] === high && this.level[found] === level) return found;
      slot = (slot + 1) & mask;
    }
    const made = this.count;
    if (made >= this.#maxNodes) throw new BudgetExceeded();
    if (made === this.level.length) this.#grow();
    this.level[made] = level;
    this.high[made] = high;
    this.low[made] = low;
    table[slot] = made;
    this.count = made + 1;
    if (2 * this.count > table.length) this.#rehash();
    return made;
  }

  #grow(): void {
    for (const name of ["level", "high", "low"] as const) {
      const larger = new Int32Array(2 * this[name].length);
      larger.set(this[name]);
      this[name] = larger;
    }
  }

  #rehash(): void {
    const table = new Int32Array(2 * this.#table.length);
    const mask = table.length - 1;
    for (let n = 2; n < this.count; n++) {
      let slot = mix(this.level[n]!, this.high[n]!, this.low[n]!) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = n;
    }
    this.#table = table;
  }
}
