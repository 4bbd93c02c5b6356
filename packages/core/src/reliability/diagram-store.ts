import type { Circuit } from "./circuit.ts";
import { type Budget, type KnownOrder, type RaceResult, raceOrders } from "./race-orders.ts";

/** Nodes that a store keeps before it forgets what has not been asked for longest; about 12 bytes each. */
const MOST_NODES = 2_000_000;

/**
 * Diagrams of modules by their form. Entry points of one system share modules, and an edit leaves most of them as they
 * were: each form is built once.
 */
export class DiagramStore {
  /** What each race may cost. */
  readonly budget: Budget;
  /** By form, the one asked for last at the end. */
  readonly #known = new Map<string, RaceResult>();
  #nodes = 0;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  /** The best diagram of a canonical circuit, as `raceOrders` gives it. */
  diagramOf(circuit: Circuit, order?: KnownOrder): RaceResult {
    const form = formOf(circuit);
    const known = this.#known.get(form);
    const result = known ?? raceOrders(circuit, this.budget, order);
    this.#known.delete(form);
    this.#known.set(form, result);
    if (known === undefined) this.#nodes += sizeOf(result);
    for (const [oldest, forgotten] of this.#known) {
      if (this.#nodes <= MOST_NODES || oldest === form) break;
      this.#known.delete(oldest);
      this.#nodes -= sizeOf(forgotten);
    }
    return result;
  }
}

function sizeOf(result: RaceResult): number {
  return result.kind === "exact" ? result.diagram.size : result.levelOf.length;
}

/** Equal for circuits that are equal gate by gate, and for no others. */
function formOf({ variables, gates, root }: Circuit): string {
  const parts: string[] = [`${variables} ${root}`];
  for (const gate of gates) parts.push(`${gate.kind === "atleast" ? gate.k : gate.kind} ${gate.args.join()}`);
  return parts.join(";");
}
