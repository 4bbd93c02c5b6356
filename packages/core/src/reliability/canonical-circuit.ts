import { type Circuit, type CircuitGate, gateOf, type Literal, topologicalOrder } from "./circuit.ts";
import { mix } from "./mix.ts";

/** A circuit numbered by its form alone, and where its variables come from. */
export interface CanonicalCircuit {
  readonly circuit: Circuit;
  /** By new variable: the variable of the given circuit; index 0 is not used. */
  readonly variableBefore: Int32Array;
}

/** Rounds of colouring; what three do not tell apart is, in fault trees that people draw, symmetric. */
const ROUNDS = 3;

/**
 * Renumbers a circuit so that neither the order of a gate's arguments nor the numbers of its gates and variables leave a
 * trace: two circuits of one form come out equal, save where their form has parts that look alike and are not. What is
 * decided by number from here on (ties between variables, the order in which gates are built) is decided by form.
 *
 * Nodes are coloured by what is below and above them, as in the refinement of Weisfeiler and Leman (1968), and numbered by
 * a depth-first walk that enters arguments by colour.
 */
export function canonicalCircuit(circuit: Circuit): CanonicalCircuit {
  const { variables } = circuit;
  const colour = colours(circuit);
  const numbered = new Int32Array(variables + 1 + circuit.gates.length);
  const variableBefore = new Int32Array(variables + 1);
  const order: number[] = [];
  let met = 0;
  const stack: { node: number; args: readonly Literal[]; next: number }[] = [];
  const enter = (node: number) => {
    if (numbered[node] !== 0 || node === 0) return;
    numbered[node] = -1;
    const gate = gateOf(circuit, node);
    if (gate === undefined) {
      numbered[node] = ++met;
      variableBefore[met] = node;
      return;
    }
    const rank = (arg: Literal) => (numbered[arg >> 1]! > 0 ? numbered[arg >> 1]! : variables + 1);
    const args = [...gate.args].sort(
      (a, b) => colour[a >> 1]! - colour[b >> 1]! || (a & 1) - (b & 1) || rank(a) - rank(b),
    );
    stack.push({ node, args, next: 0 });
  };
  enter(circuit.root >> 1);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const arg = top.args[top.next++];
    if (arg !== undefined) enter(arg >> 1);
    else {
      order.push(top.node);
      numbered[top.node] = variables + order.length;
      stack.pop();
    }
  }
  for (let v = 1; v <= variables; v++) {
    if (numbered[v] !== 0) continue;
    numbered[v] = ++met;
    variableBefore[met] = v;
  }
  const mapped = (arg: Literal): Literal => 2 * numbered[arg >> 1]! + (arg & 1);
  const gates = order.map((node): CircuitGate => {
    const gate = gateOf(circuit, node)!;
    return { ...gate, args: gate.args.map(mapped).sort((a, b) => a - b) };
  });
  return { circuit: { variables, gates, root: mapped(circuit.root) }, variableBefore };
}

/** By node: a number that depends on what is below and above it and on nothing else. */
function colours(circuit: Circuit): Int32Array {
  const { variables } = circuit;
  const size = variables + 1 + circuit.gates.length;
  const order = topologicalOrder(circuit);
  const below = new Int32Array(size).fill(1);
  const above = new Int32Array(size);
  for (let round = 0; round < ROUNDS; round++) {
    for (const node of order) {
      const gate = gateOf(circuit, node)!;
      let sum = 0;
      for (const arg of gate.args) sum = (sum + mix(below[arg >> 1]!, arg & 1, 7)) | 0;
      below[node] = mix(sum, gate.args.length, gate.kind === "atleast" ? gate.k : gate.kind === "and" ? -1 : -2);
    }
    above.fill(0);
    above[circuit.root >> 1] = 1;
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i]!;
      const here = mix(above[node]!, below[node]!, 3);
      for (const arg of gateOf(circuit, node)!.args) above[arg >> 1] = (above[arg >> 1]! + mix(here, arg & 1, 5)) | 0;
    }
    for (let v = 1; v <= variables; v++) below[v] = mix(below[v]!, above[v]!, 11);
  }
  return below.map((value, node) => mix(value, above[node]!, 13));
}
