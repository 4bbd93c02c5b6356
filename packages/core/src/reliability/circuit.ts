/**
 * A literal of a circuit: twice a node's number, plus 1 where it is negated. Node 0 is the constant true, so literal 0
 * is true and literal 1 false; nodes 1 … `variables` are the variables, the gates follow.
 */
export type Literal = number;
export const TRUE_LITERAL: Literal = 0;
export const FALSE_LITERAL: Literal = 1;

/** Disjunction is a negated conjunction of negated literals, so three kinds of gate are enough. */
export type CircuitGate =
  | { readonly kind: "and"; readonly args: readonly Literal[] }
  | { readonly kind: "xor"; readonly args: readonly Literal[] }
  | { readonly kind: "atleast"; readonly k: number; readonly args: readonly Literal[] };

/** A Boolean function as a graph of gates over the variables 1 … `variables`. Gate `i` is node `variables + 1 + i`. */
export interface Circuit {
  readonly variables: number;
  readonly gates: readonly CircuitGate[];
  readonly root: Literal;
}

/** The gate that a node is, or undefined for a variable or the constant. */
export function gateOf(circuit: Circuit, node: number): CircuitGate | undefined {
  const index = node - circuit.variables - 1;
  // A negative index would be looked up as a property's name, which is slow.
  return index < 0 ? undefined : circuit.gates[index];
}

/**
 * The gates that the root reaches, as nodes, each after its arguments.
 * `isLeaf` stops the descent at gates that count as variables; gates marked in `seen` are passed over, and it is marked.
 */
export function topologicalOrder(
  circuit: Circuit,
  root: number = circuit.root >> 1,
  isLeaf: (node: number) => boolean = () => false,
  seen: Uint8Array = new Uint8Array(circuit.variables + 1 + circuit.gates.length),
): number[] {
  const order: number[] = [];
  const stack: { node: number; args: readonly Literal[]; next: number }[] = [];
  const enter = (node: number, force: boolean) => {
    if (seen[node] === 1) return;
    const gate = gateOf(circuit, node);
    if (gate === undefined || (!force && isLeaf(node))) return;
    seen[node] = 1;
    stack.push({ node, args: gate.args, next: 0 });
  };
  enter(root, true);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const arg = top.args[top.next++];
    if (arg === undefined) {
      order.push(top.node);
      stack.pop();
    } else enter(arg >> 1, false);
  }
  return order;
}
