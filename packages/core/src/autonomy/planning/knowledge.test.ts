import { describe, expect, it } from "vitest";
import { defaultKnowledge, parseKnowledge, solutionsFor } from "../index.ts";

describe("parseKnowledge", () => {
  it("gives the ladder in the file's order", () => {
    expect(solutionsFor(defaultKnowledge, "cpu-high", "service").map(({ action }) => action)).toEqual([
      "scale-out",
      "borrow-replicas",
      "shed-load",
      "restart",
    ]);
    expect(solutionsFor(defaultKnowledge, "cpu-high", "database").map(({ action }) => action)).toEqual([
      "optimize-queries",
      "restart",
    ]);
  });

  it("answers an action that does not fit with file, line and field", () => {
    const text =
      "solutions:\n  - finding: cpu-high\n    components: [cache]\n    action: optimize-queries\n    prior: { successes: 1, failures: 1 }\n";
    expect(() => parseKnowledge(text, "kb.yaml")).toThrow(
      'kb.yaml:3: solutions[0].components: "optimize-queries" does not fit a cache; it fits database, storage',
    );
    const one = "  - { finding: cpu-high, action: restart, prior: { successes: 1, failures: 1 } }\n";
    expect(() => parseKnowledge(`solutions:\n${one}${one}`, "kb.yaml")).toThrow(
      'kb.yaml:3: solutions[1].action: "restart" against cpu-high on a service stands in solutions[0] already',
    );
    expect(() => parseKnowledge("solutions:\n  - finding: nonsense\n", "kb.yaml")).toThrow(
      'kb.yaml:2: solutions[0].finding: "nonsense" is not known',
    );
  });
});
