import { Bdd, FALSE, TRUE } from "./bdd.ts";
import { type Circuit, gateOf, topologicalOrder } from "./circuit.ts";
import { type Diagram, extractDiagram } from "./diagram.ts";

/** Whether the circuit's form alone shows that no variable's becoming true can make the function false. */
export function isMonotone(circuit: Circuit): boolean {
  // Bit 0: met plainly, bit 1: met negated.
  const polarity = new Uint8Array(circuit.variables + 1 + circuit.gates.length);
  polarity[circuit.root >> 1] = 1 << (circuit.root & 1);
  for (const node of topologicalOrder(circuit).toReversed()) {
    const gate = gateOf(circuit, node)!;
    if (gate.kind === "xor") return false;
    const plain = polarity[node]!;
    const negated = ((plain & 1) << 1) | (plain >> 1);
    for (const arg of gate.args) polarity[arg >> 1]! |= (arg & 1) === 1 ? negated : plain;
  }
  return polarity.subarray(1, circuit.variables + 1).every((bits) => bits < 2);
}

/**
 * The least non-decreasing function that is true wherever the given one is; both have the same minimal solutions.
 * @throws {BudgetExceeded}
 */
export function upwardClosure(diagram: Diagram, maxNodes: number, maxSteps: number): Diagram {
  const { size, level, high, low, root } = diagram;
  const isNeeded = new Uint8Array(2 * size + 2);
  isNeeded[root] = 1;
  for (let n = size; n > 0; n--) {
    for (const c of [0, 1]) {
      if (isNeeded[2 * n + c] === 0) continue;
      isNeeded[high[n]! ^ c] = 1;
      isNeeded[low[n]! ^ c] = 1;
    }
  }
  const bdd = new Bdd(diagram.variableAt.length, maxNodes, maxSteps);
  const closed = new Int32Array(2 * size + 2);
  closed[TRUE] = TRUE;
  closed[FALSE] = FALSE;
  for (let n = 1; n <= size; n++) {
    for (const c of [0, 1]) {
      if (isNeeded[2 * n + c] === 0) continue;
      const below = closed[low[n]! ^ c]!;
      closed[2 * n + c] = bdd.node(level[n]!, bdd.or(closed[high[n]! ^ c]!, below), below);
    }
  }
  return extractDiagram(bdd, closed[root]!, diagram.variableAt);
}
