import { FALSE, TRUE } from "./bdd.ts";
import type { Diagram } from "./diagram.ts";
import type { ModuleTree } from "./modules.ts";

/** Below this share of P, P with the event false is computed anew, as taking q · Birnbaum from P would leave few digits. */
const CANCELLATION = 1e-3;

/**
 * Evaluates a function that is given as the diagrams of its modules, all in one sequence of nodes: one sweep upwards for
 * the probability, one sweep downwards for the derivative by every event.
 *
 * P and 1 − P are carried side by side. A complement edge reads the other of the two, so that neither is ever formed by
 * taking the other from 1, and both keep their relative accuracy however small they are.
 */
export class Evaluator {
  readonly events: number;
  /** Nodes of all diagrams, constants not counted. */
  readonly size: number;
  readonly #tree: ModuleTree;
  /** By node (0 is the constant): the input that decides it, and its edges. */
  readonly #input: Int32Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  /** By module: the root edge, and the first node after the module's own. */
  readonly #root: Int32Array;
  readonly #end: Int32Array;
  /** By edge: the probability that the edge's function is true; its complement's is in the neighbour. */
  readonly #p: Float64Array;
  /** By input, twice: the probability of true, of false. */
  readonly #q: Float64Array;
  readonly #nodeSlope: Float64Array;
  readonly #inputSlope: Float64Array;

  constructor(tree: ModuleTree, diagrams: readonly Diagram[]) {
    this.#tree = tree;
    this.events = tree.events;
    this.size = diagrams.reduce((sum, { size }) => sum + size, 0);
    this.#input = new Int32Array(this.size + 1);
    this.#high = new Int32Array(this.size + 1);
    this.#low = new Int32Array(this.size + 1);
    this.#root = new Int32Array(diagrams.length);
    this.#end = new Int32Array(diagrams.length);
    this.#p = new Float64Array(2 * this.size + 2);
    this.#p[TRUE] = 1;
    this.#p[FALSE] = 0;
    this.#q = new Float64Array(2 * (tree.events + diagrams.length));
    this.#nodeSlope = new Float64Array(this.size + 1);
    this.#inputSlope = new Float64Array(tree.events + diagrams.length);
    let offset = 0;
    for (const [m, { size, variableAt, level, high, low, root }] of diagrams.entries()) {
      const { inputs } = tree.modules[m]!;
      const moved = (edge: number) => (edge < 2 ? edge : edge + 2 * offset);
      for (let n = 1; n <= size; n++) {
        this.#input[offset + n] = inputs[variableAt[level[n]!]! - 1]!;
        this.#high[offset + n] = moved(high[n]!);
        this.#low[offset + n] = moved(low[n]!);
      }
      this.#root[m] = moved(root);
      offset += size;
      this.#end[m] = offset + 1;
    }
  }

