import { mix } from "./mix.ts";

/** Nodes by number (0 is the constant), each after its children, with levels and edges as in `Bdd`. */
export interface NodeArrays {
  readonly count: number;
  readonly level: Int32Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
}

export interface SiftResult {
  readonly nodes: NodeArrays;
  /** The edges given, renumbered. */
  readonly roots: readonly number[];
  /** By old level: the new one. */
  readonly levelAfter: Int32Array;
  /** Nodes touched; the measure of the work done. */
  readonly work: number;
}

/** A variable is moved no farther in a direction in which the diagram has grown by this factor. */
const MOST_GROWTH = 1.05;

/**
 * Shortens a diagram by moving each variable in turn, the most frequent first, through all levels and leaving it where
 * the diagram is smallest (Rudell's sifting, 1993). Stops when `maxWork` nodes have been touched.
 */
export function sift(nodes: NodeArrays, levels: number, roots: readonly number[], maxWork: number): SiftResult {
  const table = new SiftTable(nodes, levels, roots);
  const variables = Array.from({ length: levels }, (_, v) => v).filter((v) => table.population[v]! > 0);
  variables.sort((a, b) => table.population[b]! - table.population[a]!);
  for (const variable of variables) {
    if (table.work > maxWork) break;
    table.siftVariable(variable, maxWork);
  }
  return table.export(roots);
}

/** A diagram whose neighbouring levels can change places: nodes by variable, with the number of edges that lead to each. */
class SiftTable {
  /** By variable: how many nodes it decides. A variable is known by the level that it had at first. */
  readonly population: Int32Array;
  work = 0;
  readonly #levels: number;
  readonly #variableAt: Int32Array;
  readonly #levelOf: Int32Array;
  #variable: Int32Array;
  #high: Int32Array;
  #low: Int32Array;
  #references: Int32Array;
  /** By node: the next one in its bucket, or in the list of free ones; −1 at the end. */
  #next: Int32Array;
  readonly #buckets: Int32Array[];
  #size = 0;
  #used: number;
  #free = -1;

  constructor({ count, level, high, low }: NodeArrays, levels: number, roots: readonly number[]) {
    this.#levels = levels;
    this.#variableAt = Int32Array.from({ length: levels }, (_, i) => i);
    this.#levelOf = Int32Array.from({ length: levels + 1 }, (_, i) => i);
    const capacity = Math.max(64, count + (count >> 1));
    const copied = (from: Int32Array) => {
      const to = new Int32Array(capacity);
      to.set(from.subarray(0, count));
      return to;
    };
    this.#variable = copied(level);
    this.#high = copied(high);
    this.#low = copied(low);
    this.#references = new Int32Array(capacity);
    this.#next = new Int32Array(capacity).fill(-1);
    this.#used = count;
    this.population = new Int32Array(levels);
    for (let n = 1; n < count; n++) this.population[level[n]!]! += 1;
    this.#buckets = Array.from(this.population, (size) => emptyBuckets(size));
    this.population.fill(0);
    for (let n = 1; n < count; n++) {
      this.#insert(n, level[n]!);
      this.#references[high[n]! >> 1]! += 1;
      this.#references[low[n]! >> 1]! += 1;
    }
    for (const root of roots) this.#references[root >> 1]! += 1;
  }

