import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { shotBatch } from "../shots/index.ts";
import { BurstDetector } from "./burst-detector.ts";
import { correlationMatrix } from "./correlation-matrix.ts";
import { DecoderBacklog } from "./decoder-backlog.ts";
import { detectionFractions } from "./detection-fractions.ts";
import { logicalErrorPerRound, suppressionFactor } from "./logical-error-rate.ts";

/** Shots of three detectors: an error on 0 and 1, one on each of 1 and 2. */
function threeDetectors(shots: number) {
  const rng = new Rng(1);
  const batch = shotBatch(3, shots);
  for (let shot = 0; shot < shots; shot++)
    batch.rows[shot] = (rng.bool(0.08) ? 0b011 : 0) ^ (rng.bool(0.05) ? 0b010 : 0) ^ (rng.bool(0.2) ? 0b100 : 0);
  return batch;
}

it("detection fractions are pooled over a stabilizer's rounds, the hottest first", () => {
  const [hottest, other] = detectionFractions(threeDetectors(20_000), ["a", "a", "b"]);
  expect(hottest!.site).toBe("b");
  expect(hottest!.fraction).toBeCloseTo(0.2, 1);
  expect(other).toMatchObject({ site: "a", trials: 40_000 });
  expect(other!.fraction).toBeCloseTo((0.08 + 0.122) / 2, 2);
  expect(other!.interval[0]).toBeLessThan(other!.fraction);
});

it("the correlation matrix gives the probability of an error on both, and nothing where there is none", () => {
  const { values, deviations } = correlationMatrix(threeDetectors(200_000));
  expect(values[1]).toBeCloseTo(0.08, 2);
  expect(values[3]).toBe(values[1]);
  expect(Math.abs(values[2]!)).toBeLessThan(4 * deviations[2]!);
  expect(Math.abs(values[5]!)).toBeLessThan(4 * deviations[5]!);
});

describe("logical errors", () => {
  it("per round give back the fraction after all rounds", () => {
    const { rate, interval } = logicalErrorPerRound(160, 1000, 5);
    expect((1 - (1 - 2 * rate) ** 5) / 2).toBeCloseTo(0.16, 12);
    expect(interval[0]).toBeLessThan(rate);
    expect(interval[1]).toBeGreaterThan(rate);
    expect(logicalErrorPerRound(600, 1000, 5).rate).toBe(0.5);
    expect(logicalErrorPerRound(0, 0, 5).rate).toBe(0);
  });

  it("fall by the suppression factor for each step in distance", () => {
    const truth = 2.5;
    const rng = new Rng(2);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const results = [3, 5, 7].map((distance) => {
        const rate = 0.02 * truth ** (-(distance - 3) / 2);
        const fraction = (1 - (1 - 2 * rate) ** distance) / 2;
        const shots = 20_000;
        const mistakes = Math.round(shots * fraction + Math.sqrt(shots * fraction * (1 - fraction)) * rng.normal());
        return { distance, rounds: distance, shots, mistakes };
      });
      const { rate, interval } = suppressionFactor(results)!;
      expect(rate).toBeCloseTo(truth, 0);
      if (interval[0] <= truth && truth <= interval[1]) covered++;
    }
    expect(covered).toBeGreaterThan(178);
    expect(suppressionFactor([{ distance: 3, rounds: 3, shots: 100, mistakes: 2 }])).toBeUndefined();
  });
});

describe("bursts", () => {
  it("are found where they are, and nowhere else", () => {
    const rng = new Rng(3);
    const detector = new BurstDetector(3);
    const bursts = [];
    for (let round = 0; round < 60_000; round++) {
      const isBurst = round >= 30_000 && round < 30_200;
      let pairs = 0;
      for (let i = 0; i < 50; i++) if (rng.bool(isBurst ? 0.1 : 0.03)) pairs++;
      const burst = detector.pushRound(2 * pairs);
      if (burst !== undefined) bursts.push(burst);
    }
    expect(bursts).toHaveLength(1);
    expect(Math.abs(bursts[0]!.from - 30_000)).toBeLessThan(20);
    expect(Math.abs(bursts[0]!.to - 30_200)).toBeLessThan(20);
    expect(bursts[0]!.events).toBeGreaterThan(2 * bursts[0]!.expected);
  });
});

describe("the backlog", () => {
  it("stays where the decoder is faster than the cycle, and grows where it is slower", () => {
    const quick = new DecoderBacklog(1);
    const slow = new DecoderBacklog(1);
    for (let window = 0; window < 1000; window++) {
      quick.push(5, 2, window === 0 ? 0 : 5);
      slow.push(5, 6, window === 0 ? 0 : 5);
    }
    expect(quick.report()).toEqual({
      rounds: 7,
      worstRounds: 7,
      meanLatencyUs: 2,
      worstLatencyUs: 2,
      utilisation: 0.4,
    });
    expect(slow.report().rounds).toBeGreaterThan(900);
    expect(slow.report().utilisation).toBeCloseTo(1.2);
  });
});
