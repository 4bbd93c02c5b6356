import { mix } from "./mix.ts";
import { sift } from "./sift.ts";

/** Thrown by a `Bdd` or a `Zbdd` when it has used up its nodes or its steps; whoever set the budget catches it. */
export class BudgetExceeded extends Error {
  constructor() {
    super("the node budget is used up");
    this.name = "BudgetExceeded";
  }
}

/**
 * An edge of a BDD: twice the node's number, plus 1 where the function is complemented.
 * Edge 0 is the constant true, edge 1 the constant false.
 */
export type Edge = number;
export const TRUE: Edge = 0;
export const FALSE: Edge = 1;

const CACHE_BITS_MAX = 20;

/**
 * Reduced ordered binary decision diagrams with complement edges (Bryant, 1986; Brace, Rudell & Bryant, 1990), in typed
 * arrays. The high edge of a node is never complemented, so a function and its complement share every node.
 * Level 0 is decided first. No operation recurses, so a diagram may be as deep as it has levels.
 */
export class Bdd {
  /** Level, high edge and low edge by node; node 0 is the constant. */
  level: Int32Array;
  high: Int32Array;
  low: Int32Array;
  /** Nodes in use, the constant included. */
  count = 1;
  /** Operations that were neither trivial nor remembered; the measure of work that does not depend on the machine. */
  steps = 0;
  readonly levels: number;
  #maxNodes = 0;
  #maxSteps = 0;
  #table: Int32Array;
  #cache: Int32Array;
  #cacheMask: number;
  #stack = new Int32Array(1 << 8);

  constructor(levels: number, maxNodes: number, maxSteps: number = Number.POSITIVE_INFINITY) {
    this.levels = levels;
    // Most diagrams are those of small modules, and there are many of them.
    const capacity = levels < 1 << 6 ? 1 << 7 : 1 << 10;
    this.level = new Int32Array(capacity);
    this.high = new Int32Array(capacity);
    this.low = new Int32Array(capacity);
    this.#table = new Int32Array(2 * capacity);
    this.#cache = new Int32Array(3 * capacity);
    this.#cacheMask = capacity - 1;
    this.level[0] = levels;
    this.setBudget(maxNodes, maxSteps);
  }

  /** Lets the diagram grow to so many nodes and take so many steps in all. */
  setBudget(maxNodes: number, maxSteps: number): void {
    this.#maxNodes = Math.min(maxNodes, 0x1fffffff);
    this.#maxSteps = maxSteps;
  }

  /** The level that decides `edge`; `levels` for a constant. */
  levelOf(edge: Edge): number {
    return this.level[edge >> 1]!;
  }

  /** The function that is true where the variable of `level` is. */
  variable(level: number): Edge {
    return this.node(level, TRUE, FALSE);
  }