  /** Moves a variable through all levels, nearer end first, and leaves it where the diagram was smallest. */
  siftVariable(variable: number, maxWork: number): void {
    const start = this.#levelOf[variable]!;
    let best = start;
    let bestSize = this.#size;
    const isUpFirst = start < this.#levels / 2;
    const move = (isUp: boolean) => {
      for (;;) {
        const at = this.#levelOf[variable]!;
        if (isUp ? at === 0 : at === this.#levels - 1) return;
        this.#swap(isUp ? at - 1 : at);
        if (this.#size < bestSize) {
          bestSize = this.#size;
          best = this.#levelOf[variable]!;
        }
        if (this.#size > MOST_GROWTH * bestSize || this.work > maxWork) return;
      }
    };
    move(isUpFirst);
    // Back past the start and on to the other end.
    while (this.#levelOf[variable] !== start)
      this.#swap(isUpFirst ? this.#levelOf[variable]! : this.#levelOf[variable]! - 1);
    move(!isUpFirst);
    for (let at = this.#levelOf[variable]; at < best; at++) this.#swap(at);
    for (let at = this.#levelOf[variable]; at > best; at--) this.#swap(at - 1);
  }

  /** Gives the nodes back, deepest level first, so that each comes after its children. */
  export(roots: readonly number[]): SiftResult {
    const count = this.#size + 1;
    const level = new Int32Array(count);
    const high = new Int32Array(count);
    const low = new Int32Array(count);
    const renumbered = new Int32Array(this.#used);
    level[0] = this.#levels;
    let made = 1;
    const moved = (edge: number) => (renumbered[edge >> 1]! << 1) | (edge & 1);
    for (let l = this.#levels - 1; l >= 0; l--) {
      for (const head of this.#buckets[this.#variableAt[l]!]!) {
        for (let n = head; n !== -1; n = this.#next[n]!) {
          level[made] = l;
          high[made] = moved(this.#high[n]!);
          low[made] = moved(this.#low[n]!);
          renumbered[n] = made++;
        }
      }
    }
    const levelAfter = this.#levelOf.slice(0, this.#levels);
    return { nodes: { count: made, level, high, low }, roots: roots.map(moved), levelAfter, work: this.work };
  }

  /** Lets the variables of levels `upper` and `upper` + 1 change places. Every edge from elsewhere stays as it is. */
  #swap(upper: number): void {
    const u = this.#variableAt[upper]!;
    const v = this.#variableAt[upper + 1]!;
    this.#variableAt[upper] = v;
    this.#variableAt[upper + 1] = u;
    this.#levelOf[u] = upper + 1;
    this.#levelOf[v] = upper;
    if (this.population[u] === 0 || this.population[v] === 0) return;
    this.work += this.population[u]!;
    for (const n of this.#takeDependent(u, v)) {
      const f1 = this.#high[n]!;
      const f0 = this.#low[n]!;
      const flip = f0 & 1;
      const isHigh = this.#variable[f1 >> 1] === v;
      const isLow = this.#variable[f0 >> 1] === v;
      const f11 = isHigh ? this.#high[f1 >> 1]! : f1;
      const f10 = isHigh ? this.#low[f1 >> 1]! : f1;
      const f01 = isLow ? this.#high[f0 >> 1]! ^ flip : f0;
      const f00 = isLow ? this.#low[f0 >> 1]! ^ flip : f0;
      // The high edges of n and of its high child are regular, so the new high child is, too.
      const high = this.#node(u, f11, f01);
      this.#references[high >> 1]! += 1;
      const low = this.#node(u, f10, f00);
      this.#references[low >> 1]! += 1;
      this.#release(f1);
      this.#release(f0);
      this.#high[n] = high;
      this.#low[n] = low;
      this.#insert(n, v);
      this.work += 4;
    }
  }

  /** Takes the nodes of variable `u` that have a child of variable `v` out of their buckets. */
  #takeDependent(u: number, v: number): number[] {
    const taken: number[] = [];
    const buckets = this.#buckets[u]!;
    for (let b = 0; b < buckets.length; b++) {
      let before = -1;
      for (let n = buckets[b]!; n !== -1; ) {
        const after = this.#next[n]!;
        if (this.#variable[this.#high[n]! >> 1] === v || this.#variable[this.#low[n]! >> 1] === v) {
          if (before === -1) buckets[b] = after;
          else this.#next[before] = after;
          taken.push(n);
        } else before = n;
        n = after;
      }
    }
    this.population[u]! -= taken.length;
    this.#size -= taken.length;
    return taken;
  }

  /** Finds or makes a node without a reference to it. */
  #node(variable: number, high: number, low: number): number {
    if (high === low) return high;
    const flip = high & 1;
    high ^= flip;
    low ^= flip;
    const buckets = this.#buckets[variable]!;
    for (let n = buckets[mix(high, low, 0) & (buckets.length - 1)]!; n !== -1; n = this.#next[n]!)
      if (this.#high[n] === high && this.#low[n] === low) return 2 * n + flip;
    const made = this.#allocate();
    this.#high[made] = high;
    this.#low[made] = low;
    this.#references[made] = 0;
    this.#references[high >> 1]! += 1;
    this.#references[low >> 1]! += 1;
    this.#insert(made, variable);
    return 2 * made + flip;
  }

  #insert(n: number, variable: number): void {
    this.#variable[n] = variable;
    this.#size++;
    const population = ++this.population[variable]!;
    if (population > 2 * this.#buckets[variable]!.length) this.#growBuckets(variable);
    const buckets = this.#buckets[variable]!;
    const b = mix(this.#high[n]!, this.#low[n]!, 0) & (buckets.length - 1);
    this.#next[n] = buckets[b]!;
    buckets[b] = n;
  }

  /** Takes one reference from an edge's node, and frees what nothing refers to any more. */
  #release(edge: number): void {
    const pending = [edge >> 1];
    for (let n = pending.pop(); n !== undefined; n = pending.pop()) {
      this.#references[n]! -= 1;
      if (n === 0 || this.#references[n]! > 0) continue;
      this.#remove(n);
      pending.push(this.#high[n]! >> 1, this.#low[n]! >> 1);
    }
  }

  #remove(n: number): void {
    const variable = this.#variable[n]!;
    const buckets = this.#buckets[variable]!;
    const b = mix(this.#high[n]!, this.#low[n]!, 0) & (buckets.length - 1);
    if (buckets[b] === n) buckets[b] = this.#next[n]!;
    else {
      let before = buckets[b]!;
      while (this.#next[before] !== n) before = this.#next[before]!;
      this.#next[before] = this.#next[n]!;
    }
    this.population[variable]! -= 1;
    this.#size--;
    this.#next[n] = this.#free;
    this.#free = n;
  }

  #allocate(): number {
    if (this.#free !== -1) {
      const n = this.#free;
      this.#free = this.#next[n]!;
      return n;
    }
    if (this.#used === this.#high.length) {
      const grown = (from: Int32Array) => {
        const to = new Int32Array(2 * from.length);
        to.set(from);
        return to;
      };
      this.#variable = grown(this.#variable);
      this.#high = grown(this.#high);
      this.#low = grown(this.#low);
      this.#references = grown(this.#references);
      this.#next = grown(this.#next);
    }
    return this.#used++;
  }

  #growBuckets(variable: number): void {
    const old = this.#buckets[variable]!;
    const buckets = new Int32Array(4 * old.length).fill(-1);
    for (const head of old) {
      for (let n = head; n !== -1; ) {
        const after = this.#next[n]!;
        const b = mix(this.#high[n]!, this.#low[n]!, 0) & (buckets.length - 1);
        this.#next[n] = buckets[b]!;
        buckets[b] = n;
        n = after;
      }
    }
    this.#buckets[variable] = buckets;
  }
}

function emptyBuckets(population: number): Int32Array {
  return new Int32Array(2 ** Math.max(2, Math.ceil(Math.log2(population + 1)))).fill(-1);
}
