import type { Bdd, Edge } from "./bdd.ts";

/**
 * A finished BDD of one function, compact and never changed: nodes 1 … `size`, each after its children, so that one
 * sweep upwards evaluates it and one sweep downwards differentiates it. Edges are as in `Bdd`.
 */
export interface Diagram {
  readonly size: number;
  /** The variable order: `variableAt[level]` is the variable, 1-based as in the circuit. */
  readonly variableAt: Int32Array;
  /** By node; index 0 is the constant. */
  readonly level: Int32Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly root: Edge;
}

/** Takes one function out of a manager. Nodes are numbered in the order in which a depth-first walk leaves them. */
export function extractDiagram(bdd: Bdd, root: Edge, variableAt: Int32Array): Diagram {
  const renumbered = new Int32Array(bdd.count).fill(-1);
  renumbered[0] = 0;
  const order: number[] = [];
  const stack: number[] = [root >> 1];
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    if (renumbered[node] !== -1) {
      stack.pop();
      continue;
    }
    const low = bdd.low[node]! >> 1;
    const high = bdd.high[node]! >> 1;
    if (renumbered[low] === -1) stack.push(low);
    else if (renumbered[high] === -1) stack.push(high);
    else {
      stack.pop();
      order.push(node);
      renumbered[node] = order.length;
    }
  }
  const size = order.length;
  const level = new Int32Array(size + 1);
  const high = new Int32Array(size + 1);
  const low = new Int32Array(size + 1);
  level[0] = bdd.levels;
  const moved = (edge: Edge) => (renumbered[edge >> 1]! << 1) | (edge & 1);
  for (const [i, node] of order.entries()) {
    level[i + 1] = bdd.level[node]!;
    high[i + 1] = moved(bdd.high[node]!);
    low[i + 1] = moved(bdd.low[node]!);
  }
  return { size, variableAt, level, high, low, root: moved(root) };
}
