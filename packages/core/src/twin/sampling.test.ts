import { describe, expect, it } from "vitest";
import { queueWait, Rng } from "../kernel/index.ts";
import { exceedance, percentile99, queueWaitVariance } from "./latency-model.ts";
import { binomial, poisson, roundAtRandom } from "./sampling.ts";

const draws = 20_000;

/** How far the moments of a draw stray: the mean in its standard errors, the variance as a factor. */
function strayOf(draw: () => number, mean: number, variance: number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let k = 0; k < draws; k++) {
    const x = draw();
    sum += x;
    squares += x * x;
  }
  const m = sum / draws;
  return { mean: (m - mean) / Math.sqrt(variance / draws), variance: (squares / draws - m * m) / variance };
}

/** Five standard errors of the mean, seven per cent of the variance. */
const isClose = ({ mean, variance }: { mean: number; variance: number }) =>
  Math.abs(mean) < 5 && Math.abs(variance - 1) < 0.07;

describe("counts at random", () => {
  it.each([0.2, 3, 25, 400])("poisson has mean and variance %d", (mean) => {
    const rng = new Rng(1);
    expect(strayOf(() => poisson(rng, mean), mean, mean)).toSatisfy(isClose);
  });

  it.each([
    [10, 0.3],
    [10, 0.9],
    [400, 0.01],
    [400, 0.5],
    [100_000, 0.4],
  ])("binomial of %d at %d has its moments", (n, p) => {
    const rng = new Rng(2);
    expect(strayOf(() => binomial(rng, n, p), n * p, n * p * (1 - p))).toSatisfy(isClose);
  });

  it("binomial stays within its trials, and rounding keeps the mean", () => {
    const rng = new Rng(3);
    expect(binomial(rng, 7, 1)).toBe(7);
    expect(binomial(rng, 7, 0)).toBe(0);
    expect(strayOf(() => roundAtRandom(rng, 2.25), 2.25, 0.25 * 0.75)).toSatisfy(isClose);
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
