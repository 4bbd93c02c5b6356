import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
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

  it("blames no single qubit where all of them are worse", () => {
    const stream = open();
    feed(stream, [{ qubit: undefined, errorRate: 0.006 }], 12, 11);
    expect(stream.prior.drift!.suspects).toEqual([]);
  });
});
