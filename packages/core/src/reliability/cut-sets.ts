import { BudgetExceeded } from "./bdd.ts";
import type { Diagram } from "./diagram.ts";
import { minimalSolutions } from "./minimal-solutions.ts";
import type { Module, ModuleTree } from "./modules.ts";
import type { Budget } from "./race-orders.ts";
import { isMonotone, upwardClosure } from "./upward-closure.ts";
import { BASE, EMPTY } from "./zbdd.ts";

/**
 * The minimal cut sets of one module as a compact family: nodes 2 … , each after its children; 0 is the empty family,
 * 1 the family of the empty set. A cut set of the whole takes one cut set of each module that it names.
 */
export interface CutSetFamily {
  /** By node: the input of the module tree (an event, or a module) that its high sets contain. */
  readonly input: Int32Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly root: number;
}

/** The minimal cut sets of every module, or undefined when they do not fit the budget. */
export function cutSetFamilies(
  { modules }: ModuleTree,
  diagrams: readonly Diagram[],
  budget: Budget,
): CutSetFamily[] | undefined {
  try {
    return modules.map((module, i) => cutSetFamily(module, diagrams[i]!, budget));
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

function cutSetFamily({ circuit, inputs }: Module, diagram: Diagram, { maxNodes, maxSteps }: Budget): CutSetFamily {
  const closed = isMonotone(circuit) ? diagram : upwardClosure(diagram, maxNodes, maxSteps);
  const { family, root } = minimalSolutions(closed, maxNodes, maxSteps);
  const renumbered = new Int32Array(family.count);
  renumbered[root] = 1;
  // Nodes are made children first.
  for (let n = family.count - 1; n > BASE; n--) {
    if (renumbered[n] === 0) continue;
    renumbered[family.high[n]!] = 1;
    renumbered[family.low[n]!] = 1;
  }
  renumbered[EMPTY] = EMPTY;
  renumbered[BASE] = BASE;
  let count = 2;
  for (let n = 2; n < family.count; n++) if (renumbered[n] === 1) renumbered[n] = count++;
  const input = new Int32Array(count);
  const high = new Int32Array(count);
  const low = new Int32Array(count);
  for (let n = 2; n < family.count; n++) {
    const at = renumbered[n]!;
    if (at < 2) continue;
    input[at] = inputs[closed.variableAt[family.level[n]!]! - 1]!;
    high[at] = renumbered[family.high[n]!]!;
    low[at] = renumbered[family.low[n]!]!;
  }
  return { input, high, low, root: renumbered[root] };
}

/**
 * How many minimal cut sets there are of each order (index 0 is the order 0), exactly.
 * One polynomial a node: the coefficient of z^k counts the sets of k events.
 */
export function cutSetOrders({ events, top, isNegated }: ModuleTree, families: readonly CutSetFamily[]): bigint[] {
  if (isNegated) return "constant" in top && top.constant ? [] : [1n];
  if ("constant" in top) return top.constant ? [1n] : [];
  if (top.input < events) return [0n, 1n];
  const ofModule: bigint[][] = [];
  for (const { input, high, low, root } of families) {
    const counts = countInNumbers() ?? countInBigInts();
    ofModule.push(counts);

    function countInNumbers(): bigint[] | undefined {
      const sums: number[][] = [[], [1]];
      for (let n = 2; n < input.length; n++) {
        const module = input[n]! - events;
        const factor = module < 0 ? undefined : ofModule[module]!.map(Number);
        const sum = factor === undefined ? [0, ...sums[high[n]!]!] : product(sums[high[n]!]!, factor);
        for (const [k, count] of sums[low[n]!]!.entries()) sum[k] = (sum[k] ?? 0) + count;
        if (sum.some((count) => count > Number.MAX_SAFE_INTEGER)) return undefined;
        sums.push(sum);
      }
      return sums[root]!.map(BigInt);
    }

    function countInBigInts(): bigint[] {
      const sums: bigint[][] = [[], [1n]];
      for (let n = 2; n < input.length; n++) {
        const module = input[n]! - events;
        const sum = module < 0 ? [0n, ...sums[high[n]!]!] : bigProduct(sums[high[n]!]!, ofModule[module]!);
        for (const [k, count] of sums[low[n]!]!.entries()) sum[k] = (sum[k] ?? 0n) + count;
        sums.push(sum);
      }
      return sums[root]!;
    }
  }
  return ofModule[top.input - events]!;
}

function product(a: readonly number[], b: readonly number[]): number[] {
  const out = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => 0);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j]! += a[i]! * b[j]!;
  return out;
}

function bigProduct(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  const out = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => 0n);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j]! += a[i]! * b[j]!;
  return out;
}
