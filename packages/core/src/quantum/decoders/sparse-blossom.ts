import {
  blossomShattered,
  boundary,
  CHILD,
  type Flood,
  floodEnd,
  MATCH,
  MATCH_FROM,
  MATCH_HALF,
  MATCH_TO,
  NEXT,
  NEXT_FROM,
  NEXT_HALF,
  NEXT_TO,
  TREE,
} from "./region.ts";

// A tree node is sixteen words: an inner (shrinking) region under its parent, and an outer (growing) one under that.
/** 0 at the root. */
const INNER = 0;
const OUTER = 1;
/** The edge from the inner region to the outer one. */
const DOWN_FROM = 2;
const DOWN_TO = 3;
const DOWN_HALF = 4;
/** 0 at the root. */
const PARENT = 5;
/** The edge from the inner region to the parent's outer one. */
const UP_FROM = 6;
const UP_TO = 7;
const UP_HALF = 8;
const ROOT = 9;
const FIRST_CHILD = 10;
const NEXT_SIBLING = 11;
const PREVIOUS_SIBLING = 12;
const MARKED = 13;

/**
 * Exact minimum-weight perfect matching of detection events by sparse blossom (Higgott & Gidney, "Sparse Blossom:
 * correcting a million errors per core second with minimum-weight matching", 2023): regions grow from all detection
 * events at once; alternating trees, blossoms and their shattering keep the dual solution feasible until everything is
 * matched. Weights are integers (`MatchingGraph.scale`), so exact means exact to about 1e-7 of an edge's weight.
 */
export class SparseBlossom {
  readonly flood: Flood;
  /**
   * The matched pairs after `match`, three words each: detection event, its partner or the boundary, and the half-edge
   * between their regions on which they met (−1 where that was at a third event).
   */
  pairs: Int32Array = new Int32Array(192);
  pairCount = 0;
  #trees = new Int32Array(64 * 16);
  #treeCount = 1;
  #freeTrees: number[] = [];
  /** How many trees still grow. */
  #alive = 0;
  readonly #scratch: number[] = [];
  readonly #cycle: number[] = [];

  constructor(flood: Flood) {
    this.flood = flood;
  }

  /**
   * Matches the first `count` detection events (distinct nodes) and leaves `pairs`. Returns false where no perfect
   * matching exists: an odd number of events in a part of the graph without a boundary. The flood stands as it ended;
   * one that keeps anything between shots must be cleared before the next.
   */
  match(events: Int32Array, count: number): boolean {
    const flood = this.flood;
    this.pairCount = 0;
    this.#treeCount = 1;
    this.#freeTrees.length = 0;
    this.#alive = flood.start(events, count);
    while (this.#alive > 0) {
      const end = flood.run();
      if (end === floodEnd) return false;
      if (end === blossomShattered) this.#shatter(flood.hit1);
      else this.#meet();
    }
    for (let i = 0; i < count; i++) this.#extract(events[i]!);
    return true;
  }

