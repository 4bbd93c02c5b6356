import { constant, faultTree } from "@homeostat/core/reliability";
import { describe, expect, it } from "vitest";
import { drawTree } from "./drawn-tree.ts";

const tree = faultTree({
  name: "t",
  top: "top",
  gates: [
    { name: "top", operator: "or", args: ["left", "right", "c"] },
    { name: "left", operator: "and", args: ["a", "shared"] },
    { name: "right", operator: "and", args: ["b", "shared"] },
    { name: "shared", operator: "or", args: ["d", "e"] },
  ],
  events: ["a", "b", "c", "d", "e"].map((name) => ({ name, probability: constant(0.1) })),
});

describe("drawTree", () => {
  it("sets gates above the middle of their arguments and lets no two boxes touch", () => {
    const { nodes, lines } = drawTree(tree, "top", () => true);
    for (const [above] of lines) {
      const below = lines.filter(([gate]) => gate === above).map(([, child]) => nodes[child]!.x);
      expect(nodes[above]!.x).toBe((below[0]! + below.at(-1)!) / 2);
    }
    for (const a of nodes)
      for (const b of nodes) expect(a === b || a.y !== b.y || Math.abs(a.x - b.x) >= 148).toBe(true);
  });

  it("draws a shared gate once and leads to it elsewhere", () => {
    const { nodes } = drawTree(tree, "top", () => true);
    expect(nodes.filter(({ name }) => name === "shared").map(({ kind }) => kind)).toEqual(["gate", "again"]);
  });

  it("draws only what is open", () => {
    const { nodes } = drawTree(tree, "top", (_, depth) => depth === 0);
    expect(nodes.map(({ name }) => name)).toEqual(["top", "left", "right", "c"]);
  });

  it("says how many arguments it leaves out", () => {
    const args = Array.from({ length: 40 }, (_, i) => `e${i}`);
    const wide = faultTree({ name: "w", top: "g", gates: [{ name: "g", operator: "or", args }] });
    expect(drawTree(wide, "g", () => true).nodes.at(-1)).toMatchObject({ kind: "more", count: 16 });
  });
});
