import type { Rng } from "../kernel/index.ts";
import { type DiagramPair, enclose } from "./bounded-bdd.ts";
import { certifiedInterval } from "./certified-interval.ts";
import { type CompiledTree, compileFaultTree } from "./compile-fault-tree.ts";
import { cutSetFamilies, type CutSetFamily, cutSetOrders } from "./cut-sets.ts";
import type { Diagram } from "./diagram.ts";
import { Evaluator } from "./evaluator.ts";
import type { FaultTree } from "./fault-tree.ts";
import { type Importance, importances } from "./importance.ts";
import { type ModuleTree, splitIntoModules } from "./modules.ts";
import { type Budget, raceOrders } from "./race-orders.ts";
import { simplifyCircuit } from "./simplify-circuit.ts";
import { type CutSet, topCutSets } from "./top-cut-sets.ts";
import { propagateUncertainty, type Uncertainty } from "./uncertainty.ts";

/** Enough for a tree of a hundred thousand nodes many times over, and an end within a minute or so. */
export const defaultBudget: Budget = { maxNodes: 6_000_000, maxSteps: 60_000_000 };

/** Where a tree does not fit the budget: the probability lies between the bounds, and nothing finer is known. */
export interface EnclosedAnalysis {
  readonly kind: "enclosed";
  readonly compiled: CompiledTree;
  readonly bounds: readonly [low: number, high: number];
  /** Nodes of the diagrams below and above the tree. */
  readonly bddNodes: number;
}

/**
 * Builds the diagrams of a fault tree and makes it ready to be asked. Where they do not fit the budget the answer is an
 * interval that certainly holds the probability.
 *
 * @throws {InputError} for a tree that is not sound; see `compileFaultTree`
 */
export function analyseFaultTree(tree: FaultTree, budget: Budget = defaultBudget): ExactAnalysis | EnclosedAnalysis {
  const compiled = compileFaultTree(tree);
  const modules = splitIntoModules(simplifyCircuit(compiled.circuit));
  const races = modules.modules.map(({ circuit }) => raceOrders(circuit, budget));
  const diagrams = races.flatMap((race) => (race.kind === "exact" ? [race.diagram] : []));
  if (diagrams.length === races.length) return new ExactAnalysis(compiled, modules, diagrams, budget);

  const weights = [...compiled.probabilities];
  const enclosed: (Diagram | DiagramPair)[] = [];
  for (const [m, race] of races.entries()) {
    const { circuit, inputs } = modules.modules[m]!;
    const localWeights = [0, ...inputs.map((input) => weights[input]!)];
    const part = race.kind === "exact" ? race.diagram : enclose(circuit, race.levelOf, localWeights, budget);
    enclosed.push(part);
    const upToHere = { ...modules, modules: modules.modules.slice(0, m + 1), isNegated: false };
    const [low, high] = certifiedInterval(
      { ...upToHere, top: { input: modules.events + m } },
      enclosed,
      compiled.probabilities,
    );
    weights.push((low + high) / 2);
  }
  const bddNodes = enclosed.reduce(
    (sum, part) => sum + ("below" in part ? part.below.size + part.above.size : part.size),
    0,
  );
  return { kind: "enclosed", compiled, bounds: certifiedInterval(modules, enclosed, compiled.probabilities), bddNodes };
}

/** A fault tree whose diagrams are built: every change of a probability is one sweep over their nodes. */
export class ExactAnalysis {
  readonly kind = "exact";
  readonly compiled: CompiledTree;
  /** By event; whoever asks "what if" writes here and asks again. */
  readonly probabilities: Float64Array;
  readonly #modules: ModuleTree;
  readonly #diagrams: readonly Diagram[];
  readonly #evaluator: Evaluator;
  readonly #budget: Budget;
  #families: CutSetFamily[] | undefined | "not asked" = "not asked";

  constructor(compiled: CompiledTree, modules: ModuleTree, diagrams: readonly Diagram[], budget: Budget) {
    this.compiled = compiled;
    this.probabilities = Float64Array.from(compiled.probabilities);
    this.#modules = modules;
    this.#diagrams = diagrams;
    this.#evaluator = new Evaluator(modules, diagrams);
    this.#budget = budget;
  }

  /** Nodes of the diagrams. */
  get bddNodes(): number {
    return this.#evaluator.size;
  }

  /** The probability of the top event, and of its opposite; each keeps its own relative accuracy. */
  probability(): { p: number; q: number } {
    return this.#evaluator.evaluate(this.probabilities);
  }

  /** Every event's importance, by index. */
  importances(): Importance[] {
    const { p } = this.#evaluator.evaluate(this.probabilities);
    return importances(this.#evaluator, this.probabilities, p);
  }

  /** How many minimal cut sets there are of each order, from order 0; undefined where they do not fit the budget. */
  cutSetOrders(): bigint[] | undefined {
    const families = this.#cutSets();
    return families === undefined ? undefined : cutSetOrders(this.#modules, families);
  }

  /** The most probable minimal cut sets, best first; undefined where they do not fit the budget. */
  topCutSets(count: number): CutSet[] | undefined {
    const families = this.#cutSets();
    return families === undefined ? undefined : topCutSets(this.#modules, families, this.probabilities, count);
  }

  /** How the uncertainty of the probabilities that the tree gives spreads to the top event's. */
  uncertainty(samples: number, rng: Rng, plainErrorFactor?: number): Uncertainty {
    return propagateUncertainty(this.compiled.tree, this.#evaluator, samples, rng, plainErrorFactor);
  }

  #cutSets(): CutSetFamily[] | undefined {
    if (this.#families === "not asked") this.#families = cutSetFamilies(this.#modules, this.#diagrams, this.#budget);
    return this.#families;
  }
}