  #newRoot(outer: number): number {
    const tree = this.#newTree();
    const trees = this.#trees;
    const t = tree << 4;
    trees[t + INNER] = 0;
    trees[t + OUTER] = outer;
    trees[t + PARENT] = 0;
    trees[t + ROOT] = tree;
    this.flood.regions[(outer << 4) + TREE] = tree;
    return tree;
  }

  #newTree(): number {
    const tree = this.#freeTrees.pop() ?? this.#treeCount++;
    if ((tree + 1) << 4 > this.#trees.length) {
      const larger = new Int32Array(2 * this.#trees.length);
      larger.set(this.#trees);
      this.#trees = larger;
    }
    const t = tree << 4;
    this.#trees[t + FIRST_CHILD] = 0;
    this.#trees[t + MARKED] = 0;
    return tree;
  }

  #addChild(parent: number, child: number): void {
    const trees = this.#trees;
    const c = child << 4;
    const first = trees[(parent << 4) + FIRST_CHILD]!;
    trees[c + PARENT] = parent;
    trees[c + NEXT_SIBLING] = first;
    trees[c + PREVIOUS_SIBLING] = 0;
    if (first !== 0) trees[(first << 4) + PREVIOUS_SIBLING] = child;
    trees[(parent << 4) + FIRST_CHILD] = child;
  }

  #removeChild(child: number): void {
    const trees = this.#trees;
    const c = child << 4;
    const next = trees[c + NEXT_SIBLING]!;
    const previous = trees[c + PREVIOUS_SIBLING]!;
    if (next !== 0) trees[(next << 4) + PREVIOUS_SIBLING] = previous;
    if (previous !== 0) trees[(previous << 4) + NEXT_SIBLING] = next;
    else trees[(trees[c + PARENT]! << 4) + FIRST_CHILD] = next;
  }

  #setMatch(a: number, b: number, from: number, to: number, half: number): void {
    const regions = this.flood.regions;
    const ra = a << 4;
    regions[ra + MATCH] = b;
    regions[ra + MATCH_FROM] = from;
    regions[ra + MATCH_TO] = to;
    regions[ra + MATCH_HALF] = half;
    if (b === boundary) return;
    const rb = b << 4;
    regions[rb + MATCH] = a;
    regions[rb + MATCH_FROM] = to;
    regions[rb + MATCH_TO] = from;
    regions[rb + MATCH_HALF] = this.flood.reverse(half);
  }

  /** A growing region met another region or the boundary. */
  #meet(): void {
    const flood = this.flood;
    const regions = flood.regions;
    const { hit1, hit2, hitFrom: from, hitTo: to, hitHalf: half } = flood;
    if (hit1 === hit2) {
      this.#implode(hit1);
      return;
    }
    let tree1 = regions[(hit1 << 4) + TREE]!;
    const partner = regions[(hit2 << 4) + MATCH]!;
    if (hit2 === boundary || partner === boundary) {
      this.#release(hit1, tree1);
      this.#setMatch(hit1, hit2, from, to, half);
      return;
    }
    if (partner === 0) {
      const tree2 = regions[(hit2 << 4) + TREE]!;
      const trees = this.#trees;
      if (tree1 !== 0 && tree2 !== 0 && trees[(tree1 << 4) + ROOT] === trees[(tree2 << 4) + ROOT]) {
        this.#contract(tree1, tree2, from, to, half);
        return;
      }
      this.#release(hit1, tree1);
      this.#release(hit2, tree2);
      this.#setMatch(hit1, hit2, from, to, half);
      return;
    }
    if (tree1 === 0) tree1 = this.#newRoot(hit1);
    // The tree takes in the matched pair: the one that was hit shrinks, its partner grows.
    const m = hit2 << 4;
    this.#adopt(
      tree1,
      hit2,
      partner,
      regions[m + MATCH_FROM]!,
      regions[m + MATCH_TO]!,
      regions[m + MATCH_HALF]!,
      to,
      from,
      this.flood.reverse(half),
    );
    regions[m + MATCH] = 0;
    regions[(partner << 4) + MATCH] = 0;
    flood.shrink(hit2);
    flood.grow(partner);
  }

  /** Hangs an inner and an outer region under a tree node. */
  #adopt(
    parent: number,
    inner: number,
    outer: number,
    downFrom: number,
    downTo: number,
    downHalf: number,
    upFrom: number,
    upTo: number,
    upHalf: number,
  ): number {
    const node = this.#newTree();
    const trees = this.#trees;
    const t = node << 4;
    trees[t + INNER] = inner;
    trees[t + OUTER] = outer;
    trees[t + DOWN_FROM] = downFrom;
    trees[t + DOWN_TO] = downTo;
    trees[t + DOWN_HALF] = downHalf;
    trees[t + UP_FROM] = upFrom;
    trees[t + UP_TO] = upTo;
    trees[t + UP_HALF] = upHalf;
    trees[t + ROOT] = trees[(parent << 4) + ROOT]!;
    this.#addChild(parent, node);
    this.flood.regions[(inner << 4) + TREE] = node;
    this.flood.regions[(outer << 4) + TREE] = node;
    return node;
  }

  /** Stops the tree of a region that is about to be matched; a region without a tree node is a tree of its own. */
  #release(region: number, tree: number): void {
    this.#alive--;
    if (tree === 0) this.flood.freeze(region);
    else this.#augment(tree);
  }

  /** Matches every region of a tree but the outer one of `leaf`, which gets its partner from the caller. */
  #augment(leaf: number): void {
    const flood = this.flood;
    const regions = flood.regions;
    const trees = this.#trees;
    let root = leaf;
    for (let node = leaf; ; node = trees[(node << 4) + PARENT]!) {
      trees[(node << 4) + MARKED] = 1;
      root = node;
      if (trees[(node << 4) + PARENT] === 0) break;
    }
    const order = this.#scratch;
    order.length = 0;
    order.push(root);
    // Outer regions stop first, so that the inner ones have nobody left to tell.
    for (let i = 0; i < order.length; i++) {
      const t = order[i]! << 4;
      flood.freeze(trees[t + OUTER]!);
      regions[(trees[t + OUTER]! << 4) + TREE] = 0;
      for (let child = trees[t + FIRST_CHILD]!; child !== 0; child = trees[(child << 4) + NEXT_SIBLING]!)
        order.push(child);
    }
    for (let i = 0; i < order.length; i++) {
      const node = order[i]!;
      const t = node << 4;
      const inner = trees[t + INNER]!;
      if (inner !== 0) {
        regions[(inner << 4) + TREE] = 0;
        if (trees[t + MARKED] === 1) {
          const above = trees[(trees[t + PARENT]! << 4) + OUTER]!;
          this.#setMatch(inner, above, trees[t + UP_FROM]!, trees[t + UP_TO]!, trees[t + UP_HALF]!);
        } else {
          const below = trees[t + OUTER]!;
          this.#setMatch(inner, below, trees[t + DOWN_FROM]!, trees[t + DOWN_TO]!, trees[t + DOWN_HALF]!);
        }
        flood.freeze(inner);
      }
      this.#freeTrees.push(node);
    }
  }

  /** Two outer regions of one tree met: the odd cycle through their common ancestor becomes a blossom. */
  #contract(tree1: number, tree2: number, from: number, to: number, half: number): void {
    const regions = this.flood.regions;
    const trees = this.#trees;
    for (let node = tree1; node !== 0; node = trees[(node << 4) + PARENT]!) trees[(node << 4) + MARKED] = 1;
    let common = tree2;
    while (trees[(common << 4) + MARKED] === 0) common = trees[(common << 4) + PARENT]!;
    for (let node = tree1; node !== 0; node = trees[(node << 4) + PARENT]!) trees[(node << 4) + MARKED] = 0;

    const cycle = this.#cycle;
    cycle.length = 0;
    const down = this.#scratch;
    down.length = 0;
    for (let node = tree2; node !== common; node = trees[(node << 4) + PARENT]!) down.push(node);
    cycle.push(trees[(common << 4) + OUTER]!);
    for (let i = down.length - 1; i >= 0; i--) {
      const t = down[i]! << 4;
      this.#setNext(cycle.at(-1)!, trees[t + UP_TO]!, trees[t + UP_FROM]!, this.flood.reverse(trees[t + UP_HALF]!));
      const inner = trees[t + INNER]!;
      this.#setNext(inner, trees[t + DOWN_FROM]!, trees[t + DOWN_TO]!, trees[t + DOWN_HALF]!);
      cycle.push(inner, trees[t + OUTER]!);
    }
    this.#setNext(cycle.at(-1)!, to, from, this.flood.reverse(half));
    const removed = down;
    for (let node = tree1; node !== common; node = trees[(node << 4) + PARENT]!) {
      const t = node << 4;
      const outer = trees[t + OUTER]!;
      const inner = trees[t + INNER]!;
      this.#setNext(outer, trees[t + DOWN_TO]!, trees[t + DOWN_FROM]!, this.flood.reverse(trees[t + DOWN_HALF]!));
      this.#setNext(inner, trees[t + UP_FROM]!, trees[t + UP_TO]!, trees[t + UP_HALF]!);
      cycle.push(outer, inner);
      removed.push(node);
    }
    for (const node of removed) this.#removeChild(node);
    for (const node of removed) {
      let child = trees[(node << 4) + FIRST_CHILD]!;
      while (child !== 0) {
        const next = trees[(child << 4) + NEXT_SIBLING]!;
        this.#addChild(common, child);
        child = next;
      }
      this.#freeTrees.push(node);
    }
    const blossom = this.flood.createBlossom(cycle);
    trees[(common << 4) + OUTER] = blossom;
    regions[(blossom << 4) + TREE] = common;
  }

  #setNext(region: number, from: number, to: number, half: number): void {
    const regions = this.flood.regions;
    const r = region << 4;
    regions[r + NEXT_FROM] = from;
    regions[r + NEXT_TO] = to;
    regions[r + NEXT_HALF] = half;
  }

  /** An inner region shrank onto its detection event: its parent and its outer region meet there. */
  #implode(inner: number): void {
    const trees = this.#trees;
    const node = this.flood.regions[(inner << 4) + TREE]!;
    const t = node << 4;
    this.#contract(trees[t + PARENT]!, node, trees[t + UP_TO]!, trees[t + DOWN_TO]!, -1);
  }

  /** An inner blossom shrank to nothing: the even way through it stays in the tree, the rest is matched. */
  #shatter(blossom: number): void {
    const flood = this.flood;
    const regions = flood.regions;
    const node = regions[(blossom << 4) + TREE]!;
    const t = node << 4;
    const upChild = flood.childWith(blossom, this.#trees[t + UP_FROM]!);
    const downChild = flood.childWith(blossom, this.#trees[t + DOWN_FROM]!);
    const cycle = this.#cycle;
    cycle.length = 0;
    const first = regions[(blossom << 4) + CHILD]!;
    let up = 0;
    let down = 0;
    for (let child = first; ; ) {
      if (child === upChild) up = cycle.length;
      if (child === downChild) down = cycle.length;
      cycle.push(child);
      child = regions[(child << 4) + NEXT]!;
      if (child === first) break;
    }
    flood.dissolveBlossom(blossom);
    const size = cycle.length;
    const gap = (down + size - up) % size;
    let parent = this.#trees[t + PARENT]!;
    this.#removeChild(node);
    let edgeFrom = this.#trees[t + UP_FROM]!;
    let edgeTo = this.#trees[t + UP_TO]!;
    let edgeHalf = this.#trees[t + UP_HALF]!;
    const forwards = gap % 2 === 0;
    const steps = forwards ? gap : size - gap;
    const step = forwards ? 1 : size - 1;
    let at = up;
    const growing = this.#scratch;
    growing.length = 0;
    for (let i = 0; i < steps; i += 2) {
      const inner = cycle[at]!;
      const middle = (at + step) % size;
      const outer = cycle[middle]!;
      const after = (middle + step) % size;
      // The edge between neighbours in the cycle is kept with the earlier of the two.
      const d = (forwards ? inner : outer) << 4;
      const from = regions[d + NEXT_FROM]!;
      const to = regions[d + NEXT_TO]!;
      const half = regions[d + NEXT_HALF]!;
      parent = forwards
        ? this.#adopt(parent, inner, outer, from, to, half, edgeFrom, edgeTo, edgeHalf)
        : this.#adopt(parent, inner, outer, to, from, this.flood.reverse(half), edgeFrom, edgeTo, edgeHalf);
      const u = (forwards ? outer : cycle[after]!) << 4;
      edgeFrom = forwards ? regions[u + NEXT_TO]! : regions[u + NEXT_FROM]!;
      edgeTo = forwards ? regions[u + NEXT_FROM]! : regions[u + NEXT_TO]!;
      edgeHalf = forwards ? this.flood.reverse(regions[u + NEXT_HALF]!) : regions[u + NEXT_HALF]!;
      flood.shrink(inner);
      growing.push(outer);
      at = after;
    }
    const trees = this.#trees;
    trees[t + INNER] = downChild;
    trees[t + UP_FROM] = edgeFrom;
    trees[t + UP_TO] = edgeTo;
    trees[t + UP_HALF] = edgeHalf;
    regions[(downChild << 4) + TREE] = node;
    this.#addChild(parent, node);
    flood.shrink(downChild);
    for (const outer of growing) flood.grow(outer);

    const evensStart = forwards ? down + 1 : up + 1;
    const evensCount = forwards ? size - gap - 1 : gap - 1;
    for (let i = 0; i < evensCount; i += 2) {
      const a = cycle[(evensStart + i) % size]!;
      const b = cycle[(evensStart + i + 1) % size]!;
      const r = a << 4;
      regions[r + TREE] = 0;
      regions[(b << 4) + TREE] = 0;
      this.#setMatch(a, b, regions[r + NEXT_FROM]!, regions[r + NEXT_TO]!, regions[r + NEXT_HALF]!);
      flood.announce(a);
      flood.announce(b);
    }
  }

  /** Reads the final pairs out of the top region that holds a detection event, once. */
  #extract(event: number): void {
    const { regions } = this.flood;
    const top = this.flood.topOf(event);
    const r = top << 4;
    const partner = regions[r + MATCH]!;
    if (partner === 0) return;
    const from = regions[r + MATCH_FROM]!;
    const to = regions[r + MATCH_TO]!;
    this.#emit(from, to, regions[r + MATCH_HALF]!);
    regions[r + MATCH] = 0;
    this.#open(top, from);
    if (partner === boundary) return;
    regions[(partner << 4) + MATCH] = 0;
    this.#open(partner, to);
  }

  /** Pairs the children of a blossom whose detection event `taken` has its partner outside. */
  #open(region: number, taken: number): void {
    const flood = this.flood;
    const regions = flood.regions;
    if (regions[(region << 4) + CHILD] === 0) return;
    const heir = flood.childWith(region, taken);
    let child = regions[(heir << 4) + NEXT]!;
    while (child !== heir) {
      const c = child << 4;
      const other = regions[c + NEXT]!;
      const from = regions[c + NEXT_FROM]!;
      const to = regions[c + NEXT_TO]!;
      this.#emit(from, to, regions[c + NEXT_HALF]!);
      this.#open(child, from);
      this.#open(other, to);
      child = regions[(other << 4) + NEXT]!;
    }
    this.#open(heir, taken);
  }

  #emit(from: number, to: number, half: number): void {
    const at = 3 * this.pairCount++;
    if (at + 3 > this.pairs.length) {
      const larger = new Int32Array(2 * this.pairs.length);
      larger.set(this.pairs);
      this.pairs = larger;
    }
    this.pairs[at] = from;
    this.pairs[at + 1] = to;
    this.pairs[at + 2] = half;
  }
}
