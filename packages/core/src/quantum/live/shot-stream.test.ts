import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { sliceShots } from "../shots/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import { driftedCircuit, memoryLattice, placesOn, processorExperiment, type QubitDrift, ShotStream } from "./index.ts";

const experiment = processorExperiment({ code: "rotated_memory_x", distance: 5, physicalErrorRate: 0.003 });
const lattice = memoryLattice(experiment.code, experiment.distance);
const model = analyzeErrors(driftedCircuit(experiment, []), { decomposeErrors: true });
const ancilla = lattice.stabilizers.find(({ basis, data }) => basis === "X" && data.length === 4)!.ancilla;
const qubit = lattice.data[12]!.qubit;

const open = () => new ShotStream({ model, layout: placesOn(lattice, model), cycleUs: 1.1 });
function feed(stream: ShotStream, drifts: readonly QubitDrift[], batches: number, seed: number): void {
  const sampler = new ShotSampler(driftedCircuit(experiment, drifts), new Rng(seed));
  for (let i = 0; i < batches; i++) {
    const { detectors, observables } = sampler.detect();
    stream.take(detectors, observables);
  }
}

describe("a stream of shots", () => {
  it("of healthy qubits is told to have drifted by nobody", () => {
    const stream = open();
    feed(stream, [], 60, 1);
    expect(stream.prior.drift).toBeUndefined();
    expect(stream.ancillas).toEqual([]);
    expect(stream.logicalError!.rate).toBeGreaterThan(0);
    expect(stream.unexplained).toBe(0);
    expect(stream.recent.shots).toBe(256);
  });

  it("names an ancilla whose readout is wrong 15 % of the time at once, and the prior that knows it is confirmed", () => {
    const stream = open();
    feed(stream, [], 4, 2);
    const broken = [{ qubit: ancilla, errorRate: 0.15 }];
    feed(stream, broken, 1, 3);
    expect(stream.ancillas.map(({ stabilizer }) => lattice.stabilizers[stabilizer]!.ancilla)).toEqual([ancilla]);
    feed(stream, broken, 6, 4);
    const drift = stream.prior.drift!;
    expect(drift.suspects[0]).toMatchObject({ qubit: ancilla, role: "ancilla" });
    expect(drift.suspects[0]!.now).toBeGreaterThan(0.12);
    expect(drift.gain.mistakesBefore).toBeGreaterThan(1.2 * drift.gain.mistakesAfter);

    stream.adopt(drift.change);
    feed(stream, broken, 4, 5);
    expect(stream.prior.review!.verdict).toBe("confirmed");
    expect(stream.prior.review!.mistakes).toBeLessThan(stream.prior.review!.mistakesBefore);
    // The decoder knows it by now, so it is news no more.
    expect(stream.ancillas).toEqual([]);
    feed(stream, broken, 20, 6);
    expect(stream.prior.drift).toBeUndefined();
  });

  it("names a data qubit that is depolarized by 3 % each round", () => {
    const stream = open();
    feed(stream, [{ qubit, errorRate: 0.03 }], 12, 7);
    expect(stream.prior.drift!.suspects[0]).toMatchObject({ qubit, role: "data" });
    expect(stream.ancillas).toEqual([]);
  });

  it("says worse of a prior whose drift was gone by the time it was adopted, and goes back", () => {
    const stream = open();
    feed(stream, [{ qubit: ancilla, errorRate: 0.15 }], 8, 8);
    stream.adopt(stream.prior.drift!.change);
    feed(stream, [], 4, 9);
    expect(stream.prior.review!.verdict).toBe("worse");
    stream.reset();
    expect(stream.prior.review).toBeUndefined();
    expect(stream.prior.model).toBe(model);
    feed(stream, [], 20, 10);
    expect(stream.prior.drift).toBeUndefined();
  });

  it("comes to the same in whatever pieces it is given", () => {
    const whole = open();
    const pieces = open();
    feed(whole, [{ qubit: ancilla, errorRate: 0.15 }], 8, 12);
    const rng = new Rng(13);
    const sampler = new ShotSampler(driftedCircuit(experiment, [{ qubit: ancilla, errorRate: 0.15 }]), new Rng(12));
    for (let i = 0; i < 8; i++) {
      const { detectors, observables } = sampler.detect();
      for (let from = 0; from < detectors.shots; ) {
        const count = Math.min(detectors.shots - from, 1 + Math.floor(rng.next() * 300));
        pieces.take(sliceShots(detectors, from, count), sliceShots(observables, from, count));
        from += count;
      }
    }
    expect(whole.prior.drift).toBeDefined();
    expect(pieces.summary()).toEqual(whole.summary());
    expect(pieces.counts()).toEqual(whole.counts());
  });

  it("goes on counting where one before it stopped", () => {
    const [before, after] = [open(), open()];
    feed(before, [], 9, 14);
    after.recount(before.counts());
    expect(after.logicalError).toEqual(before.logicalError);
    feed(before, [], 2, 15);
    feed(after, [], 2, 15);
    expect(after.counts()).toEqual(before.counts());
    expect(after.statistics.bursts).toEqual([]);
  });

  it("never calls logical errors too many that are as its prior promises, by any seed", () => {
    for (const seed of [21, 22, 23, 24]) {
      const stream = open();
      const sampler = new ShotSampler(driftedCircuit(experiment, []), new Rng(seed));
      for (let i = 0; i < 40; i++) {
        const { detectors, observables } = sampler.detect();
        stream.take(detectors, observables);
        expect(stream.summary().excess, `seed ${seed}`).toBeUndefined();
      }
    }
  });

  it("blames no single qubit where all of them are worse", () => {
    const stream = open();
    feed(stream, [{ qubit: undefined, errorRate: 0.006 }], 12, 11);
    expect(stream.prior.drift!.suspects).toEqual([]);
  });
});
