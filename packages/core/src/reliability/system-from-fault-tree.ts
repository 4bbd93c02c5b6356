import { InputError, type Probability } from "../kernel/index.ts";
import type { z } from "zod";
import type { componentSchema, systemModelSchema } from "../system/index.ts";
import { analyseCompiled, defaultBudget } from "./analysis.ts";
import { topologicalOrder } from "./circuit.ts";
import { compileFaultTree, withTop } from "./compile-fault-tree.ts";
import { DiagramStore } from "./diagram-store.ts";
import type { FaultTree, Gate } from "./fault-tree.ts";
import { moduleRoots } from "./modules.ts";

/** A fault tree in the words of a system file, and what those words cannot say. */
export interface ImportedSystem {
  readonly system: z.input<typeof systemModelSchema>;
  /** Gates that became one component together with all below them, and how many events that were. */
  readonly condensed: readonly { readonly gate: string; readonly events: number; readonly line: number | undefined }[];
}

type ComponentInput = z.input<typeof componentSchema>;

/** How a gate or an event is said in a system file. */
type Shape =
  | { readonly kind: "event"; readonly probability: Probability }
  /** It fails when one of these fails. */
  | { readonly kind: "needs"; readonly args: readonly string[] }
  /** Equal parts of which so many must work. */
  | {
      readonly kind: "replicas";
      readonly replicas: number;
      readonly requiredReplicas: number;
      readonly probability: Probability;
    }
  | { readonly kind: "condensed"; readonly probability: Probability; readonly events: number };

/**
 * A system whose entry point fails with exactly the probability of the tree's top event. Disjunctions become components
 * that need their arguments; k-of-n gates over events of one probability that stand nowhere else become replicas. What
 * else there is (different parts in place of one another, negations) a system file has no words for: the smallest part
 * of the tree around it that shares nothing with the rest becomes one component of the same probability.
 *
 * @throws {InputError} for a tree that is not sound, and for a part to be condensed that does not fit the memory budget
 */
export function systemFromFaultTree(given: FaultTree): ImportedSystem {
  const compiled = compileFaultTree(given);
  const { tree, circuit, events, probabilities } = compiled;
  const store = new DiagramStore(defaultBudget);
  const gateByName = new Map(tree.gates.map((gate) => [gate.name, gate]));
  const probabilityOf = new Map(events.map(({ name }, i) => [name, probabilities[i]!]));
  const houseState = new Map(tree.houseEvents.map(({ name, state }) => [name, state]));
  const nodeOf = (name: string) => compiled.literalOf(name) >> 1;
  const isModule = moduleRoots(circuit);
  const order = topologicalOrder(circuit);
  const uses = new Map<string, number>();
  for (const node of order) for (const arg of gateAt(node).args) uses.set(arg, (uses.get(arg) ?? 0) + 1);
  const shapes = new Map<string, Shape>();
  for (const [name, probability] of probabilityOf) shapes.set(name, { kind: "event", probability });
  for (const node of order) {
    const gate = gateAt(node);
    const shape = asNeeds(gate) ?? asReplicas(gate) ?? (isModule[node] === 1 ? condensed(gate) : undefined);
    if (shape !== undefined) shapes.set(gate.name, shape);
  }
  return assemble();

  function gateAt(node: number): Gate {
    return tree.gates[node - events.length - 1]!;
  }

  function asNeeds({ operator, k, args }: Gate): Shape | undefined {
    const isOr = operator === "or" || operator === "null" || args.length === 1 || (operator === "atleast" && k === 1);
    if (!isOr || operator === "not" || operator === "nand" || operator === "nor") return undefined;
    const kept = [...new Set(args)].filter((arg) => houseState.get(arg) !== false);
    return kept.length > 0 && kept.every((arg) => shapes.has(arg)) ? { kind: "needs", args: kept } : undefined;
  }

  function asReplicas({ operator, k, args }: Gate): Shape | undefined {
    if (operator !== "and" && operator !== "atleast") return undefined;
    const probability = probabilityOf.get(args[0]!);
    const areEqual = args.every((arg) => probabilityOf.get(arg) === probability && uses.get(arg) === 1);
    if (probability === undefined || !areEqual || args.length > 1000) return undefined;
    const failures = operator === "and" ? args.length : k!;
    return { kind: "replicas", replicas: args.length, requiredReplicas: args.length - failures + 1, probability };
  }

  function condensed(gate: Gate): Shape {
    const analysis = analyseCompiled(withTop(compiled, gate.name), store);
    if (analysis.kind === "enclosed")
      throw new InputError(
        `the gate "${gate.name}" and what is below it do not fit the memory budget; its probability lies between ${analysis.bounds.join(" and ")}`,
        { file: given.file, line: gate.line },
      );
    const below = topologicalOrder(circuit, nodeOf(gate.name));
    const leaves = new Set(below.flatMap((node) => gateAt(node).args));
    return {
      kind: "condensed",
      probability: analysis.probability().p,
      events: [...leaves].filter((name) => probabilityOf.has(name)).length,
    };
  }

  function assemble(): ImportedSystem {
    const components: ComponentInput[] = [];
    const dependencies: { from: string; to: string }[] = [];
    const condensedGates: ImportedSystem["condensed"][number][] = [];
    const idOf = uniqueIds();
    const seen = new Set([tree.top]);
    // A set is walked in the order in which it grows.
    for (const name of seen) {
      const shape = shapes.get(name)!;
      const id = idOf(name);
      const label = gateByName.get(name)?.label ?? events[nodeOf(name) - 1]?.label ?? name;
      const common = { id, name: label.replace(/\s+/g, " ").trim() || name, kind: "service" } as const;
      switch (shape.kind) {
        case "event":
          components.push({ ...common, failureProbability: shape.probability });
          break;
        case "replicas": {
          const { replicas, requiredReplicas, probability } = shape;
          components.push({ ...common, replicas, requiredReplicas, failureProbability: probability });
          break;
        }
        case "condensed": {
          components.push({ ...common, failureProbability: shape.probability });
          condensedGates.push({ gate: name, events: shape.events, line: gateByName.get(name)?.line });
          break;
        }
        case "needs":
          components.push({ ...common, failureProbability: 0 });
          for (const arg of shape.args) {
            dependencies.push({ from: id, to: idOf(arg) });
            seen.add(arg);
          }
          break;
      }
    }
    return { system: { name: tree.name, components, dependencies }, condensed: condensedGates };
  }
}

/** Gives each name an id as system files want them, always the same one for the same name. */
function uniqueIds(): (name: string) => string {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  return (name) => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const base =
      name
        .toLowerCase()
        .replace(/[^a-z0-9._-]+/g, "-")
        .replace(/^[^a-z0-9]+/, "")
        .slice(0, 56) || "part";
    let id = base;
    for (let i = 2; taken.has(id); i++) id = `${base}-${i}`;
    taken.add(id);
    ids.set(name, id);
    return id;
  };
}
