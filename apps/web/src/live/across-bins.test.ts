import { describe, expect, it } from "vitest";
import { acrossOf, withMoment } from "./across-bins.ts";

const frame = { firstBin: 10, binMs: 1_000, bins: 5, rows: {} };

describe("acrossOf", () => {
  it("keeps the greatest value of each bin and component, and leaves out what lies outside", () => {
    const answer = {
      metric: "level",
      at: [9_999, 10_000, 10_900, 14_999, 15_000],
      values: { a: [0.9, 0.25, 0.5, null, 1], b: [null, null, null, 0.75, null] },
    };
    const { rows } = acrossOf(answer, frame);
    expect([...rows["a"]!]).toEqual([0.5, -1, -1, -1, -1]);
    expect([...rows["b"]!]).toEqual([-1, -1, -1, -1, 0.75]);
  });
});

describe("withMoment", () => {
  it("moves the bins on with time, and lets components come", () => {
    const one = withMoment(frame, 14_500, "level", { a: { metrics: { level: 0.5 } }, b: { metrics: {} } });
    expect(Object.keys(one.rows)).toEqual(["a"]);
    const two = withMoment(one, 16_000, "level", { a: { metrics: { level: 0.25 } }, b: { metrics: { level: 1 } } });
    expect(two.firstBin).toBe(12);
    expect([...two.rows["a"]!]).toEqual([-1, -1, 0.5, -1, 0.25]);
    expect([...two.rows["b"]!]).toEqual([-1, -1, -1, -1, 1]);
    expect([...withMoment(two, 99_000, "level", { a: { metrics: {} } }).rows["a"]!]).toEqual([-1, -1, -1, -1, -1]);
  });
});
