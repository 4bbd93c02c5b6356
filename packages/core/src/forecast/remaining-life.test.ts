import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { BoostedTrees } from "./boosted-trees.ts";
import { RemainingLife } from "./remaining-life.ts";

const rootMean = (squares: readonly number[]) => Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);

describe("BoostedTrees", () => {
  it("learns what no line can say, and generalises", () => {
    const rng = new Rng(1);
    const law = (x: Float64Array) => (x[0]! > 0.5 ? 3 * x[1]! : -2) + Math.sin(6 * x[2]!);
    const draw = () => Float64Array.from({ length: 5 }, () => rng.next());
    const rows = Array.from({ length: 2_000 }, draw);
    const model = BoostedTrees.fit(rows, Float64Array.from(rows, law), { featureShare: 1 });
    const misses = Array.from({ length: 300 }, draw).map((x) => (model.predict(x) - law(x)) ** 2);
    expect(rootMean(misses)).toBeLessThan(0.2);
  });

  it("answers the mean where features say nothing, and refuses rows without targets", () => {
    const rows = Array.from({ length: 50 }, () => Float64Array.of(1, 2));
    const model = BoostedTrees.fit(
      rows,
      Float64Array.from(rows, (_, i) => i),
    );
    expect(model.predict(Float64Array.of(9, 9))).toBeCloseTo(24.5);
    expect(() => BoostedTrees.fit([], new Float64Array(0))).toThrow("0 rows do not match 0 targets");
  });
});

describe("RemainingLife", () => {
  it("foresees the end of units that wear out at different paces", () => {
    const rng = new Rng(2);
    const unit = () => {
      const life = 150 + rng.int(100);
      return Array.from({ length: life }, (_, t) =>
        Float64Array.of(rng.normal(), Math.exp((t - life) / 40) + rng.normal(0, 0.05)),
      );
    };
    const model = RemainingLife.fit(Array.from({ length: 30 }, unit), { cap: 100, trees: 60 });
    const misses: number[] = [];
    for (const fresh of Array.from({ length: 10 }, unit))
      for (let cycles = 50; cycles <= fresh.length; cycles += 7)
        misses.push((model.predict(fresh, cycles) - Math.min(100, fresh.length - cycles)) ** 2);
    expect(rootMean(misses)).toBeLessThan(12);
  });
});
