import { type Circuit, gateOf, topologicalOrder } from "./circuit.ts";

/** What a heuristic may look at of each node. */
interface NodeMeasures {
  /** Leaves below the node, each counted once for each path to it (in floating point, as it grows fast). */
  readonly weight: Float64Array;
  /** The longest way down to a leaf. */
  readonly height: Int32Array;
  /** How many gates take the node as an argument. */
  readonly parents: Int32Array;
}

/** A variable order as a level for each variable 1 … `variables` (index 0 is not used), under the name of its heuristic. */
export interface VariableOrder {
  readonly name: string;
  readonly levelOf: Int32Array;
}

/**
 * Variable orders to race, best guesses first: depth-first orders that differ in which argument they enter first, orders
 * by weight (Minato, Ishiura & Yajima, 1990) and depth-first orders pulled together by the centre of gravity of each gate
 * (FORCE; Aloul, Markov & Sakallah, 2003). Ties go by number, which a canonical circuit gives by form.
 */
export function* variableOrders(circuit: Circuit): Generator<VariableOrder> {
  const order = topologicalOrder(circuit);
  const { weight, height, parents } = measure(circuit, order);
  const small = depthFirst(circuit, (a, b) => weight[a]! - weight[b]! || parents[b]! - parents[a]!);
  yield { name: "small first", levelOf: small };
  // Where the first guess has not been good enough, all others are wanted.
  const large = depthFirst(circuit, (a, b) => weight[b]! - weight[a]! || parents[b]! - parents[a]!);
  const heavy = byWeight(circuit, order);
  const others: VariableOrder[] = [
    { name: "large first", levelOf: large },
    {
      name: "shared first",
      levelOf: depthFirst(circuit, (a, b) => parents[b]! - parents[a]! || weight[a]! - weight[b]!),
    },
    {
      name: "deep first",
      levelOf: depthFirst(circuit, (a, b) => height[b]! - height[a]! || parents[b]! - parents[a]!),
    },
    { name: "weight", levelOf: heavy },
    { name: "small first, pulled together", levelOf: pullTogether(circuit, order, small) },
    { name: "large first, pulled together", levelOf: pullTogether(circuit, order, large) },
    { name: "weight, pulled together", levelOf: pullTogether(circuit, order, heavy) },
  ];
  const given = [small];
  for (const other of others) {
    if (given.some((levelOf) => isEqual(levelOf, other.levelOf))) continue;
    given.push(other.levelOf);
    yield other;
  }
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  return a.every((value, i) => value === b[i]);
}

function measure(circuit: Circuit, order: readonly number[]): NodeMeasures {
  const size = circuit.variables + 1 + circuit.gates.length;
  const weight = new Float64Array(size).fill(1);
  const height = new Int32Array(size);
  const parents = new Int32Array(size);
  for (const node of order) {
    let sum = 0;
    let above = 0;
    for (const arg of gateOf(circuit, node)!.args) {
      sum += weight[arg >> 1]!;
      above = Math.max(above, height[arg >> 1]!);
      parents[arg >> 1]! += 1;
    }
    weight[node] = Math.min(sum, 1e300);
    height[node] = above + 1;
  }
  return { weight, height, parents };
}

/** The order in which a depth-first walk first meets the variables. */
function depthFirst(circuit: Circuit, compare: (a: number, b: number) => number): Int32Array {
  const levelOf = new Int32Array(circuit.variables + 1).fill(-1);
  const seen = new Uint8Array(circuit.variables + 1 + circuit.gates.length);
  let level = 0;
  const stack = [circuit.root >> 1];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen[node] === 1) continue;
    seen[node] = 1;
    const gate = gateOf(circuit, node);
    if (gate === undefined) levelOf[node] = level++;
    else {
      const inner = gate.args.map((arg) => arg >> 1).sort((a, b) => compare(a, b) || a - b);
      for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i]!);
    }
  }
  return levelOf;
}

/**
 * Minato's dynamic weights: the root's weight of 1 is handed down in equal parts, the heaviest variable comes next and
 * is taken out. Quadratic, so that beyond a few hundred variables the weights are handed down anew only now and then.
 */
function byWeight(circuit: Circuit, order: readonly number[]): Int32Array {
  const size = circuit.variables + 1 + circuit.gates.length;
  const levelOf = new Int32Array(circuit.variables + 1).fill(-1);
  const weight = new Float64Array(size);
  const batch = Math.max(1, Math.ceil(circuit.variables / 300));
  const live = new Int32Array(size);
  for (let level = 0; level < circuit.variables; ) {
    // A gate counts as long as one of its leaves is still to be placed.
    for (let v = 1; v <= circuit.variables; v++) live[v] = levelOf[v] === -1 ? 1 : 0;
    for (const node of order) {
      let alive = 0;
      for (const arg of gateOf(circuit, node)!.args) alive += live[arg >> 1]! > 0 ? 1 : 0;
      live[node] = alive;
    }
    weight.fill(0);
    weight[circuit.root >> 1] = 1;
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i]!;
      if (live[node] === 0) continue;
      const share = weight[node]! / live[node]!;
      for (const arg of gateOf(circuit, node)!.args) if (live[arg >> 1]! > 0) weight[arg >> 1]! += share;
    }
    const heaviest: number[] = [];
    for (let v = 1; v <= circuit.variables; v++) if (levelOf[v] === -1) heaviest.push(v);
    heaviest.sort((a, b) => weight[b]! - weight[a]! || a - b);
    for (const v of heaviest.slice(0, batch)) levelOf[v] = level++;
  }
  return levelOf;
}

/** FORCE: moves each variable to the mean of the centres of gravity of the gates that it stands under. */
function pullTogether(circuit: Circuit, order: readonly number[], start: Int32Array): Int32Array {
  const size = circuit.variables + 1 + circuit.gates.length;
  const position = new Float64Array(size);
  let best: Int32Array = start;
  let bestSpan = Number.POSITIVE_INFINITY;
  let current: Int32Array = start;
  const rounds = 20;
  for (let round = 0; round <= rounds; round++) {
    for (let v = 1; v <= circuit.variables; v++) position[v] = current[v]!;
    for (const node of order) {
      const { args } = gateOf(circuit, node)!;
      position[node] = args.reduce((sum, arg) => sum + position[arg >> 1]!, 0) / args.length;
    }
    let span = 0;
    const pull = new Float64Array(size);
    const count = new Int32Array(size);
    for (const node of order) {
      let low = position[node]!;
      let high = low;
      for (const arg of gateOf(circuit, node)!.args) {
        low = Math.min(low, position[arg >> 1]!);
        high = Math.max(high, position[arg >> 1]!);
      }
      span += high - low;
    }
    if (span < bestSpan) {
      bestSpan = span;
      best = current;
    } else if (round > 3 && span > 0.999 * bestSpan) break;
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i]!;
      const { args } = gateOf(circuit, node)!;
      const centre = count[node]! > 0 ? (position[node]! + pull[node]! / count[node]!) / 2 : position[node]!;
      for (const arg of args) {
        pull[arg >> 1]! += centre;
        count[arg >> 1]! += 1;
      }
    }
    const variables = Array.from({ length: circuit.variables }, (_, i) => i + 1);
    const target = (v: number) => pull[v]! / Math.max(1, count[v]!);
    variables.sort((a, b) => target(a) - target(b) || current[a]! - current[b]!);
    const next = new Int32Array(circuit.variables + 1);
    for (const [level, v] of variables.entries()) next[v] = level;
    current = next;
  }
  return best;
}
