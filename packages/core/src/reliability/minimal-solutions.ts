import { BudgetExceeded, type Edge, FALSE, TRUE } from "./bdd.ts";
import type { Diagram } from "./diagram.ts";
import { mix } from "./mix.ts";
import { BASE, EMPTY, type FamilyNode, Zbdd } from "./zbdd.ts";

const CACHE_BITS_MAX = 20;

/**
 * The minimal solutions of a function that does not decrease in any variable, as a family of sets of levels
 * (Rauzy, 1993).
 *
 * A solution of the high half that is also one of the low half does not need the variable, so it is taken out by walking
 * the family and the low half side by side; no union of families is ever formed.
 *
 * @throws {BudgetExceeded} when the family takes more than `maxNodes` nodes or `maxSteps` steps
 */
export function minimalSolutions(
  diagram: Diagram,
  maxNodes: number,
  maxSteps: number,
): { family: Zbdd; root: FamilyNode } {
  const family = new Zbdd(diagram.variableAt.length, maxNodes);
  const without = new Without(family, diagram, maxSteps);
  const solutions = new Int32Array(2 * (diagram.size + 1)).fill(-1);
  solutions[TRUE] = BASE;
  solutions[FALSE] = EMPTY;
  // A node of a non-decreasing function is met in one polarity only; mark which.
  const polarity = polarities(diagram);
  for (let n = 1; n <= diagram.size; n++) {
    const c = polarity[n]!;
    const high = diagram.high[n]! ^ c;
    const low = diagram.low[n]! ^ c;
    const needed = without.take(solutions[high]!, low);
    solutions[2 * n + c] = family.node(diagram.level[n]!, needed, solutions[low]!);
  }
  return { family, root: solutions[diagram.root]! };
}

/** By node: 1 where it is reached complemented. */
function polarities({ size, high, low, root }: Diagram): Uint8Array {
  const polarity = new Uint8Array(size + 1);
  polarity[root >> 1] = root & 1;
  for (let n = size; n > 0; n--) {
    polarity[high[n]! >> 1] = (high[n]! & 1) ^ polarity[n]!;
    polarity[low[n]! >> 1] = (low[n]! & 1) ^ polarity[n]!;
  }
  return polarity;
}

/** Takes the sets of a family that satisfy a function out of it. */
class Without {
  readonly #family: Zbdd;
  readonly #diagram: Diagram;
  readonly #maxSteps: number;
  #steps = 0;
  #cache = new Int32Array(3 << 12);
  #cacheMask = (1 << 12) - 1;
  #stack = new Int32Array(1 << 12);

  constructor(family: Zbdd, diagram: Diagram, maxSteps: number) {
    this.#family = family;
    this.#diagram = diagram;
    this.#maxSteps = maxSteps;
  }

  take(sets: FamilyNode, fn: Edge): FamilyNode {
    const family = this.#family;
    const { level, high, low } = this.#diagram;
    let top = 0;
    let result = 0;
    for (;;) {
      // What the sets lack is false: skip the function's levels above the family's.
      const setLevel = family.level[sets]!;
      while (level[fn >> 1]! < setLevel) fn = low[fn >> 1]! ^ (fn & 1);
      let known = true;
      if (fn === TRUE) result = EMPTY;
      else if (fn === FALSE || sets <= BASE) result = sets;
      else known = false;
      if (!known) {
        const at = 3 * (mix(sets, fn, 0) & this.#cacheMask);
        const cache = this.#cache;
        if (cache[at] === sets && cache[at + 1] === fn) result = cache[at + 2]!;
        else {
          if (++this.#steps > this.#maxSteps) throw new BudgetExceeded();
          if (top + 3 > this.#stack.length) this.#growStack();
          this.#stack[top] = sets;
          this.#stack[top + 1] = fn;
          this.#stack[top + 2] = -1;
          top += 3;
          sets = family.high[sets]!;
          if (level[fn >> 1] === setLevel) fn = high[fn >> 1]! ^ (fn & 1);
          continue;
        }
      }
      const stack = this.#stack;
      let descended = false;
      while (top > 0) {
        sets = stack[top - 3]!;
        fn = stack[top - 2]!;
        const here = family.level[sets]!;
        if (stack[top - 1] === -1) {
          stack[top - 1] = result;
          sets = family.low[sets]!;
          if (level[fn >> 1] === here) fn = low[fn >> 1]! ^ (fn & 1);
          descended = true;
          break;
        }
        result = family.node(here, stack[top - 1]!, result);
        if (family.count > 4 * this.#cacheMask && this.#cacheMask < (1 << CACHE_BITS_MAX) - 1) this.#growCache();
        const at = 3 * (mix(sets, fn, 0) & this.#cacheMask);
        const cache = this.#cache;
        cache[at] = sets;
        cache[at + 1] = fn;
        cache[at + 2] = result;
        top -= 3;
      }
      if (!descended) return result;
    }
  }

  #growStack(): void {
    const larger = new Int32Array(2 * this.#stack.length);
    larger.set(this.#stack);
    this.#stack = larger;
  }

  #growCache(): void {
    const entries = 4 * (this.#cacheMask + 1);
    this.#cache = new Int32Array(3 * entries);
    this.#cacheMask = entries - 1;
  }
}
