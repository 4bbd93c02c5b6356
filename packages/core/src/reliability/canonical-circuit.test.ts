import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { analyseFaultTree } from "./analysis.ts";
import { canonicalCircuit } from "./canonical-circuit.ts";
import { compileFaultTree } from "./compile-fault-tree.ts";
import { constant } from "./expression.ts";
import { type FaultTree, faultTree, type Gate } from "./fault-tree.ts";
import { simplifyCircuit } from "./simplify-circuit.ts";

/** Sixty gates over forty shared events, of every operator that keeps its meaning when its arguments change places. */
function randomTree(seed: number): FaultTree {
  const rng = new Rng(seed);
  const events = Array.from({ length: 40 }, (_, i) => ({
    name: `e${i}`,
    probability: constant(0.01 + 0.2 * rng.next()),
  }));
  const gates = Array.from({ length: 60 }, (_, i): Gate => {
    const operator = (["and", "or", "or", "atleast", "xor", "nand"] as const)[rng.int(6)]!;
    const below = i + 1 < 60 ? [`g${i + 1}`, `g${Math.min(59, i + 1 + rng.int(6))}`] : [];
    const args = [...new Set([...below, `e${rng.int(40)}`, `e${rng.int(40)}`, `e${(i * 7) % 40}`])];
    return { name: `g${i}`, operator, args, ...(operator === "atleast" ? { k: Math.min(2, args.length) } : {}) };
  });
  return faultTree({ name: `random ${seed}`, top: "g0", gates, events });
}

function shuffled(tree: FaultTree, seed: number): FaultTree {
  const rng = new Rng(seed);
  const gates = rng.shuffle(tree.gates.map((gate) => ({ ...gate, args: rng.shuffle([...gate.args]) })));
  return { ...tree, gates, events: rng.shuffle([...tree.events]) };
}

describe("canonicalCircuit", () => {
  it("gives one circuit for a tree however its arguments, gates and events are listed", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const tree = randomTree(seed);
      const formOf = (listed: FaultTree) => canonicalCircuit(simplifyCircuit(compileFaultTree(listed).circuit)).circuit;
      expect(formOf(shuffled(tree, seed))).toEqual(formOf(tree));
    }
  });

  it("keeps the function: every variable stands for the one that it came from", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const tree = randomTree(seed);
      const [given, listed] = [tree, shuffled(tree, seed)].map((each) => {
        const analysis = analyseFaultTree(each);
        if (analysis.kind !== "exact") throw new Error("must fit");
        const rows = analysis.importances().map((row) => [analysis.compiled.events[row.event]!.name, row.birnbaum]);
        return { nodes: analysis.bddNodes, slopes: Object.fromEntries(rows) as Record<string, number> };
      });
      expect(listed!.nodes).toBe(given!.nodes);
      for (const [name, slope] of Object.entries(given!.slopes)) expect(listed!.slopes[name]).toBeCloseTo(slope, 12);
    }
  });
});