  /**
   * The probability that the function is true, and that it is false, each with its own relative accuracy.
   * @param probabilities of the events, 0..1, independent of one another
   */
  evaluate(probabilities: ArrayLike<number>): { p: number; q: number } {
    const q = this.#q;
    for (let e = 0; e < this.events; e++) {
      q[2 * e] = probabilities[e]!;
      q[2 * e + 1] = 1 - probabilities[e]!;
    }
    let node = 1;
    for (let m = 0; m < this.#root.length; m++) node = this.#sweepUp(m, node);
    return this.#topValue();
  }

  /**
   * The derivative of the last evaluated probability by the probability of each event (Birnbaum's importance, 1969):
   * the probability with the event true less that with it false, negative where the event's happening helps.
   * The array is the evaluator's own and changes with the next call.
   */
  birnbaum(): Float64Array {
    const { events } = this;
    const { top, isNegated } = this.#tree;
    const slope = this.#inputSlope.fill(0);
    const nodeSlope = this.#nodeSlope.fill(0);
    const high = this.#high;
    const low = this.#low;
    const input = this.#input;
    const p = this.#p;
    const q = this.#q;
    if ("constant" in top) return slope.subarray(0, events);
    slope[top.input] = isNegated ? -1 : 1;
    for (let m = this.#root.length - 1; m >= 0; m--) {
      const root = this.#root[m]!;
      nodeSlope[root >> 1] = (root & 1) === 1 ? -slope[events + m]! : slope[events + m]!;
      const start = m === 0 ? 1 : this.#end[m - 1]!;
      for (let n = this.#end[m]! - 1; n >= start; n--) {
        const s = nodeSlope[n]!;
        const i = input[n]!;
        const h = high[n]!;
        const l = low[n]!;
        // The difference of the smaller pair of values loses fewer digits.
        const ph = p[h]!;
        slope[i]! += s * (ph < 0.5 ? ph - p[l]! : p[l ^ 1]! - p[h ^ 1]!);
        nodeSlope[h >> 1]! += s * q[2 * i]!;
        const down = s * q[2 * i + 1]!;
        nodeSlope[l >> 1]! += (l & 1) === 1 ? -down : down;
      }
    }
    return slope.subarray(0, events);
  }

  /**
   * The probability with each event true and false, after `evaluate` and `birnbaum`. Where subtraction would cancel, the
   * modules above the event are evaluated anew, so that an event without which the function cannot be true gives exactly 0.
   */
  conditional(event: number, slope: number): { whenTrue: number; whenFalse: number } {
    const { p } = this.#topValue();
    const q = this.#q[2 * event]!;
    const whenTrue = p + (1 - q) * slope;
    const whenFalse = p - q * slope;
    return {
      whenTrue: slope < 0 && whenTrue < CANCELLATION * p ? this.#given(event, 1) : Math.min(1, whenTrue),
      whenFalse: slope > 0 && whenFalse < CANCELLATION * p ? this.#given(event, 0) : Math.min(1, whenFalse),
    };
  }

  /** The probability with one event's probability replaced; everything is put back afterwards. */
  #given(event: number, probability: number): number {
    const before = this.#q[2 * event]!;
    const recompute = (value: number): number => {
      this.#q[2 * event] = value;
      this.#q[2 * event + 1] = 1 - value;
      const isChanged = new Uint8Array(this.events + this.#root.length);
      isChanged[event] = 1;
      for (const [m, { inputs }] of this.#tree.modules.entries()) {
        if (!inputs.some((input) => isChanged[input] === 1)) continue;
        isChanged[this.events + m] = 1;
        this.#sweepUp(m, m === 0 ? 1 : this.#end[m - 1]!);
      }
      return this.#topValue().p;
    };
    const conditional = recompute(probability);
    recompute(before);
    return conditional;
  }

  #topValue(): { p: number; q: number } {
    const { top, isNegated } = this.#tree;
    const p = "constant" in top ? Number(top.constant) : this.#q[2 * top.input]!;
    const q = "constant" in top ? 1 - p : this.#q[2 * top.input + 1]!;
    return isNegated ? { p: q, q: p } : { p, q };
  }

  /** Evaluates the nodes of module `m`, which begin at `node`. */
  #sweepUp(m: number, node: number): number {
    const p = this.#p;
    const q = this.#q;
    const input = this.#input;
    const high = this.#high;
    const low = this.#low;
    const end = this.#end[m]!;
    for (let n = node; n < end; n++) {
      const i = 2 * input[n]!;
      const yes = q[i]!;
      const no = q[i + 1]!;
      const h = high[n]!;
      const l = low[n]!;
      p[2 * n] = yes * p[h]! + no * p[l]!;
      p[2 * n + 1] = yes * p[h ^ 1]! + no * p[l ^ 1]!;
    }
    const slot = 2 * (this.events + m);
    const root = this.#root[m]!;
    q[slot] = p[root]!;
    q[slot + 1] = p[root ^ 1]!;
    return end;
  }
}
