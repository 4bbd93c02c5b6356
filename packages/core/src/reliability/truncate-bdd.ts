import { type Bdd, type Edge, FALSE, TRUE } from "./bdd.ts";

/**
 * A function of at most about `limit` nodes that is true only where `edge` is: what goes to false first are the parts
 * through which the least probability reaches true. The function itself where it is no larger than twice the limit.
 *
 * @param weights the probability of each level's variable
 */
export function truncateBdd(bdd: Bdd, edge: Edge, limit: number, weights: Float64Array): Edge {
  const nodes = reachable(bdd, edge, 2 * limit);
  if (nodes === undefined) return truncated(bdd, edge, limit, weights);
  return edge;
}

function truncated(bdd: Bdd, root: Edge, limit: number, weights: Float64Array): Edge {
  const nodes = reachable(bdd, root, Number.POSITIVE_INFINITY)!;
  const { level, high, low } = bdd;
  const place = new Map<number, number>(nodes.map((node, i) => [node, i + 1]));
  place.set(0, 0);
  const at = (edge: Edge) => 2 * place.get(edge >> 1)! + (edge & 1);
  const size = 2 * (nodes.length + 1);
  const p = new Float64Array(size);
  p[TRUE] = 1;
  const highAt = new Int32Array(size);
  const lowAt = new Int32Array(size);
  for (const [i, node] of nodes.entries()) {
    const w = weights[level[node]!]!;
    for (const c of [0, 1]) {
      const e = 2 * (i + 1) + c;
      const h = at(high[node]! ^ c);
      const l = at(low[node]! ^ c);
      highAt[e] = h;
      lowAt[e] = l;
      p[e] = w * p[h]! + (1 - w) * p[l]!;
    }
  }
  const mass = new Float64Array(size);
  mass[at(root)] = 1;
  for (let i = nodes.length; i > 0; i--) {
    const w = weights[level[nodes[i - 1]!]!]!;
    for (const e of [2 * i, 2 * i + 1]) {
      if (mass[e] === 0) continue;
      mass[highAt[e]!]! += mass[e]! * w;
      mass[lowAt[e]!]! += mass[e]! * (1 - w);
    }
  }
  const worth = mass.map((m, e) => (e < 2 ? 0 : m * p[e]!));
  const threshold = Float64Array.from(worth).sort()[Math.max(0, size - limit)]!;
  const made = new Int32Array(size).fill(FALSE);
  made[TRUE] = TRUE;
  for (const [i, node] of nodes.entries()) {
    for (const e of [2 * (i + 1), 2 * (i + 1) + 1]) {
      if (worth[e]! > threshold) made[e] = bdd.node(level[node]!, made[highAt[e]!]!, made[lowAt[e]!]!);
    }
  }
  return made[at(root)]!;
}

/** The nodes that `edge` reaches, children before parents; undefined when there are more than `most`. */
function reachable(bdd: Bdd, edge: Edge, most: number): number[] | undefined {
  const seen = new Set<number>([0]);
  const pending = [edge >> 1];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (seen.size > most + 1) return undefined;
    pending.push(bdd.high[node]! >> 1, bdd.low[node]! >> 1);
  }
  seen.delete(0);
  // A node is made after its children, so ascending numbers are a topological order.
  return [...seen].sort((a, b) => a - b);
}
