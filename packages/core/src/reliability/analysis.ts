import type { Probability, Rng } from "../kernel/index.ts";
import { BatchEvaluator } from "./batch-evaluator.ts";
import { type DiagramPair, enclose } from "./bounded-bdd.ts";
import { certifiedInterval } from "./certified-interval.ts";
import { type CompiledTree, compileFaultTree } from "./compile-fault-tree.ts";
import { cutSetFamilies, type CutSetFamily, cutSetOrders } from "./cut-sets.ts";
import type { Diagram } from "./diagram.ts";
import { DiagramStore } from "./diagram-store.ts";
import { Evaluator } from "./evaluator.ts";
import type { FaultTree } from "./fault-tree.ts";
import { type Importance, importances } from "./importance.ts";
import { type ModuleTree, splitIntoModules } from "./modules.ts";
import type { Budget, KnownOrder } from "./race-orders.ts";
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
  return analyseCompiled(compileFaultTree(tree), new DiagramStore(budget));
}

/**
 * The same for a tree that is checked already, with what the store has built for trees like it; `before` is one that it
 * differs from by an edit, whose variable order is tried first.
 */
export function analyseCompiled(
  compiled: CompiledTree,
  store: DiagramStore,
  before?: ExactAnalysis,
): ExactAnalysis | EnclosedAnalysis {
  const { budget } = store;
  const modules = splitIntoModules(simplifyCircuit(compiled.circuit));
  const orders = before === undefined ? [] : knownOrders(compiled, modules, before);
  const races = modules.modules.map(({ circuit }, m) => store.diagramOf(circuit, orders[m]));
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

/** A diagram of an edited tree may be larger than the one before by as much. */
const GROWTH = 1.1;

/** For each module the order of the tree before the edit; events that were not in it come last. */
function knownOrders({ events }: CompiledTree, { modules }: ModuleTree, before: ExactAnalysis): KnownOrder[] {
  const rank = new Map(before.variableOrder().map((name, i) => [name, i]));
  const ranks = events.map(({ name }) => rank.get(name) ?? Infinity);
  const goodSize = GROWTH * before.bddNodes;
  return modules.map(({ inputs }) => {
    const variables = inputs.map((input, i) => ({ variable: i + 1, rank: ranks[input]! }));
    variables.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
    const levelOf = new Int32Array(inputs.length + 1);
    for (const [level, { variable }] of variables.entries()) levelOf[variable] = level;
    // A module stands where the first of its events does.
    ranks.push(variables[0]?.rank ?? Infinity);
    return { levelOf, goodSize };
  });
}

/** A fault tree whose diagrams are built: every change of a probability is one sweep over their nodes. */
export class ExactAnalysis {
  readonly kind = "exact";
  readonly compiled: CompiledTree;
  readonly #probabilities: Float64Array;
  readonly #modules: ModuleTree;
  readonly #diagrams: readonly Diagram[];
  readonly #evaluator: Evaluator;
  readonly #budget: Budget;
  /** Whether the evaluator's last sweep was at the probabilities as they are. */
  #isEvaluated = false;
  /** What is known at the probabilities as they are. */
  #value: { readonly p: number; readonly q: number } | undefined;
  #slopes: Float64Array | undefined;
  #families: CutSetFamily[] | undefined | "not asked" = "not asked";
  #orders: bigint[] | undefined;

  constructor(compiled: CompiledTree, modules: ModuleTree, diagrams: readonly Diagram[], budget: Budget) {
    this.compiled = compiled;
    this.#probabilities = Float64Array.from(compiled.probabilities);
    this.#modules = modules;
    this.#diagrams = diagrams;
    this.#evaluator = new Evaluator(modules, diagrams);
    this.#budget = budget;
  }

  /** By event, as last set. */
  get probabilities(): Readonly<ArrayLike<number>> {
    return this.#probabilities;
  }

  /** Asks "what if": every answer from here on is for this probability of the event. */
  setProbability(event: number, probability: Probability): void {
    if (this.#probabilities[event] === probability) return;
    this.#probabilities[event] = probability;
    this.#isEvaluated = false;
    this.#value = undefined;
    this.#slopes = undefined;
  }

  /** The names of the events in the order of the diagrams' variables, each module's where it stands. */
  variableOrder(): string[] {
    const { top, events, modules } = this.#modules;
    const names = (input: number): string[] => {
      if (input < events) return [this.compiled.events[input]!.name];
      const { inputs } = modules[input - events]!;
      return [...this.#diagrams[input - events]!.variableAt].flatMap((variable) => names(inputs[variable - 1]!));
    };
    return "input" in top ? names(top.input) : [];
  }

  /** Nodes of the diagrams. */
  get bddNodes(): number {
    return this.#evaluator.size;
  }

  /** The probability of the top event, and of its opposite; each keeps its own relative accuracy. */
  probability(): { readonly p: number; readonly q: number } {
    this.#value ??= this.#evaluated();
    return this.#value;
  }

  /** The same with some events' probability replaced, for this one question. */
  probabilityGiven(events: readonly number[], probability: Probability): { readonly p: number; readonly q: number } {
    const given = Float64Array.from(this.#probabilities);
    for (const event of events) given[event] = probability;
    this.#isEvaluated = false;
    return this.#evaluator.evaluate(given);
  }

  /** The derivative of the probability by that of each event (Birnbaum's importance). */
  slopes(): Readonly<ArrayLike<number>> {
    if (this.#slopes === undefined) {
      this.#evaluated();
      this.#slopes = this.#evaluator.birnbaum().slice();
    }
    return this.#slopes;
  }

  /** Every event's importance, by index. */
  importances(): Importance[] {
    const slopes = this.slopes();
    const { p } = this.#evaluated();
    return importances(this.#evaluator, this.#probabilities, slopes, p);
  }

  /** How many minimal cut sets there are of each order, from order 0; undefined where they do not fit the budget. */
  cutSetOrders(): readonly bigint[] | undefined {
    const families = this.#cutSets();
    if (families !== undefined) this.#orders ??= cutSetOrders(this.#modules, families);
    return this.#orders;
  }

  /** The most probable minimal cut sets, best first; undefined where they do not fit the budget. */
  topCutSets(count: number): CutSet[] | undefined {
    const families = this.#cutSets();
    return families === undefined ? undefined : topCutSets(this.#modules, families, this.#probabilities, count);
  }

  /** How the uncertainty of the probabilities that the tree gives spreads to the top event's. */
  uncertainty(samples: number, rng: Rng, plainErrorFactor?: number): Uncertainty {
    const evaluator = new BatchEvaluator(this.#modules, this.#diagrams);
    return propagateUncertainty(this.compiled.tree, evaluator, samples, rng, plainErrorFactor);
  }

  #evaluated(): { readonly p: number; readonly q: number } {
    if (this.#isEvaluated && this.#value !== undefined) return this.#value;
    this.#value = this.#evaluator.evaluate(this.#probabilities);
    this.#isEvaluated = true;
    return this.#value;
  }

  #cutSets(): CutSetFamily[] | undefined {
    if (this.#families === "not asked") this.#families = cutSetFamilies(this.#modules, this.#diagrams, this.#budget);
    return this.#families;
  }
}
