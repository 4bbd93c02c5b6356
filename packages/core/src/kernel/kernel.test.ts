import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BinaryHeap,
  BitSet,
  canonicalJson,
  hashOf,
  InputError,
  popcount32,
  quantile,
  Rng,
  wilsonInterval,
} from "./index.ts";

describe("Rng", () => {
  it("gives the same numbers for the same seed, and others for another", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, (_, i) => new Rng(seed).fork(`${i}`).next());
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("continues from a stored state", () => {
    const rng = new Rng(7);
    rng.next();
    const copy = Rng.fromState(rng.state());
    expect([copy.next(), copy.next()]).toEqual([rng.next(), rng.next()]);
  });

  it("draws with the moments that its docs promise", () => {
    const rng = new Rng(3);
    const n = 40_000;
    const moments = (draw: () => number) => {
      const xs = Array.from({ length: n }, draw);
      const m = xs.reduce((a, b) => a + b, 0) / n;
      return [m, xs.reduce((a, b) => a + (b - m) ** 2, 0) / n];
    };
    const close = (draw: () => number, mean: number, variance: number) => {
      const [m, v] = moments(draw);
      expect(Math.abs(m! - mean)).toBeLessThan(6 * Math.sqrt(variance / n));
      expect(v! / variance).toBeGreaterThan(0.9);
      expect(v! / variance).toBeLessThan(1.1);
    };
    close(() => rng.next(), 0.5, 1 / 12);
    close(() => rng.normal(2, 3), 2, 9);
    close(() => rng.exponential(4), 0.25, 1 / 16);
    close(() => rng.gamma(0.7), 0.7, 0.7);
    close(() => rng.beta(2, 5), 2 / 7, 10 / (49 * 8));
    close(() => rng.int(6), 2.5, 35 / 12);
  });
});

describe("BinaryHeap", () => {
  it("gives back what went in, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const heap = new BinaryHeap<number>((a, b) => a < b);
        for (const item of items) heap.push(item);
        const out = [];
        while (heap.size > 0) out.push(heap.pop());
        expect(out).toEqual([...items].sort((a, b) => a - b));
      }),
    );
  });
});

describe("BitSet", () => {
  it("behaves as a set of integers", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(99))), (steps) => {
        const bits = new BitSet(100);
        const model = new Set<number>();
        for (const [add, i] of steps) {
          if (add) bits.add(i);
          else bits.delete(i);
          if (add) model.add(i);
          else model.delete(i);
        }
        expect([...bits]).toEqual([...model].sort((a, b) => a - b));
        expect(bits.count()).toBe(model.size);
      }),
    );
    expect(popcount32(-1)).toBe(32);
  });
});

describe("canonicalJson and hashOf", () => {
  it("do not depend on the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(hashOf({ a: 1, b: 2 })).toBe(hashOf({ b: 2, a: 1 }));
    expect(hashOf("")).toBe("12ae32cb1ec02d01eda3581b127c1fee3b0dc53572ed6baf239721a03d82e126");
  });

  it("refuse what JSON cannot say", () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow("not a JSON number");
  });
});

describe("statistics", () => {
  it("interpolates quantiles and bounds proportions", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    const [low, high] = wilsonInterval(0, 10);
    expect(low).toBe(0);
    expect(high).toBeCloseTo(0.2775, 3);
  });
});

describe("InputError", () => {
  it("says where, what and what would be right in one line", () => {
    const error = new InputError("1.5 is not a probability; give a number from 0 to 1", {
      field: "components[2].failureProbability",
    });
    expect(error.within({ file: "shop.yaml", line: 12 }).message).toBe(
      "shop.yaml:12: components[2].failureProbability: 1.5 is not a probability; give a number from 0 to 1",
    );
  });
});
