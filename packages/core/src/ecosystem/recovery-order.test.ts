import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSystem } from "../system/index.ts";
import { recoveryOrder } from "./index.ts";

const ids = ["a", "b", "c", "d", "e", "f"];
const system = (edges: readonly (readonly [string, string, string?])[]) =>
  parseSystem(
    [
      "name: t",
      "components:",
      ...ids.map((id) => `  - { id: ${id}, kind: service, startSeconds: 10 }`),
      ...(edges.length === 0 ? [] : ["dependencies:"]),
      ...edges.map(([from, to, kind = "hard"]) => `  - { from: ${from}, to: ${to}, kind: ${kind} }`),
    ].join("\n"),
  );

describe("recoveryOrder", () => {
  it("brings back what others need first, what needs nobody together, and waits through what is well", () => {
    const model = system([
      ["a", "b"],
      ["b", "c"],
      ["d", "c"],
      ["e", "c", "soft"],
    ]);
    expect(recoveryOrder(model, ["a", "d", "c", "e", "nobody"])).toEqual([
      { components: ["c", "e"], readyAfterSeconds: 10 },
      { components: ["a", "d"], readyAfterSeconds: 20 },
    ]);
  });

  it("brings back a circle together", () => {
    const needs = (from: string, to: string) => ({ from, to, kind: "hard" as const });
    const { dependencies: some } = system([["a", "b"]]);
    const dependencies = [needs("a", "b"), needs("b", "a"), needs("c", "a")].map((d) => ({ ...some[0]!, ...d }));
    expect(recoveryOrder({ ...system([]), dependencies }, ["a", "b", "c"]).map(({ components }) => components)).toEqual(
      [["a", "b"], ["c"]],
    );
  });

  it("names each failed component once, never before what it needs, whatever the graph", () => {
    const edge = fc.tuple(fc.constantFrom(...ids), fc.constantFrom(...ids)).filter(([from, to]) => from < to);
    fc.assert(
      fc.property(fc.uniqueArray(edge, { selector: (e) => e.join() }), fc.subarray(ids), (edges, failed) => {
        const waves = recoveryOrder(system(edges), failed);
        expect(waves.flatMap(({ components }) => components).sort()).toEqual([...failed].sort());
        const place = new Map(waves.flatMap(({ components }, i) => components.map((id) => [id, i] as const)));
        const between = edges.filter((ends) => ends.every((id) => place.has(id)));
        for (const [from, to] of between) expect(place.get(from)!).toBeGreaterThan(place.get(to)!);
        const ready = waves.map(({ readyAfterSeconds }) => readyAfterSeconds);
        expect(ready).toEqual([...ready].sort((x, y) => x - y));
      }),
    );
  });
});
