import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSystem } from "../system/index.ts";
import { analyseFaultTree } from "./analysis.ts";
import { constant } from "./expression.ts";
import { type FaultTree, faultTree } from "./fault-tree.ts";
import { randomTrees } from "./random-trees.fixture.ts";
import { systemFaultTree } from "./system-fault-tree.ts";
import { systemFromFaultTree } from "./system-from-fault-tree.ts";
import { SystemReliability } from "./system-reliability.ts";

const exactly = (tree: FaultTree): number => {
  const analysis = analyseFaultTree(tree);
  if (analysis.kind !== "exact") throw new Error("must fit");
  return analysis.probability().p;
};
const events = [
  { name: "Pump A", probability: constant(0.1) },
  { name: "Pump B", probability: constant(0.1) },
  { name: "Valve", probability: constant(0.02) },
  { name: "Operator", probability: constant(0.3) },
  { name: "Alarm", probability: constant(0.05) },
];

describe("systemFromFaultTree", () => {
  it("says disjunctions as needs, equal parts as replicas, and condenses what it has no words for", () => {
    const tree = faultTree({
      name: "plant",
      top: "No water",
      gates: [
        { name: "No water", operator: "or", args: ["Pumps", "Valve", "Not noticed"] },
        { name: "Pumps", operator: "and", args: ["Pump A", "Pump B"] },
        { name: "Not noticed", operator: "and", args: ["Operator", "Alarm"], line: 7 },
      ],
      events,
    });
    const { system, condensed } = systemFromFaultTree(tree);
    expect(condensed).toEqual([{ gate: "Not noticed", events: 2, line: 7 }]);
    const model = parseSystem(JSON.stringify(system));
    expect(
      model.components.map(({ id, replicas, requiredReplicas, failureProbability }) => [
        id,
        replicas,
        requiredReplicas,
        failureProbability,
      ]),
    ).toEqual([
      ["no-water", 1, 1, 0],
      ["pumps", 2, 1, 0.1],
      ["valve", 1, 1, 0.02],
      ["not-noticed", 1, 1, 0.3 * 0.05],
    ]);
    expect(model.dependencies.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "no-water pumps",
      "no-water valve",
      "no-water not-noticed",
    ]);
  });

  it("makes a system that fails as probably as the tree, for random trees of every gate type", () => {
    fc.assert(
      fc.property(randomTrees, (tree) => {
        const model = parseSystem(JSON.stringify(systemFromFaultTree(tree).system));
        const expected = exactly(tree);
        const { p } = new SystemReliability(model).whole.probability();
        expect(Math.abs(p - expected)).toBeLessThanOrEqual(1e-12 * Math.max(expected, 1e-3));
      }),
      { numRuns: 300 },
    );
  });

  it("keeps every component of a system's own tree that its words can say", () => {
    const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway, failureProbability: 0.01 }
  - { id: checkout, kind: service, replicas: 3, requiredReplicas: 2, failureProbability: 0.1 }
  - { id: db, kind: database, failureProbability: 0.001 }
dependencies:
  - { from: web, to: checkout }
  - { from: checkout, to: db }
`);
    const { system, condensed } = systemFromFaultTree(systemFaultTree(model).tree);
    expect(condensed).toEqual([]);
    const again = parseSystem(JSON.stringify(system));
    expect(again.components.filter(({ failureProbability }) => failureProbability > 0)).toHaveLength(3);
  });
});
