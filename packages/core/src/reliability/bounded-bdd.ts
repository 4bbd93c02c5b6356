import { Bdd, BudgetExceeded, type Edge, FALSE, TRUE } from "./bdd.ts";
import { type Circuit, gateOf, topologicalOrder } from "./circuit.ts";
import { type Diagram, extractDiagram } from "./diagram.ts";
import type { Budget } from "./race-orders.ts";
import { truncateBdd } from "./truncate-bdd.ts";

/** A function that is nowhere true where the other is false; what lies between them is not known. */
export interface DiagramPair {
  readonly below: Diagram;
  readonly above: Diagram;
}

interface Pair {
  readonly below: Edge;
  readonly above: Edge;
}

/** Nodes to which a function is cut back when it has grown beyond twice as many. */
const LARGEST = 20_000;
const SMALLEST = 50;

/**
 * Encloses a function whose diagram does not fit the budget: builds a function below it and one above it, and cuts each
 * back, below towards false and above towards true, where that loses the least probability. Always ends: gates that
 * use up their share of the steps are built again from smaller parts.
 *
 * @param weights the probability of each variable (index 0 is not read); they guide what is kept and nothing else
 */
export function enclose(
  circuit: Circuit,
  levelOf: Int32Array,
  weights: ArrayLike<number>,
  { maxNodes, maxSteps }: Budget,
): DiagramPair {
  const bdd = new Bdd(circuit.variables, maxNodes);
  const variableAt = new Int32Array(circuit.variables);
  const levelWeights = new Float64Array(circuit.variables);
  for (let v = 1; v <= circuit.variables; v++) {
    variableAt[levelOf[v]!] = v;
    levelWeights[levelOf[v]!] = weights[v]!;
  }
  const order = topologicalOrder(circuit);
  const pairs: (Pair | undefined)[] = Array.from({ length: circuit.variables + 1 + circuit.gates.length });
  pairs[0] = { below: TRUE, above: TRUE };
  const uses = new Int32Array(pairs.length);
  for (const node of order) for (const arg of gateOf(circuit, node)!.args) uses[arg >> 1]! += 1;
  const pairOf = (literal: number): Pair => {
    const node = literal >> 1;
    if (pairs[node] === undefined) {
      const edge = bdd.variable(levelOf[node]!);
      pairs[node] = { below: edge, above: edge };
    }
    return (literal & 1) === 1 ? not(pairs[node]) : pairs[node];
  };

  for (const [i, node] of order.entries()) {
    const gate = gateOf(circuit, node)!;
    // What earlier gates have saved, later ones may spend.
    const share = Math.max(20_000, (maxSteps - bdd.steps) / (order.length - i));
    let args = gate.args.map(pairOf);
    args.sort((a, b) => bdd.levelOf(b.below) - bdd.levelOf(a.below));
    for (let limit = LARGEST; ; limit = Math.max(SMALLEST, limit >> 1)) {
      try {
        bdd.setBudget(maxNodes, limit === SMALLEST ? Number.POSITIVE_INFINITY : bdd.steps + share);
        const cut = (pair: Pair): Pair => cutBack(bdd, pair, limit, levelWeights);
        args = args.map(cut);
        pairs[node] = cut(buildPair(gate, args));
        break;
      } catch (error) {
        if (!(error instanceof BudgetExceeded)) throw error;
        args = sweep(args);
      }
    }
    for (const arg of gate.args) {
      uses[arg >> 1]! -= 1;
      if (uses[arg >> 1] === 0) pairs[arg >> 1] = undefined;
    }
    if (bdd.count > maxNodes / 8) sweep([]);
  }
  const root = pairOf(circuit.root);
  return {
    below: extractDiagram(bdd, root.below, variableAt),
    above: extractDiagram(bdd, root.above, variableAt),
  };

  /** Frees what neither a finished gate nor `extra` needs; gives back `extra` renumbered. */
  function sweep(extra: readonly Pair[]): Pair[] {
    const held: number[] = [];
    for (let n = 1; n < pairs.length; n++) if (pairs[n] !== undefined) held.push(n);
    const all = [...held.map((n) => pairs[n]!), ...extra];
    const edges = bdd.collect(all.flatMap(({ below, above }) => [below, above]));
    const renumbered = all.map((_, i): Pair => ({ below: edges[2 * i]!, above: edges[2 * i + 1]! }));
    for (const [i, n] of held.entries()) pairs[n] = renumbered[i]!;
    return renumbered.slice(held.length);
  }

  function buildPair(gate: NonNullable<ReturnType<typeof gateOf>>, args: readonly Pair[]): Pair {
    const and = (a: Pair, b: Pair): Pair => ({ below: bdd.and(a.below, b.below), above: bdd.and(a.above, b.above) });
    const or = (a: Pair, b: Pair): Pair => not(and(not(a), not(b)));
    const truth: Pair = { below: TRUE, above: TRUE };
    const falsity: Pair = { below: FALSE, above: FALSE };
    switch (gate.kind) {
      case "and":
        return args.reduce(and, truth);
      case "xor":
        return args.reduce((odd, arg) => or(and(odd, not(arg)), and(not(odd), arg)), falsity);
      case "atleast": {
        const enough: Pair[] = [truth, ...Array.from({ length: gate.k }, () => falsity)];
        for (const [i, arg] of args.entries())
          for (let j = Math.min(gate.k, i + 1); j >= 1; j--) enough[j] = or(and(arg, enough[j - 1]!), enough[j]!);
        return enough[gate.k]!;
      }
    }
  }
}

function not({ below, above }: Pair): Pair {
  return { below: above ^ 1, above: below ^ 1 };
}

function cutBack(bdd: Bdd, pair: Pair, limit: number, weights: Float64Array): Pair {
  const below = truncateBdd(bdd, pair.below, limit, weights);
  const above =
    pair.above === pair.below && below === pair.below ? below : truncateBdd(bdd, pair.above ^ 1, limit, weights) ^ 1;
  return { below, above };
}
