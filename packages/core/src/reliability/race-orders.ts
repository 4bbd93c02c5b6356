import { BddBuilder } from "./build-bdd.ts";
import type { Circuit } from "./circuit.ts";
import { type Diagram, extractDiagram } from "./diagram.ts";
import { type VariableOrder, variableOrders } from "./variable-orders.ts";

/** How much an exact answer may cost. Both are deterministic, so that every machine gives the same answer. */
export interface Budget {
  /** Nodes of one diagram, dead ones included; about 30 bytes each. */
  readonly maxNodes: number;
  /** Operations on diagrams in all, about three million a second on a laptop of 2020. */
  readonly maxSteps: number;
}

/** What a race gives: the smallest diagram, or the order that got farthest where none has fitted the budget. */
export type RaceResult =
  | { readonly kind: "exact"; readonly diagram: Diagram }
  | { readonly kind: "over-budget"; readonly levelOf: Int32Array };

/** An order that is known to suit, from a circuit much like this one. */
export interface KnownOrder {
  readonly levelOf: Int32Array;
  /** Nodes up to which its diagram is as good as that one's. */
  readonly goodSize: number;
}

const FIRST_HEAT = 8_000;
/** Steps that a known order may take before it has to race like any other. */
const KNOWN_STEPS = 100_000;
/** How many orders run as they are in each heat, which gives twice the steps of the one before. */
const FIELD = [8, 6, 4, 3, 3, 3, 3, 3, 2, 2];
/** The heat after which the leading order also runs with variables moved, and its steps at once. */
const MOVES_AFTER = 3;
const FIRST_MOVES = 1_200_000;
/** Nodes from which on a smaller diagram is worth looking for: whoever asks "what if" waits for each of them. */
const LARGE = 10_000;
/** Nodes for each variable up to which no other order can do much better. */
const NEARLY_LINEAR = 2;

interface Finish {
  readonly diagram: Diagram;
  readonly steps: number;
}

/**
 * The diagram of a circuit in the best of several variable orders.
 *
 * The orders race in heats of so many steps each, and those that have built the most gates go on. What a few heats have
 * not decided, or decided for a large diagram, also runs from its start with variables moved as the diagram grows: that
 * takes longer and ends smaller. Once an order has finished, the others may use as many steps as it did, and the smallest
 * diagram wins. A known order that does as well as before wins without a race.
 */
export function raceOrders(circuit: Circuit, budget: Budget, known?: KnownOrder): RaceResult {
  const purse = new Purse(budget);
  if (known !== undefined) {
    const finish = purse.run(new BddBuilder(circuit, known.levelOf), KNOWN_STEPS, false);
    if (finish !== undefined && finish.diagram.size <= known.goodSize)
      return { kind: "exact", diagram: finish.diagram };
  }
  const orders = variableOrders(circuit);
  const runnerOf = ({ levelOf }: VariableOrder) => ({ levelOf, builder: new BddBuilder(circuit, levelOf) });
  const favourite = runnerOf(orders.next().value);
  // One gate over distinct variables is as large in one order as in another.
  const isAlone = circuit.gates.length === 1;
  const first = purse.run(favourite.builder, isAlone ? budget.maxSteps : FIRST_HEAT, false);
  if (first !== undefined && (isAlone || first.diagram.size <= NEARLY_LINEAR * circuit.variables))
    return { kind: "exact", diagram: first.diagram };
  let fixed = [favourite, ...[...orders].map(runnerOf)];
  const moving: BddBuilder[] = [];
  for (let heat = 0, steps = FIRST_HEAT; ; heat++, steps *= 2) {
    const before = purse.spent;
    fixed = fixed.slice(0, FIELD[heat] ?? 0);
    let best: Finish | undefined;
    for (const { builder } of fixed) {
      best = smaller(best, purse.run(builder, best?.steps ?? steps, false));
      // Only one that moves variables is likely to do much better.
      if (best !== undefined && best.diagram.size > LARGE) break;
    }
    fixed.sort((a, b) => byProgress(a.builder, b.builder));
    const isLarge = best !== undefined && best.diagram.size > LARGE;
    if (moving.length === 0 && (isLarge || (best === undefined && heat === MOVES_AFTER))) {
      moving.push(new BddBuilder(circuit, fixed[0]!.levelOf));
      best = smaller(best, purse.run(moving[0]!, FIRST_MOVES, true));
    } else if (best === undefined && steps > FIRST_MOVES) {
      if (moving.length === 1 && fixed[1] !== undefined) moving.push(new BddBuilder(circuit, fixed[1].levelOf));
      for (const builder of moving) best = smaller(best, purse.run(builder, best?.steps ?? steps, true));
    }
    if (best !== undefined) return { kind: "exact", diagram: best.diagram };
    // Nobody gets on where the nodes, not the steps, have run out.
    if (purse.isOpen && (purse.spent > before || steps < 2 * FIRST_MOVES)) continue;
    const leader = [...moving, ...fixed.map(({ builder }) => builder)].sort(byProgress)[0]!;
    return { kind: "over-budget", levelOf: leader.levelOf };
  }
}

function smaller(a: Finish | undefined, b: Finish | undefined): Finish | undefined {
  return a === undefined || (b !== undefined && b.diagram.size < a.diagram.size) ? b : a;
}

function byProgress(a: BddBuilder, b: BddBuilder): number {
  return b.gatesDone - a.gatesDone || a.bdd.count - b.bdd.count;
}

/** Pays for every runner's steps out of one budget. */
class Purse {
  readonly #budget: Budget;
  spent = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  get isOpen(): boolean {
    return this.spent < this.#budget.maxSteps;
  }

  /** Lets a builder go on until it has taken `steps` in all; undefined where it has not finished by then. */
  run(builder: BddBuilder, steps: number, isMoving: boolean): Finish | undefined {
    const { maxNodes, maxSteps } = this.#budget;
    const before = builder.bdd.steps;
    const hasFinished = builder.run(maxNodes, Math.min(steps, before + maxSteps - this.spent), isMoving);
    this.spent += builder.bdd.steps - before;
    if (!hasFinished) return undefined;
    const diagram = extractDiagram(builder.bdd, builder.root, variableAt(builder.levelOf));
    return { diagram, steps: builder.bdd.steps };
  }
}

function variableAt(levelOf: Int32Array): Int32Array {
  const at = new Int32Array(levelOf.length - 1);
  for (let v = 1; v < levelOf.length; v++) at[levelOf[v]!] = v;
  return at;
}
