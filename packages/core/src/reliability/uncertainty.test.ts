import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { analyseFaultTree, type ExactAnalysis } from "./analysis.ts";
import { deviateQuantiles, regularizedBeta, regularizedGamma } from "./deviate-quantiles.ts";
import type { Deviate, Expression } from "./expression.ts";
import { faultTree } from "./fault-tree.ts";
import { normalQuantile } from "./normal-quantile.ts";

const call = (name: Extract<Expression, { kind: "function" }>["name"], ...args: number[]): Expression => ({
  kind: "function",
  name,
  args: args.map((value) => ({ kind: "number", value })),
});
const single = (probability: Expression): ExactAnalysis => {
  const analysis = analyseFaultTree(
    faultTree({
      name: "t",
      top: "top",
      gates: [{ name: "top", operator: "null", args: ["e"] }],
      events: [{ name: "e", probability }],
    }),
  );
  if (analysis.kind !== "exact") throw new Error("must fit");
  return analysis;
};

describe("propagateUncertainty", () => {
  it.each([
    ["lognormal-deviate", [0.01, 3, 0.95], 0.01],
    ["uniform-deviate", [0.1, 0.3], 0.2],
    ["beta-deviate", [2, 18], 0.1],
    ["gamma-deviate", [4, 0.01], 0.04],
    ["normal-deviate", [0.3, 0.02], 0.3],
  ] as const)("draws %s with its mean, and the same for the same seed", (name, args, mean) => {
    const analysis = single(call(name, ...args));
    const result = analysis.uncertainty(4000, new Rng(7));
    expect(Math.abs(result.mean / mean - 1)).toBeLessThan(0.01);
    expect(analysis.uncertainty(4000, new Rng(7))).toEqual(result);
    expect(result.uncertainInputs).toBe(1);
  });

  it("gives a log-normal's median and 95 % quantile", () => {
    const { median, p95 } = single(call("lognormal-deviate", 0.01, 3, 0.95)).uncertainty(10_000, new Rng(1));
    expect(p95 / median).toBeCloseTo(3, 1);
  });

  it("draws a parameter once for all events that share it", () => {
    const shared: Expression = { kind: "parameter", name: "q" };
    const tree = faultTree({
      name: "t",
      top: "top",
      gates: [{ name: "top", operator: "xor", args: ["a", "b"] }],
      events: [
        { name: "a", probability: shared },
        { name: "b", probability: { kind: "function", name: "mul", args: [shared, { kind: "number", value: 1 }] } },
      ],
      parameters: [{ name: "q", value: call("uniform-deviate", 0, 1) }],
    });
    const analysis = analyseFaultTree(tree) as ExactAnalysis;
    // E[2q(1 − q)] = 1/3 for one uniform q, 1/2 for two independent ones.
    expect(analysis.uncertainty(2000, new Rng(3)).mean).toBeCloseTo(1 / 3, 2);
  });

  it("leaves certain probabilities alone, unless they are given an error factor", () => {
    const analysis = single({ kind: "number", value: 0.01 });
    expect(analysis.uncertainty(100, new Rng(1))).toMatchObject({ p05: 0.01, p95: 0.01, uncertainInputs: 0 });
    expect(analysis.uncertainty(100, new Rng(1), 3).uncertainInputs).toBe(1);
  });
});

describe("the distributions", () => {
  it("agree with closed forms", () => {
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 8);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 7);
    expect(regularizedGamma(1, 2)).toBeCloseTo(-Math.expm1(-2), 13);
    expect(regularizedGamma(3, 0.5)).toBeCloseTo(1 - Math.exp(-0.5) * (1 + 0.5 + 0.125), 13);
    expect(regularizedBeta(2, 3, 0.4)).toBeCloseTo(6 * 0.4 ** 2 - 8 * 0.4 ** 3 + 3 * 0.4 ** 4, 13);
  });

  it("are inverted by their quantiles", () => {
    const places = Float64Array.from({ length: 50 }, (_, i) => (i + 0.5) / 50);
    const check = (deviate: Deviate, distribution: (x: number) => number) =>
      deviateQuantiles(deviate, places).map((x, i) => Math.abs(distribution(x) - places[i]!));
    expect(
      Math.max(...check({ name: "beta-deviate", args: [0.5, 9] }, (x) => regularizedBeta(0.5, 9, x))),
    ).toBeLessThan(1e-9);
    expect(Math.max(...check({ name: "gamma-deviate", args: [0.7, 1] }, (x) => regularizedGamma(0.7, x)))).toBeLessThan(
      1e-9,
    );
  });
});
