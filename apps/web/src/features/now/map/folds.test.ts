import { type SystemModel, systemModelSchema } from "@homeostat/core/system";
import { describe, expect, it } from "vitest";
import { foldedNow, foldingOf, mostDrawn } from "./folds.ts";
import { topologyOf } from "./topology.ts";

interface Part {
  readonly id: string;
  readonly group?: string;
  readonly needs?: readonly string[];
}

function system(parts: readonly Part[]): SystemModel {
  return systemModelSchema.parse({
    name: "large",
    components: parts.map(({ id, group }) => ({ id, kind: "service", ...(group === undefined ? {} : { group }) })),
    dependencies: parts.flatMap(({ id, needs = [] }) => needs.map((to) => ({ from: id, to }))),
  });
}

const many = (count: number, of: (i: number) => Part) => system(Array.from({ length: count }, (_, i) => of(i)));
/** A thousand services in tiers of 20, each needing one of the next tier. */
const tiers = many(1_000, (i) => ({ id: `service-${i}`, needs: i + 20 < 1_000 ? [`service-${i + 20}`] : [] }));
const none = new Set<string>();

function drawn(model: SystemModel, opened: readonly string[] = []): number {
  return topologyOf(model, foldedNow(foldingOf(model), none, opened)).nodes.length;
}

describe("a system of more components than can be drawn", () => {
  it.each([
    ["group", many(900, (i) => ({ id: `c${i}`, group: `team ${i % 30}` }))],
    ["name", many(900, (i) => ({ id: `${["pay", "ship", "stock", "search", "users"][i % 5]}-${i}` }))],
    ["layer", tiers],
    ["layer", many(3_000, (i) => ({ id: `c${i}`, needs: i === 0 ? [] : ["c0"] }))],
    ["layer", many(3_000, (i) => ({ id: `c${i}`, needs: [`c${(i + 1) % 3_000}`] }))],
    ["layer", many(700, (i) => ({ id: `c${i}`, group: "all" }))],
  ] as const)("is folded by %s, each component in one fold", (by, model) => {
    const { by: found, folds, isNeeded } = foldingOf(model);
    expect({ found, isNeeded }).toEqual({ found: by, isNeeded: true });
    const members = folds.flatMap((fold) => fold.members);
    expect(new Set(members).size).toBe(model.components.length);
    expect(members).toHaveLength(model.components.length);
    expect(new Set(folds.map(({ id }) => id)).size).toBe(folds.length);
    expect(folds.length).toBeGreaterThan(1);
    for (const { id } of folds) expect(drawn(model, [id])).toBeLessThanOrEqual(mostDrawn);
    // Whichever is opened is open.
    for (const { id, members: inside } of folds) expect(drawn(model, [id])).toBe(folds.length + inside.length - 1);
  });

  it("is folded into layers by the calls that they are away from the entrance", () => {
    const { folds } = foldingOf(tiers);
    const labels = folds.map(({ label }) => label);
    expect(new Set(labels).size).toBe(10);
    expect(labels[0]).toEqual({ by: "layer", from: 0, to: 4 });
    const second = folds.filter(({ label }) => label.by === "layer" && label.from === 5);
    expect(second.map(({ part }) => part)).toEqual([1, 2, 3].map((number) => ({ number, of: 3 })));
    // Who calls whom stays together: nearly all that one of them needs is in the same part, or in that of the next layer.
    const inside = new Set(second[1]!.members);
    const needs = tiers.dependencies.filter(({ from }) => inside.has(from));
    expect(needs.filter(({ to }) => inside.has(to)).length).toBeGreaterThan(0.7 * needs.length);
  });

  it("closes what was opened first once there is no room for it", () => {
    const opened = foldingOf(tiers).folds.map(({ id }) => id);
    expect(drawn(tiers, opened)).toBeLessThanOrEqual(mostDrawn);
    const closed = foldedNow(foldingOf(tiers), none, opened).map(({ id }) => id);
    expect(closed).toContain(opened[0]);
    expect(closed).not.toContain(opened.at(-1));
  });

  it("folds the same way when something unrelated is added", () => {
    const more = system([
      ...tiers.components.map(({ id }, i) => ({ id, needs: i + 20 < 1_000 ? [`service-${i + 20}`] : [] })),
      { id: "one-more" },
    ]);
    const others = (model: SystemModel) =>
      foldingOf(model).folds.filter(({ label }) => label.by === "layer" && label.from > 0);
    expect(others(more)).toEqual(others(tiers));
  });
});

it("a system that can be drawn folds by hand only", () => {
  const small = many(300, (i) => ({ id: `c${i}`, group: `team ${i % 3}` }));
  expect(drawn(small)).toBe(300);
  expect(topologyOf(small, foldedNow(foldingOf(small), new Set(["team 1"]), [])).nodes).toHaveLength(201);
});
