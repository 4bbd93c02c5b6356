import { expect, it } from "vitest";
import { byOnset } from "./by-onset.ts";

it("puts what was clearly unlike itself first, by when that began, and leaves the others where they were", () => {
  const levels = { a: [0.1, 0.7], b: [0.1, 0.9], c: [-1, -1], d: [0.8, 0.1], e: [0.2, 0.75] };
  const components = [...Object.keys(levels), "f"].map((id) => ({ id }));
  const rows = Object.fromEntries(Object.entries(levels).map(([id, row]) => [id, Float32Array.from(row)]));
  const inOrder = byOnset(components, { firstBin: 0, binMs: 1_000, bins: 2, rows });
  expect(inOrder.map(({ id }) => id)).toEqual(["d", "b", "e", "a", "c", "f"]);
});
