import { expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { analyseFaultTree } from "./analysis.ts";
import { BatchEvaluator } from "./batch-evaluator.ts";
import { compileFaultTree } from "./compile-fault-tree.ts";
import { DiagramStore } from "./diagram-store.ts";
import { constant } from "./expression.ts";
import { faultTree, type Gate } from "./fault-tree.ts";
import { splitIntoModules } from "./modules.ts";
import { simplifyCircuit } from "./simplify-circuit.ts";

const budget = { maxNodes: 100_000, maxSteps: 1_000_000 };

it.each([
  [
    "a constant",
    [
      { name: "top", operator: "or", args: ["a", "not a"] },
      { name: "not a", operator: "not", args: ["a"] },
    ],
  ],
  ["one event", [{ name: "top", operator: "null", args: ["a"] }]],
  ["the opposite of an event", [{ name: "top", operator: "not", args: ["a"] }]],
  ["the opposite of a module", [{ name: "top", operator: "nor", args: ["a", "b", "c"] }]],
  [
    "modules, shared events and opposites",
    [
      { name: "top", operator: "or", args: ["left", "right", "odd"] },
      { name: "left", operator: "and", args: ["a", "shared"] },
      { name: "right", operator: "and", args: ["b", "shared"] },
      { name: "shared", operator: "atleast", k: 2, args: ["c", "d", "e"] },
      { name: "odd", operator: "xor", args: ["e", "f", "g"] },
    ],
  ],
] satisfies [string, Gate[]][])("evaluates %s at many samples as one at a time", (_, gates) => {
  const rng = new Rng(1);
  const events = ["a", "b", "c", "d", "e", "f", "g"].map((name) => ({ name, probability: constant(0.1) }));
  const tree = faultTree({ name: "t", top: "top", gates, events });
  const analysis = analyseFaultTree(tree);
  if (analysis.kind !== "exact") throw new Error("must fit");
  const store = new DiagramStore(budget);
  const modules = splitIntoModules(simplifyCircuit(compileFaultTree(tree).circuit));
  const diagrams = modules.modules.map(({ circuit }) => {
    const built = store.diagramOf(circuit);
    if (built.kind !== "exact") throw new Error("must fit");
    return built.diagram;
  });
  // Not a multiple of the lanes, and some events that do not vary.
  const samples = 21;
  const columns = events.map((_event, i) =>
    i % 3 === 2 ? 0.25 : Float64Array.from({ length: samples }, () => rng.next() ** 3),
  );
  const values = new BatchEvaluator(modules, diagrams).evaluate(columns, samples);
  expect(values).toHaveLength(samples);
  for (let sample = 0; sample < samples; sample++) {
    for (const [event, column] of columns.entries())
      analysis.setProbability(event, typeof column === "number" ? column : column[sample]!);
    expect(Math.abs(values[sample]! - analysis.probability().p)).toBeLessThanOrEqual(1e-15);
  }
});
