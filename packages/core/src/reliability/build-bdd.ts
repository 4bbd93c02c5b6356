import { Bdd, BudgetExceeded, type Edge, FALSE, TRUE } from "./bdd.ts";
import { type Circuit, type CircuitGate, gateOf, topologicalOrder } from "./circuit.ts";

/** Nodes below which dead ones are not worth collecting. */
const COLLECT_FROM = 1 << 15;
/** Live nodes from which on variables are moved, where that is asked for; then whenever they have doubled. */
const SIFT_FROM = 2_000;
/** Steps of one operation after which its operands are sifted before it is tried again. */
const PATIENCE = 100_000;

/**
 * Builds the diagram of a circuit gate by gate, and can be interrupted: when the budget runs out what is finished stays,
 * and the next call goes on from there, in another variable order where moving variables has been asked for.
 */
export class BddBuilder {
  readonly bdd: Bdd;
  readonly circuit: Circuit;
  /** The level of each variable; index 0 is not used. */
  readonly levelOf: Int32Array;
  readonly #order: readonly number[];
  /** By node: its edge while some gate still to come needs it, else −1. */
  readonly #edges: Int32Array;
  readonly #uses: Int32Array;
  /** Edges of the gate that is being built. */
  #partial: Edge[] = [];
  #done = 0;
  #collectAt = COLLECT_FROM;
  #siftAt = SIFT_FROM;
  #isSifting = false;
  #maxNodes = 0;
  #maxSteps = 0;

  /** @param levelOf the level of each variable; index 0 is not read */
  constructor(circuit: Circuit, levelOf: Int32Array) {
    this.bdd = new Bdd(circuit.variables, 0, 0);
    this.circuit = circuit;
    this.levelOf = Int32Array.from(levelOf);
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

  /** The finished function. */
  get root(): Edge {
    return this.#edgeOf(this.circuit.root);
  }

  /**
   * Builds on; false when the diagram has used up `maxNodes` nodes or, since it began, `maxSteps` steps.
   * @param isSifting whether to move variables when the diagram grows (dynamic reordering; Rudell, 1993)
   */
  run(maxNodes: number, maxSteps: number, isSifting = false): boolean {
    this.#maxNodes = maxNodes;
    this.#maxSteps = maxSteps;
    this.#isSifting = isSifting;
    this.bdd.setBudget(maxNodes, maxSteps);
    try {
      for (; this.#done < this.#order.length; this.#done++) {
        const node = this.#order[this.#done]!;
        const gate = gateOf(this.circuit, node)!;
        this.#partial = gate.args.map((arg) => this.#edgeOf(arg));
        this.#edges[node] = this.#buildGate(gate);
        this.#partial = [];
        for (const arg of gate.args) {
          this.#uses[arg >> 1]! -= 1;
          if (this.#uses[arg >> 1] === 0) this.#edges[arg >> 1] = -1;
        }
        this.#tidy();
      }
      this.#edgeOf(this.circuit.root);
      return true;
    } catch (error) {
      if (error instanceof BudgetExceeded) return false;
      throw error;
    }
  }

  /** Moves the variables of what is built to where they take fewer nodes. */
  sift(maxWork: number): void {
    const held = this.#held();
    const { roots, levelAfter } = this.bdd.reorder(held.edges, maxWork);
    held.put(roots);
    for (let v = 1; v < this.levelOf.length; v++) this.levelOf[v] = levelAfter[this.levelOf[v]!]!;
    this.#siftAt = Math.max(SIFT_FROM, 2 * this.bdd.count);
    this.#collectAt = Math.max(COLLECT_FROM, 3 * this.bdd.count);
  }

  #buildGate(gate: CircuitGate): Edge {
    const { bdd } = this;
    const partial = this.#partial;
    // From the bottom of the order upwards, so that what is built stays below what is still to come.
    partial.sort((a, b) => bdd.levelOf(b) - bdd.levelOf(a));
    const count = partial.length;
    switch (gate.kind) {
      case "and":
      case "xor": {
        partial.push(gate.kind === "and" ? TRUE : FALSE);
        for (let i = 0; i < count; i++) {
          const join =
            gate.kind === "and"
              ? () => bdd.and(partial[count]!, partial[i]!)
              : () => bdd.xor(partial[count]!, partial[i]!);
          partial[count] = this.#patiently(join);
          partial[i] = TRUE;
        }
        return partial[count]!;
      }
      case "atleast": {
        // From `count` on: enough[j], that at least j of the arguments taken so far are true.
        partial.push(TRUE);
        for (let j = 1; j <= gate.k; j++) partial.push(FALSE);
        for (let i = 0; i < count; i++) {
          const least = Math.max(1, gate.k - (count - 1 - i));
          for (let j = Math.min(gate.k, i + 1); j >= least; j--) {
            const at = count + j;
            partial[at] = this.#patiently(() => bdd.or(bdd.and(partial[i]!, partial[at - 1]!), partial[at]!));
          }
        }
        return partial[count + gate.k]!;
      }
    }
  }

  /** Runs one operation; where it takes long and moving variables is allowed, that is done before it is tried again. */
  #patiently(operate: () => Edge): Edge {
    if (!this.#isSifting) return operate();
    for (let patience = PATIENCE; ; patience *= 2) {
      const limit = this.bdd.steps + patience;
      if (limit >= this.#maxSteps) return operate();
      this.bdd.setBudget(this.#maxNodes, limit);
      try {
        const result = operate();
        this.bdd.setBudget(this.#maxNodes, this.#maxSteps);
        return result;
      } catch (error) {
        if (!(error instanceof BudgetExceeded)) throw error;
        this.bdd.setBudget(this.#maxNodes, this.#maxSteps);
        this.sift(this.#maxSteps - this.bdd.steps);
      }
    }
  }

  /** Frees what no gate to come needs, and moves variables, when enough has piled up. */
  #tidy(): void {
    if (this.bdd.count > this.#collectAt || (this.#isSifting && this.bdd.count > this.#siftAt)) {
      const held = this.#held();
      held.put(this.bdd.collect(held.edges));
      this.#collectAt = Math.max(COLLECT_FROM, 3 * this.bdd.count);
    }
    if (this.#isSifting && this.bdd.count > this.#siftAt) this.sift(this.#maxSteps - this.bdd.steps);
  }

  /** Every edge that is still needed, and how to put their successors in their places. */
  #held(): { edges: Edge[]; put: (edges: readonly Edge[]) => void } {
    const nodes: number[] = [];
    for (let n = 1; n < this.#edges.length; n++) if (this.#edges[n] !== -1) nodes.push(n);
    const partial = this.#partial;
    return {
      edges: [...nodes.map((n) => this.#edges[n]!), ...partial],
      put: (edges) => {
        for (const [i, n] of nodes.entries()) this.#edges[n] = edges[i]!;
        for (let i = 0; i < partial.length; i++) partial[i] = edges[nodes.length + i]!;
      },
    };
  }

  #edgeOf(literal: number): Edge {
    const node = literal >> 1;
    if (this.#edges[node] === -1) this.#edges[node] = this.bdd.variable(this.levelOf[node]!);
    return this.#edges[node]! ^ (literal & 1);
  }
}
