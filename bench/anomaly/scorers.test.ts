import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestNabThreshold, nabProfiles, nabScore } from "./nab-score.ts";
import { periodOf, vusPr } from "./vus-pr.ts";

const { standard, lowFalseNegative } = nabProfiles;

function alarms(rows: number, ...at: number[]): Float64Array {
  const scores = new Float64Array(rows);
  for (const i of at) scores[i] = 1;
  return scores;
}

describe("nabScore", () => {
  const windows = [{ first: 500, last: 599 }];

  it("gives 0 to silence, 100 to a hit at a window's first row, and nothing for a second hit", () => {
    expect(nabScore([{ scores: alarms(1_000), windows }], 1, standard).score).toBe(0);
    expect(nabScore([{ scores: alarms(1_000, 500), windows }], 1, standard).score).toBeCloseTo(100);
    expect(nabScore([{ scores: alarms(1_000, 500, 550), windows }], 1, standard).score).toBeCloseTo(100);
  });

  it("weighs a late hit by the sigmoid of its place, and a miss by the profile", () => {
    // The last row lies at y = −1/100: σ(−.01) / σ(−1) of a hit.
    const sigmoid = (y: number) => 2 / (1 + Math.exp(5 * y)) - 1;
    const last = sigmoid(-0.01) / sigmoid(-1);
    expect(nabScore([{ scores: alarms(1_000, 599), windows }], 1, standard).score).toBeCloseTo((100 * (last + 1)) / 2);
    const low = nabScore([{ scores: alarms(1_000, 599), windows }], 1, lowFalseNegative).score;
    expect(low).toBeCloseTo((100 * (last + 2)) / 3);
  });

  it("charges every row outside: in full before a window, little just behind one; never in the first rows", () => {
    const cost = (...at: number[]) => -2 * nabScore([{ scores: alarms(1_000, ...at), windows }], 1, standard).score;
    expect(cost(200)).toBeCloseTo(11);
    expect(cost(200, 201)).toBeCloseTo(22);
    expect(cost(600)).toBeCloseTo(-11 * (2 / (1 + Math.exp(5 / 99)) - 1));
    expect(cost(999)).toBeCloseTo(11);
    expect(cost(149)).toBeCloseTo(0);
    expect(cost(150)).toBeCloseTo(11);
  });

  it("finds the threshold that no other beats", () => {
    const score = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(fc.array(score, { minLength: 60, maxLength: 60 }), (scores) => {
        const files = [
          {
            scores,
            windows: [
              { first: 20, last: 29 },
              { first: 45, last: 50 },
            ],
          },
        ];
        const best = nabScore(files, bestNabThreshold(files, standard), standard).score;
        for (let threshold = 1; threshold <= 10; threshold++)
          expect(nabScore(files, threshold, standard).score).toBeLessThanOrEqual(best + 1e-9);
      }),
    );
  });
});

/** VUS-PR as its definition reads, one threshold and one buffer at a time. */
function slowVusPr(scores: readonly number[], labels: readonly number[], window: number, thresholds: number): number {
  const n = scores.length;
  const segments: [number, number][] = [];
  for (let i = 0; i < n; i++)
    if (labels[i] === 1) {
      if (labels[i - 1] !== 1) segments.push([i, i]);
      segments.at(-1)![1] = i;
    }
  const positives = labels.reduce((a, b) => a + b, 0);
  const descending = [...scores].sort((a, b) => b - a);
  let volume = 0;
  for (let buffer = 0; buffer <= window; buffer++) {
    const half = Math.floor(buffer / 2);
    const soft = labels.map(Number);
    for (const [first, last] of segments) {
      for (let i = last + 1; i < Math.min(last + half + 1, n); i++) soft[i]! += Math.sqrt(1 - (i - last) / buffer);
      for (let i = Math.max(first - half, 0); i < first; i++) soft[i]! += Math.sqrt(1 - (first - i) / buffer);
    }
    for (let i = 0; i < n; i++) soft[i] = Math.min(1, soft[i]!);
    const ranges: [number, number][] = [];
    for (const [first, last] of segments) {
      const range: [number, number] = [Math.max(first - half, 0), Math.min(last + half, n - 1)];
      if (ranges.length > 0 && ranges.at(-1)![1] >= first - half) ranges.at(-1)![1] = range[1];
      else ranges.push(range);
    }
    let area = 0;
    let before = 0;
    for (let k = 0; k < thresholds; k++) {
      const threshold = descending[Math.floor((k * (n - 1)) / (thresholds - 1))]!;
      const isOn = (i: number) => scores[i]! >= threshold;
      let hits = 0;
      let weight = 0;
      let on = 0;
      for (let i = 0; i < n; i++) {
        if (isOn(i)) on++;
        const counted = labels[i] === 1 ? 1 : isOn(i) ? soft[i]! : 0;
        weight += counted;
        if (isOn(i)) hits += labels[i] === 1 ? 1 : soft[i]!;
      }
      const found = ranges.filter(([a, b]) => scores.slice(a, b + 1).some((_, j) => isOn(a + j))).length;
      const recall = Math.min(hits / ((positives + weight) / 2), 1) * (found / ranges.length);
      area += (recall - before) * (hits / on);
      before = recall;
    }
    volume += area;
  }
  return volume / (window + 1);
}

describe("vusPr", () => {
  it("is what its definition gives", () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom(0, 0, 0, 1));
    fc.assert(
      fc.property(fc.array(row, { minLength: 30, maxLength: 60 }), fc.integer({ min: 0, max: 9 }), (rows, window) => {
        const scores = rows.map(([score]) => score);
        const labels = rows.map(([, label], i) => (i === 7 ? 1 : label));
        expect(vusPr(scores, labels, window, 11)).toBeCloseTo(slowVusPr(scores, labels, window, 11), 9);
      }),
    );
  });

  it("is near 1 for the labels themselves, and finds the period of a series", () => {
    const labels = Array.from({ length: 500 }, (_, i) => (i >= 200 && i < 230 ? 1 : 0));
    expect(vusPr(labels, labels, 0)).toBeCloseTo(1);
    expect(periodOf(labels.map((_, i) => Math.sin((2 * Math.PI * i) / 24)))).toBe(24);
    expect(periodOf(labels.map(() => 1))).toBe(125);
  });
});
