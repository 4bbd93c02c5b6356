import { BddBuilder } from "./build-bdd.ts";
import type { Circuit } from "./circuit.ts";
import { type Diagram, extractDiagram } from "./diagram.ts";
import { variableOrders } from "./variable-orders.ts";

/** How much an exact answer may cost. Both are deterministic, so that every machine gives the same answer. */
export interface Budget {
  /** Nodes of one diagram, dead ones included; about 30 bytes each. */
  readonly maxNodes: number;
  /** Operations on diagrams; about three million a second on a laptop of 2020. */
  readonly maxSteps: number;
}

const FIRST_HEAT = 8_000;
const HEAT_GROWTH = 8;

/** What a race gives: the smallest diagram, or the order that got farthest where none has fitted the budget. */
export type RaceResult =
  | { readonly kind: "exact"; readonly diagram: Diagram }
  | { readonly kind: "over-budget"; readonly levelOf: Int32Array };

/**
 * The diagram of a circuit in the best of several variable orders.
 *
 * The orders race in heats: each gets the same number of steps, the half that has built more gates goes on with eight
 * times as many. Once one has finished, the others of its heat may use as many steps as it did; the smallest wins.
 */
export function raceOrders(circuit: Circuit, budget: Budget): RaceResult {
  let runners = variableOrders(circuit).map(({ levelOf }) => new BddBuilder(circuit, levelOf));
  let spent = 0;
  for (let heat = FIRST_HEAT; ; heat *= HEAT_GROWTH) {
    let allowed = heat;
    let best: { diagram: Diagram; steps: number } | undefined;
    for (const runner of runners) {
      const before = runner.bdd.steps;
      const hasFinished = runner.run(budget.maxNodes, Math.min(allowed, before + budget.maxSteps - spent));
      spent += runner.bdd.steps - before;
      if (!hasFinished) continue;
      allowed = Math.min(allowed, runner.bdd.steps + 1000);
      const diagram = extractDiagram(runner.bdd, runner.root, variableAt(runner.levelOf));
      if (best === undefined || diagram.size < best.diagram.size) best = { diagram, steps: runner.bdd.steps };
    }
    if (best !== undefined) return { kind: "exact", diagram: best.diagram };
    runners.sort((a, b) => b.gatesDone - a.gatesDone || a.bdd.count - b.bdd.count);
    const { levelOf } = runners[0]!;
    runners = runners.slice(0, Math.ceil(runners.length / 2)).filter(({ bdd }) => bdd.count < budget.maxNodes);
    if (spent >= budget.maxSteps || runners.length === 0) return { kind: "over-budget", levelOf };
  }
}

function variableAt(levelOf: Int32Array): Int32Array {
  const at = new Int32Array(levelOf.length - 1);
  for (let v = 1; v < levelOf.length; v++) at[levelOf[v]!] = v;
  return at;
}
