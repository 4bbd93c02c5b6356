import { describe, expect, it, test } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { shotBatch } from "../shots/index.ts";
import { MemoryLab, StreamStatistics } from "./index.ts";

const quiet = (shots: number, lab: MemoryLab) => ({
  detectors: shotBatch(lab.places.length, shots),
  observables: shotBatch(1, shots),
});

describe("a Pauli put on a qubit", () => {
  for (const code of ["rotated_memory_x", "rotated_memory_z", "repetition"] as const)
    it(`${code}: a single one is matched, and corrected on its qubit or one that does the same`, () => {
      const lab = new MemoryLab({ code, distance: 5, rounds: 4, p: 0.001 }, new Rng(1));
      const batch = quiet(1, lab);
      for (const { qubit } of lab.lattice.data)
        for (const pauli of ["X", "Y", "Z"] as const)
          for (const round of [0, 2, 3]) {
            const shot = lab.disturb(batch, 0, [{ qubit, round, pauli }]);
            const whole = lab.decode(shot, lab.layers - 1);
            expect(whole.predictedFlip).toBe(whole.actualFlip);
            expect(whole.events.every(({ layer }) => layer === round)).toBe(true);
            // Nothing is seen before the round, all of it from the round on.
            expect(lab.decode(shot, round - 1).events).toEqual([]);
            expect(lab.decode(shot, round).events).toEqual(whole.events);
          }
    });

  it("a chain across the code is a logical error that no decoder sees", () => {
    const lab = new MemoryLab({ code: "rotated_memory_z", distance: 3, rounds: 3, p: 0.001 }, new Rng(1));
    const column = lab.lattice.data.filter(({ x }) => x === 3);
    const chain = column.map(({ qubit }) => ({ qubit, round: 1, pauli: "X" as const }));
    const decoded = lab.decode(lab.disturb(quiet(1, lab), 0, chain), 3);
    expect(decoded.events).toEqual([]);
    expect([decoded.predictedFlip, decoded.actualFlip]).toEqual([false, true]);
  });

  it("an ancilla's wrong result is matched with itself a round later", () => {
    const lab = new MemoryLab({ code: "rotated_memory_x", distance: 3, rounds: 4, p: 0.001 }, new Rng(1));
    const ancilla = lab.lattice.stabilizers.find(({ basis }) => basis === "Z")!.ancilla;
    const decoded = lab.decode(lab.disturb(quiet(1, lab), 0, [{ qubit: ancilla, round: 1, pauli: "X" }]), 4);
    expect(decoded.events.map(({ layer }) => layer)).toEqual([1, 2]);
    expect(decoded.matching).toHaveLength(1);
    expect(decoded.matching[0]!.correction).toBeUndefined();
  });
});

test("decoding a whole shot edge by edge gives what the decoder predicts", () => {
  const lab = new MemoryLab({ code: "rotated_memory_x", distance: 5, rounds: 5, p: 0.01 }, new Rng(3));
  const batch = lab.sample();
  let mistakes = 0;
  for (let s = 0; s < 300; s++) {
    const shot = lab.disturb(batch, s, []);
    const decoded = lab.decode(shot, lab.layers - 1);
    const events = Int32Array.from(shot.events);
    lab.decoder.decode(events, events.length);
    expect(decoded.predictedFlip).toBe((lab.decoder.prediction[0]! & 1) === 1);
    if (decoded.predictedFlip !== decoded.actualFlip) mistakes++;
  }
  expect(mistakes).toBeGreaterThan(5);
  expect(mistakes).toBeLessThan(70);
});

describe("statistics of a stream", () => {
  const lab = new MemoryLab({ code: "rotated_memory_x", distance: 3, rounds: 6, p: 0.02 }, new Rng(5));
  const statistics = new StreamStatistics(lab.places, lab.lattice.stabilizers.length, lab.layers - 1, 1.1);
  for (let b = 0; b < 20; b++) {
    const { detectors } = lab.sample();
    for (let s = 0; s < detectors.shots; s++) statistics.add(detectors, s, s % 100 === 0, s === 7 ? 66 : 3.3);
  }

  it("finds pairs that errors flip together, in one layer and from one to the next", () => {
    const n = lab.lattice.stabilizers.length;
    const [same, next] = [statistics.correlations(0), statistics.correlations(1)];
    const pairs = lab.lattice.stabilizers.flatMap((a, i) => lab.lattice.stabilizers.map((b, j) => ({ a, b, i, j })));
    for (const { i, j } of pairs) expect(same[i * n + j]).toBeCloseTo(same[j * n + i]!, 12);
    // Without a qubit in common there is nothing but chance and a few hooks.
    const apart = pairs.filter(({ a, b }) => !a.data.some((q) => b.data.includes(q)));
    for (const { i, j } of apart) expect(Math.abs(same[i * n + j]!)).toBeLessThan(0.02);
    for (let i = 0; i < n; i++) expect(next[i * n + i]!).toBeGreaterThan(0.02);
  });

  it("tells logical errors a round, the decoder's pace and what it owes", () => {
    const { rate, interval } = statistics.logicalErrorPerRound();
    expect(interval[0]).toBeLessThan(rate);
    expect((1 - (1 - 2 * rate) ** 6) / 2).toBeCloseTo(statistics.mistakes / statistics.shots, 12);
    expect(statistics.decodeUsPerRound().p50).toBeCloseTo(0.55, 12);
    // 66 µs are sixty rounds; a shot takes six, so that it is made up for later.
    expect(statistics.backlog().worstRounds).toBeGreaterThan(50);
    expect(statistics.backlog().rounds).toBeLessThan(10);
  });

  it("notes a burst where many rounds have far more events than usual", () => {
    expect(statistics.bursts).toEqual([]);
    const loud = new MemoryLab({ code: "rotated_memory_x", distance: 3, rounds: 6, p: 0.12 }, new Rng(6));
    const { detectors } = loud.sample();
    for (let s = 0; s < 20; s++) statistics.add(detectors, s, false, undefined);
    const quiet = lab.sample().detectors;
    for (let s = 0; s < 60; s++) statistics.add(quiet, s, false, undefined);
    expect(statistics.bursts).toHaveLength(1);
    const { from, to, events, expected } = statistics.bursts[0]!;
    expect(to - from).toBeGreaterThan(80);
    expect(to - from).toBeLessThan(130);
    expect(events).toBeGreaterThan(1.8 * expected);
  });
});
