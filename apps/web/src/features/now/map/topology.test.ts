import { describe, expect, it } from "vitest";
import { parseSystem } from "@homeostat/core/system";
import { layoutGraph } from "../../../workers/layout-graph.ts";
import { nodeSize } from "./edge-route.ts";
import { foldedNow, foldingOf } from "./folds.ts";
import { neighbourOf } from "./neighbour.ts";
import { topologyOf } from "./topology.ts";

const model = parseSystem(`name: t
components:
  - { id: web, kind: gateway }
  - { id: a, kind: service, group: core }
  - { id: b, kind: service, group: core }
  - { id: db, kind: database }
dependencies:
  - { from: web, to: a, kind: soft }
  - { from: web, to: b }
  - { from: a, to: b }
  - { from: a, to: db, kind: async }
  - { from: b, to: db, kind: soft }
`);

const folded = (...groups: string[]) => foldedNow(foldingOf(model), new Set(groups), []);

describe("topologyOf", () => {
  it("draws every component and dependency while nothing is collapsed", () => {
    const { nodes, edges } = topologyOf(model, []);
    expect(nodes.map(({ id }) => id)).toEqual(["web", "a", "b", "db"]);
    expect(edges).toHaveLength(5);
  });

  it("collapses a group: its inner edges vanish, parallel ones become one of the strongest kind", () => {
    const { nodes, edges } = topologyOf(model, folded("core"));
    expect(nodes.map(({ id, members }) => [id, members])).toEqual([
      ["web", ["web"]],
      ["group:core", ["a", "b"]],
      ["db", ["db"]],
    ]);
    expect(edges.map(({ id, kind, dependencies }) => [id, kind, dependencies])).toEqual([
      ["web→group:core", "hard", [0, 1]],
      ["group:core→db", "soft", [3, 4]],
    ]);
  });

  it("has the same key for the same shape, whatever else changes", () => {
    const key = topologyOf(model, []).key;
    expect(topologyOf({ ...model, description: "other" }, []).key).toBe(key);
    expect(topologyOf(model, folded("core")).key).not.toBe(key);
  });
});

describe("the layout and the arrow keys", () => {
  const topology = topologyOf(model, []);
  const { nodes: laid, passes } = layoutGraph({
    nodes: topology.nodes.map(({ id }) => id),
    edges: topology.edges.map(({ from, to }) => [from, to] as const),
    ...nodeSize,
  });
  const positions = new Map(laid.map((p) => [p.id, p]));

  it("puts callers left of what they need, and nothing on top of another", () => {
    for (const { from, to } of topology.edges) {
      expect(positions.get(from)!.x + nodeSize.width).toBeLessThan(positions.get(to)!.x);
    }
    const places = new Set(laid.map(({ x, y }) => `${x}/${y}`));
    expect(places.size).toBe(laid.length);
  });

  it("lead an edge through the gaps of the columns that it passes, over no node", () => {
    const middle = ({ x, y }: { x: number; y: number }) => ({ x: x + nodeSize.width / 2, y: y + nodeSize.height / 2 });
    const web = topology.edges.findIndex(({ id }) => id === "web→b");
    expect(passes[web]).toHaveLength(1);
    const isOnNode = (x: number, y: number) =>
      laid
        .map(middle)
        .some((at) => Math.abs(at.x - x) < nodeSize.width / 2 && Math.abs(at.y - y) <= nodeSize.height / 2);
    expect(passes.flat().filter(({ x, y }) => isOnNode(x, y))).toEqual([]);
  });

  it("follow the dependencies and give nothing where none leads on", () => {
    expect(neighbourOf(topology, positions, "a", "ArrowRight")).toMatch(/^(b|db)$/);
    expect(neighbourOf(topology, positions, "db", "ArrowLeft")).toMatch(/^(a|b)$/);
    expect(neighbourOf(topology, positions, "db", "ArrowRight")).toBeUndefined();
    expect(neighbourOf(topology, positions, "web", "ArrowLeft")).toBeUndefined();
    expect(neighbourOf(topology, positions, "web", "x")).toBeUndefined();
  });
});
