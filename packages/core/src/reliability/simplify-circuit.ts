import {
  type Circuit,
  type CircuitGate,
  FALSE_LITERAL,
  gateOf,
  type Literal,
  topologicalOrder,
  TRUE_LITERAL,
} from "./circuit.ts";

/**
 * The same function with fewer gates: constants propagated, gates of one argument passed through, equal arguments and
 * equal gates merged, nested conjunctions (and so disjunctions) coalesced. The variables keep their numbers.
 */
export function simplifyCircuit(circuit: Circuit): Circuit {
  let current = rebuild(circuit);
  for (;;) {
    const coalesced = coalesce(current);
    if (coalesced === current) return current;
    current = rebuild(coalesced);
  }
}

/** Builds gates bottom-up, each simplified and shared with an equal one. */
class GateBuilder {
  readonly gates: CircuitGate[] = [];
  readonly #variables: number;
  readonly #known = new Map<string, Literal>();

  constructor(variables: number) {
    this.#variables = variables;
  }

  build(gate: CircuitGate, args: readonly Literal[]): Literal {
    switch (gate.kind) {
      case "and":
        return this.and(args);
      case "xor":
        return this.#xor(args);
      case "atleast":
        return this.#atLeast(gate.k, args);
    }
  }

  and(args: readonly Literal[]): Literal {
    const kept = sortedUnique(args.filter((arg) => arg !== TRUE_LITERAL));
    for (let i = 0; i < kept.length; i++) {
      const arg = kept[i]!;
      if (arg === FALSE_LITERAL || (i > 0 && (arg ^ kept[i - 1]!) === 1)) return FALSE_LITERAL;
    }
    if (kept.length < 2) return kept[0] ?? TRUE_LITERAL;
    return this.#share({ kind: "and", args: kept });
  }

  #xor(args: readonly Literal[]): Literal {
    let flip = 0;
    const odd = new Set<number>();
    for (const arg of args) {
      flip ^= arg & 1;
      if (!odd.delete(arg >> 1)) odd.add(arg >> 1);
    }
    if (odd.delete(0)) flip ^= 1;
    const kept = [...odd].map((node) => 2 * node).sort((a, b) => a - b);
    if (kept.length === 0) return FALSE_LITERAL ^ flip;
    if (kept.length === 1) return kept[0]! ^ flip;
    return this.#share({ kind: "xor", args: kept }) ^ flip;
  }

  #atLeast(threshold: number, args: readonly Literal[]): Literal {
    const kept = args.filter((arg) => arg >> 1 !== 0).sort((a, b) => a - b);
    const k = threshold - args.filter((arg) => arg === TRUE_LITERAL).length;
    if (k <= 0) return TRUE_LITERAL;
    if (k > kept.length) return FALSE_LITERAL;
    if (k === 1) return this.and(kept.map((arg) => arg ^ 1)) ^ 1;
    if (k === kept.length) return this.and(kept);
    return this.#share({ kind: "atleast", k, args: kept });
  }

  #share(gate: CircuitGate): Literal {
    const key = `${gate.kind === "atleast" ? gate.k : gate.kind}:${gate.args.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const literal = 2 * (this.#variables + 1 + this.gates.length);
    this.gates.push(gate);
    this.#known.set(key, literal);
    return literal;
  }
}

function rebuild(circuit: Circuit): Circuit {
  const builder = new GateBuilder(circuit.variables);
  const literalOf = Int32Array.from({ length: circuit.variables + 1 + circuit.gates.length }, (_, node) => 2 * node);
  const mapped = (arg: Literal) => literalOf[arg >> 1]! ^ (arg & 1);
  for (const node of topologicalOrder(circuit)) {
    const gate = gateOf(circuit, node)!;
    literalOf[node] = builder.build(gate, gate.args.map(mapped));
  }
  return pruned({ variables: circuit.variables, gates: builder.gates, root: mapped(circuit.root) });
}

/** Takes the arguments of a conjunction into the one conjunction that asks for it; the circuit itself where there is none. */
function coalesce(circuit: Circuit): Circuit {
  const parents = parentCounts(circuit);
  const isInlined = (arg: Literal): boolean =>
    (arg & 1) === 0 && parents[arg >> 1] === 1 && gateOf(circuit, arg >> 1)?.kind === "and";
  const goesUp = new Uint8Array(parents.length);
  for (const gate of circuit.gates) {
    if (gate.kind === "and") for (const arg of gate.args) if (isInlined(arg)) goesUp[arg >> 1] = 1;
  }
  if (!goesUp.includes(1)) return circuit;
  const gates = circuit.gates.map((gate, i): CircuitGate => {
    if (gate.kind !== "and" || goesUp[circuit.variables + 1 + i] === 1 || !gate.args.some(isInlined)) return gate;
    const args: Literal[] = [];
    const pending = [...gate.args];
    for (let arg = pending.pop(); arg !== undefined; arg = pending.pop()) {
      if (isInlined(arg)) for (const inner of gateOf(circuit, arg >> 1)!.args) pending.push(inner);
      else args.push(arg);
    }
    return { kind: "and", args };
  });
  return { ...circuit, gates };
}

/** How many arguments of reachable gates name each node; the root counts once more. */
export function parentCounts(circuit: Circuit): Int32Array {
  const counts = new Int32Array(circuit.variables + 1 + circuit.gates.length);
  counts[circuit.root >> 1]! += 1;
  for (const gate of circuit.gates) for (const arg of gate.args) counts[arg >> 1]! += 1;
  return counts;
}

/** Without the gates that the root does not reach. */
function pruned(circuit: Circuit): Circuit {
  const order = topologicalOrder(circuit);
  const renumbered = Int32Array.from({ length: circuit.variables + 1 + circuit.gates.length }, (_, node) => node);
  for (const [i, node] of order.entries()) renumbered[node] = circuit.variables + 1 + i;
  const mapped = (arg: Literal) => 2 * renumbered[arg >> 1]! + (arg & 1);
  const gates = order.map((node) => {
    const gate = gateOf(circuit, node)!;
    return { ...gate, args: gate.args.map(mapped) };
  });
  return { variables: circuit.variables, gates, root: mapped(circuit.root) };
}

function sortedUnique(args: readonly Literal[]): Literal[] {
  const sorted = [...args].sort((a, b) => a - b);
  return sorted.filter((arg, i) => i === 0 || arg !== sorted[i - 1]);
}
