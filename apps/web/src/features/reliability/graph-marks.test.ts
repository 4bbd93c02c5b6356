import { parseSystem } from "@homeostat/core/system";
import { expect, it } from "vitest";
import { graphMarks } from "./graph-marks.ts";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway }
  - { id: db, kind: database }
  - { id: ads, kind: external }
dependencies:
  - { from: web, to: db }
  - { from: web, to: ads, kind: soft }
`);
const points = [{ subject: { kind: "component", id: "db" }, probability: 0.1, entries: [] }] as const;

it("marks what the selected component's failure reaches, over the single points", () => {
  const { of, radius } = graphMarks(model, points, null, "db");
  expect(Object.fromEntries(of)).toEqual({ web: "down", db: "selected" });
  expect(radius?.down).toEqual(["web"]);
});

it("marks what is pointed out in place of the reach", () => {
  const { of } = graphMarks(model, points, { key: "x", components: ["ads"] }, "db");
  expect(Object.fromEntries(of)).toEqual({ db: "spof", ads: "pointedOut" });
});

it("marks the single points where nothing is selected, and ignores a selection that is gone", () => {
  expect(Object.fromEntries(graphMarks(model, points, null, "gone").of)).toEqual({ db: "spof" });
});
