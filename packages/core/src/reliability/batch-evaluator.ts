import { FALSE, TRUE } from "./bdd.ts";
import type { Diagram } from "./diagram.ts";
import type { ModuleTree } from "./modules.ts";

/** Samples that go through the nodes together. */
const LANES = 8;

/** Where nothing is kept yet. */
const NOT_NEEDED = -1;

/**
 * Evaluates a function that is given as the diagrams of its modules at many samples of the probabilities, eight a sweep:
 * what a node costs to look up is paid once for eight.
 *
 * As in `Evaluator` a function and its complement are values side by side, neither formed by taking the other from 1;
 * but only those are kept that the top event needs, which in a coherent tree is one of the two for nearly every node.
 */
export class BatchEvaluator {
  readonly events: number;
  readonly #tree: ModuleTree;
  /** By step: the input that decides it, and the slots of its high and low values; the step's own slot follows from its place. */
  readonly #input: Int32Array;
  readonly #high: Int32Array;
  readonly #low: Int32Array;
  /** By module: the first step after its own, and the slots of its being true and false. */
  readonly #modules: readonly { readonly end: number; readonly whenTrue: number; readonly whenFalse: number }[];
  /** By slot, `LANES` values; slots 0 and 1 are the constants. */
  readonly #value: Float64Array;
  /** By input, `LANES` probabilities of true, then as many of false. */
  readonly #q: Float64Array;

  constructor(tree: ModuleTree, diagrams: readonly Diagram[]) {
    this.events = tree.events;
    this.#tree = tree;
    const input: number[] = [];
    const high: number[] = [];
    const low: number[] = [];
    this.#modules = diagrams.map((diagram, m) => {
      const { inputs } = tree.modules[m]!;
      const { size, variableAt, level } = diagram;
      const isTop = m === diagrams.length - 1;
      const slot = neededEdges(
        diagram,
        isTop ? [diagram.root ^ Number(tree.isNegated)] : [0, 1].map((c) => diagram.root ^ c),
      );
      slot[TRUE] = 0;
      slot[FALSE] = 1;
      for (let edge = 2; edge < 2 * size + 2; edge++) {
        if (slot[edge] === NOT_NEEDED) continue;
        slot[edge] = 2 + input.length;
        input.push(inputs[variableAt[level[edge >> 1]!]! - 1]!);
        high.push(slot[diagram.high[edge >> 1]! ^ (edge & 1)]!);
        low.push(slot[diagram.low[edge >> 1]! ^ (edge & 1)]!);
      }
      return { end: input.length, whenTrue: slot[diagram.root]!, whenFalse: slot[diagram.root ^ 1]! };
    });
    this.#input = Int32Array.from(input, (i) => 2 * LANES * i);
    this.#high = Int32Array.from(high, (slot) => LANES * slot);
    this.#low = Int32Array.from(low, (slot) => LANES * slot);
    this.#value = new Float64Array(LANES * (2 + input.length)).fill(1, 0, LANES);
    this.#q = new Float64Array(2 * LANES * (tree.events + diagrams.length));
  }

  /**
   * The probability that the function is true at each sample.
   * @param probabilities by event: one number for all samples, or a column of one for each
   */
  evaluate(probabilities: readonly (number | Float64Array)[], samples: number): Float64Array {
    const { top, isNegated } = this.#tree;
    const result = new Float64Array(samples);
    if ("constant" in top) return result.fill(top.constant === isNegated ? 0 : 1);
    const q = this.#q;
    const columns: { readonly at: number; readonly column: Float64Array }[] = [];
    for (const [event, given] of probabilities.entries()) {
      const at = 2 * LANES * event;
      if (typeof given === "number") q.fill(given, at, at + LANES).fill(1 - given, at + LANES, at + 2 * LANES);
      else columns.push({ at, column: given });
    }
    const isEvent = top.input < this.events;
    for (let start = 0; start < samples; start += LANES) {
      const lanes = Math.min(LANES, samples - start);
      for (const { at, column } of columns) {
        for (let lane = 0; lane < lanes; lane++) {
          const p = column[start + lane]!;
          q[at + lane] = p;
          q[at + LANES + lane] = 1 - p;
        }
      }
      if (!isEvent) this.#sweep();
      const { whenTrue, whenFalse } = this.#modules.at(-1) ?? { whenTrue: 0, whenFalse: 1 };
      for (let lane = 0; lane < lanes; lane++)
        result[start + lane] = isEvent
          ? q[2 * LANES * top.input + (isNegated ? LANES : 0) + lane]!
          : this.#value[LANES * (isNegated ? whenFalse : whenTrue) + lane]!;
    }
    return result;
  }

  #sweep(): void {
    const value = this.#value;
    const q = this.#q;
    const input = this.#input;
    const high = this.#high;
    const low = this.#low;
    let step = 0;
    for (const [m, { end, whenTrue, whenFalse }] of this.#modules.entries()) {
      for (; step < end; step++) {
        const at = LANES * (2 + step);
        const yes = input[step]!;
        const no = yes + LANES;
        const h = high[step]!;
        const l = low[step]!;
        // Eight lanes written out: a loop of eight takes half as long again.
        value[at] = q[yes]! * value[h]! + q[no]! * value[l]!;
        value[at + 1] = q[yes + 1]! * value[h + 1]! + q[no + 1]! * value[l + 1]!;
        value[at + 2] = q[yes + 2]! * value[h + 2]! + q[no + 2]! * value[l + 2]!;
        value[at + 3] = q[yes + 3]! * value[h + 3]! + q[no + 3]! * value[l + 3]!;
        value[at + 4] = q[yes + 4]! * value[h + 4]! + q[no + 4]! * value[l + 4]!;
        value[at + 5] = q[yes + 5]! * value[h + 5]! + q[no + 5]! * value[l + 5]!;
        value[at + 6] = q[yes + 6]! * value[h + 6]! + q[no + 6]! * value[l + 6]!;
        value[at + 7] = q[yes + 7]! * value[h + 7]! + q[no + 7]! * value[l + 7]!;
      }
      if (m === this.#modules.length - 1) return;
      const at = 2 * LANES * (this.events + m);
      for (let lane = 0; lane < LANES; lane++) {
        q[at + lane] = value[LANES * whenTrue + lane]!;
        q[at + LANES + lane] = value[LANES * whenFalse + lane]!;
      }
    }
  }
}

/** By edge: 0 where one of `roots` needs its value. */
function neededEdges({ size, high, low }: Diagram, roots: readonly number[]): Int32Array {
  const needed = new Int32Array(2 * size + 2).fill(NOT_NEEDED);
  for (const root of roots) needed[root] = 0;
  for (let edge = 2 * size + 1; edge > 1; edge--) {
    if (needed[edge] === NOT_NEEDED) continue;
    needed[high[edge >> 1]! ^ (edge & 1)] = 0;
    needed[low[edge >> 1]! ^ (edge & 1)] = 0;
  }
  return needed;
}
