import { describe, expect, it } from "vitest";
import { Rng } from "../kernel/index.ts";
import { exceedance, percentile99, queueWait, queueWaitVariance } from "./latency-model.ts";
import { binomial, poisson, roundAtRandom } from "./sampling.ts";

const draws = 20_000;

function expectMoments(draw: () => number, mean: number, variance: number): void {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < draws; k++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  const m = sum / draws;
  expect(Math.abs(m - mean)).toBeLessThan(5 * Math.sqrt(variance / draws) + 1e-12);
  expect((squares / draws - m * m) / Math.max(1e-12, variance)).toBeGreaterThan(0.93);
  expect((squares / draws - m * m) / Math.max(1e-12, variance)).toBeLessThan(1.07);
}

describe("counts at random", () => {
  it.each([0.2, 3, 25, 400])("poisson has mean and variance %d", (mean) => {
    const rng = new Rng(1);
    expectMoments(() => poisson(rng, mean), mean, mean);
  });

  it.each([
    [10, 0.3],
    [10, 0.9],
    [400, 0.01],
    [400, 0.5],
    [100_000, 0.4],
  ])("binomial of %d at %d has its moments", (n, p) => {
    const rng = new Rng(2);
    expectMoments(() => binomial(rng, n, p), n * p, n * p * (1 - p));
  });

  it("binomial stays within its trials, and rounding keeps the mean", () => {
    const rng = new Rng(3);
    expect(binomial(rng, 7, 1)).toBe(7);
    expect(binomial(rng, 7, 0)).toBe(0);
    expectMoments(() => roundAtRandom(rng, 2.25), 2.25, 0.25 * 0.75);
  });
});

/** Erlang's C formula (1917): mean wait in service times. */
function erlangWait(servers: number, utilisation: number): number {
  const load = servers * utilisation;
  let blocking = 1;
  for (let k = 1; k <= servers; k++) blocking = (load * blocking) / (k + load * blocking);
  const waits = blocking / (1 - utilisation * (1 - blocking));
  return waits / (servers * (1 - utilisation));
}

describe("the latency model", () => {
  it.each([1, 2, 8, 40])("waits as Erlang's C formula says with %d servers", (servers) => {
    for (const utilisation of [0.5, 0.7, 0.85, 0.95]) {
      expect(Math.abs(queueWait(servers, utilisation) - erlangWait(servers, utilisation))).toBeLessThan(
        0.05 * erlangWait(servers, utilisation) + 0.02,
      );
    }
  });

  it("has the tail of an exponential time where mean and deviation are equal", () => {
    expect(percentile99(10, 100) / (10 * Math.log(100))).toBeCloseTo(1, 2);
    expect(exceedance(30, 10, 100) / Math.exp(-3)).toBeCloseTo(1, 1);
    expect(exceedance(5, 10, 0)).toBe(1);
    expect(exceedance(15, 10, 0)).toBe(0);
  });

  it("varies as the wait of M/M/1 does", () => {
    const wait = queueWait(1, 0.8);
    expect(wait).toBeCloseTo(4, 9);
    expect(queueWaitVariance(1, 0.8, wait)).toBeCloseTo(24, 9);
  });
});