  /** The function "if the variable of `level` then `high` else `low`"; both must be decided below `level`. */
  node(level: number, high: Edge, low: Edge): Edge {
    if (high === low) return high;
    const flip = high & 1;
    high ^= flip;
    low ^= flip;
    const table = this.#table;
    const mask = table.length - 1;
    let slot = mix(level, high, low) & mask;
    for (let found = table[slot]!; found !== 0; found = table[slot]!) {
      if (this.low[found] === low && this.high[found] === high && this.level[found] === level) return 2 * found + flip;
      slot = (slot + 1) & mask;
    }
    const made = this.count;
    if (made >= this.#maxNodes) throw new BudgetExceeded();
    if (made === this.level.length) this.#growNodes();
    this.level[made] = level;
    this.high[made] = high;
    this.low[made] = low;
    table[slot] = made;
    this.count = made + 1;
    if (2 * this.count > table.length) this.#rehash(2 * table.length);
    return 2 * made + flip;
  }

  and(f: Edge, g: Edge): Edge {
    return this.#apply(f, g, 0);
  }

  or(f: Edge, g: Edge): Edge {
    return this.#apply(f ^ 1, g ^ 1, 0) ^ 1;
  }

  xor(f: Edge, g: Edge): Edge {
    return this.#apply(f, g, 1);
  }

  ifThenElse(f: Edge, g: Edge, h: Edge): Edge {
    return this.or(this.and(f, g), this.and(f ^ 1, h));
  }

  /**
   * Drops every node that none of `roots` reaches and renumbers the rest, children before parents.
   * Every edge held elsewhere is void afterwards.
   * @returns the roots' new edges
   */
  collect(roots: readonly Edge[]): Edge[] {
    const { level, high, low } = this;
    const renumbered = new Int32Array(this.count).fill(-1);
    renumbered[0] = 0;
    let made = 1;
    for (const root of roots) mark(root >> 1, high, low, renumbered);
    // Nodes are made children first, so ascending order is a topological one and compaction can go on in place.
    for (let n = 1; n < this.count; n++) {
      if (renumbered[n] === -1) continue;
      level[made] = level[n]!;
      high[made] = (renumbered[high[n]! >> 1]! << 1) | (high[n]! & 1);
      low[made] = (renumbered[low[n]! >> 1]! << 1) | (low[n]! & 1);
      renumbered[n] = made++;
    }
    this.count = made;
    this.#rehash(this.#table.length);
    this.#cache.fill(0);
    return roots.map((root) => (renumbered[root >> 1]! << 1) | (root & 1));
  }

  /**
   * Puts the variables in an order in which `roots` take fewer nodes, and drops what they do not reach. Every edge held
   * elsewhere is void afterwards. The work counts as steps.
   * @returns the roots' new edges, and the new level by old level
   */
  reorder(roots: readonly Edge[], maxWork: number): { roots: Edge[]; levelAfter: Int32Array } {
    const kept = this.collect(roots);
    const { nodes, roots: moved, levelAfter, work } = sift(this, this.levels, kept, maxWork);
    this.count = nodes.count;
    while (this.level.length < nodes.count) this.#growNodes();
    this.level.set(nodes.level);
    this.high.set(nodes.high);
    this.low.set(nodes.low);
    this.#rehash(this.#table.length);
    this.steps += work >> 2;
    return { roots: [...moved], levelAfter };
  }

  /** How many nodes `roots` reach, the constant not counted. */
  sizeOf(roots: readonly Edge[]): number {
    const seen = new Int32Array(this.count).fill(-1);
    seen[0] = 0;
    let size = 0;
    for (const root of roots) size += mark(root >> 1, this.high, this.low, seen);
    return size;
  }

  /** Conjunction (`operation` 0) or exclusive or (1), with an explicit stack of [f, g, level, result of the high half]. */
  #apply(f: Edge, g: Edge, operation: 0 | 1): Edge {
    let top = 0;
    let result = 0;
    for (;;) {
      let flip = 0;
      let known = true;
      if (operation === 0) {
        if (f === g || g === TRUE) result = f;
        else if (f === TRUE) result = g;
        else if (f === FALSE || g === FALSE || (f ^ g) === 1) result = FALSE;
        else known = false;
      } else {
        flip = (f ^ g) & 1;
        f &= -2;
        g &= -2;
        // Both are regular now; the exclusive or of a function and itself is false, and with true its complement.
        if (f === g) result = FALSE ^ flip;
        else if (f === TRUE) result = g ^ 1 ^ flip;
        else if (g === TRUE) result = f ^ 1 ^ flip;
        else known = false;
      }
      if (!known) {
        if (f > g) {
          const swap = f;
          f = g;
          g = swap;
        }
        const key = operation === 0 ? f : ~f;
        const cache = this.#cache;
        const at = 3 * (mix(key, g, 0) & this.#cacheMask);
        if (cache[at] === key && cache[at + 1] === g) {
          result = cache[at + 2]! ^ flip;
        } else {
          if (++this.steps > this.#maxSteps) throw new BudgetExceeded();
          const fn = f >> 1;
          const gn = g >> 1;
          const fl = this.level[fn]!;
          const gl = this.level[gn]!;
          const level = fl < gl ? fl : gl;
          if (top + 5 > this.#stack.length) this.#growStack();
          const stack = this.#stack;
          stack[top] = f;
          stack[top + 1] = g;
          stack[top + 2] = level;
          stack[top + 3] = -1;
          stack[top + 4] = flip;
          top += 5;
          if (fl === level) f = this.high[fn]! ^ (f & 1);
          if (gl === level) g = this.high[gn]! ^ (g & 1);
          continue;
        }
      }
      // A result is known: hand it up until a frame still needs its low half.
      const stack = this.#stack;
      let descended = false;
      while (top > 0) {
        f = stack[top - 5]!;
        g = stack[top - 4]!;
        const level = stack[top - 3]!;
        if (stack[top - 2] === -1) {
          stack[top - 2] = result;
          const fn = f >> 1;
          const gn = g >> 1;
          if (this.level[fn] === level) f = this.low[fn]! ^ (f & 1);
          if (this.level[gn] === level) g = this.low[gn]! ^ (g & 1);
          descended = true;
          break;
        }
        const made = this.node(level, stack[top - 2]!, result);
        const key = operation === 0 ? f : ~f;
        const cache = this.#cache;
        const at = 3 * (mix(key, g, 0) & this.#cacheMask);
        cache[at] = key;
        cache[at + 1] = g;
        cache[at + 2] = made;
        result = made ^ stack[top - 1]!;
        top -= 5;
      }
      if (!descended) return result;
    }
  }

  #growStack(): void {
    const larger = new Int32Array(2 * this.#stack.length);
    larger.set(this.#stack);
    this.#stack = larger;
  }

  #growNodes(): void {
    const size = 2 * this.level.length;
    for (const name of ["level", "high", "low"] as const) {
      const larger = new Int32Array(size);
      larger.set(this[name]);
      this[name] = larger;
    }
    const entries = Math.min(size, 1 << CACHE_BITS_MAX);
    if (entries - 1 > this.#cacheMask) {
      this.#cache = new Int32Array(3 * entries);
      this.#cacheMask = entries - 1;
    }
  }

  #rehash(size: number): void {
    const table = size === this.#table.length ? this.#table.fill(0) : new Int32Array(size);
    const mask = size - 1;
    for (let n = 1; n < this.count; n++) {
      let slot = mix(this.level[n]!, this.high[n]!, this.low[n]!) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = n;
    }
    this.#table = table;
  }
}

/** Marks what `root` reaches with 0 where it was −1 (by an explicit stack) and counts it. */
function mark(root: number, high: Int32Array, low: Int32Array, marks: Int32Array): number {
  if (marks[root] !== -1) return 0;
  const stack = [root];
  marks[root] = 0;
  let size = 1;
  for (let n = stack.pop(); n !== undefined; n = stack.pop()) {
    const h = high[n]! >> 1;
    const l = low[n]! >> 1;
    if (marks[h] === -1) {
      marks[h] = 0;
      size++;
      stack.push(h);
    }
    if (marks[l] === -1) {
      marks[l] = 0;
      size++;
      stack.push(l);
    }
  }
  return size;
}
