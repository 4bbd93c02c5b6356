import { Bdd, BudgetExceeded, type Edge, FALSE, TRUE } from "./bdd.ts";
import { type Circuit, type CircuitGate, gateOf, topologicalOrder } from "./circuit.ts";

/** Nodes below which dead ones are not worth collecting. */
const COLLECT_FROM = 1 << 16;

/**
 * Builds the diagram of a circuit in one variable order, gate by gate, and can be interrupted: when the budget runs out
 * the gates that are finished stay, and the next call goes on from there.
 */
export class BddBuilder {
  readonly bdd: Bdd;
  readonly circuit: Circuit;
  readonly levelOf: Int32Array;
  readonly #order: readonly number[];
  /** By node: its edge while some gate still to come needs it, else −1. */
  readonly #edges: Int32Array;
  readonly #uses: Int32Array;
  #done = 0;
  #collectAt = COLLECT_FROM;

  /** @param levelOf the level of each variable; index 0 is not read */
  constructor(circuit: Circuit, levelOf: Int32Array) {
    this.bdd = new Bdd(circuit.variables, 0, 0);
    this.circuit = circuit;
    this.levelOf = levelOf;
    this.#order = topologicalOrder(circuit);
    const size = circuit.variables + 1 + circuit.gates.length;
    this.#edges = new Int32Array(size).fill(-1);
    this.#edges[0] = TRUE;
    this.#uses = new Int32Array(size);
    for (const node of this.#order) for (const arg of gateOf(circuit, node)!.args) this.#uses[arg >> 1]! += 1;
    this.#uses[circuit.root >> 1]! += 1;
  }

  /** How many gates are built; comparable between orders, as all build the gates in one sequence. */
  get gatesDone(): number {
    return this.#done;
  }

  /** Builds on; false when the diagram has used up `maxNodes` nodes or, since it began, `maxSteps` steps. */
  run(maxNodes: number, maxSteps: number): boolean {
    const { bdd, circuit } = this;
    bdd.setBudget(maxNodes, maxSteps);
    try {
      for (; this.#done < this.#order.length; this.#done++) {
        const node = this.#order[this.#done]!;
        const gate = gateOf(circuit, node)!;
        this.#edges[node] = buildGate(
          bdd,
          gate,
          gate.args.map((arg) => this.#edgeOf(arg)),
        );
        for (const arg of gate.args) {
          this.#uses[arg >> 1]! -= 1;
          if (this.#uses[arg >> 1] === 0) this.#edges[arg >> 1] = -1;
        }
        if (bdd.count > this.#collectAt) this.collect();
      }
      this.#edgeOf(circuit.root);
      return true;
    } catch (error) {
      if (error instanceof BudgetExceeded) return false;
      throw error;
    }
  }

  /** The finished function. */
  get root(): Edge {
    return this.#edgeOf(this.circuit.root);
  }

  /** Frees the nodes that no gate to come needs. */
  collect(): void {
    const held: number[] = [];
    for (let n = 1; n < this.#edges.length; n++) if (this.#edges[n] !== -1) held.push(n);
    const kept = this.bdd.collect(held.map((n) => this.#edges[n]!));
    for (const [i, n] of held.entries()) this.#edges[n] = kept[i]!;
    this.#collectAt = Math.max(COLLECT_FROM, 3 * this.bdd.count);
  }

  #edgeOf(literal: number): Edge {
    const node = literal >> 1;
    if (this.#edges[node] === -1) this.#edges[node] = this.bdd.variable(this.levelOf[node]!);
    return this.#edges[node]! ^ (literal & 1);
  }
}

function buildGate(bdd: Bdd, gate: CircuitGate, args: Edge[]): Edge {
  // From the bottom of the order upwards, so that what is built stays below what is still to come.
  args.sort((a, b) => bdd.levelOf(b) - bdd.levelOf(a));
  switch (gate.kind) {
    case "and":
      return args.reduce((all, arg) => bdd.and(all, arg), TRUE);
    case "xor":
      return args.reduce((odd, arg) => bdd.xor(odd, arg), FALSE);
    case "atleast": {
      // enough[j]: at least j of the arguments taken so far.
      const enough: Edge[] = [TRUE, ...Array.from({ length: gate.k }, () => FALSE)];
      for (const [i, arg] of args.entries()) {
        const least = Math.max(1, gate.k - (args.length - 1 - i));
        for (let j = Math.min(gate.k, i + 1); j >= least; j--)
          enough[j] = bdd.or(bdd.and(arg, enough[j - 1]!), enough[j]!);
      }
      return enough[gate.k]!;
    }
  }
}
