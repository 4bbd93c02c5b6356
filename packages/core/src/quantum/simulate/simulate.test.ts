import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { type GateInstruction, gates, parseCircuit, pauliProduct, productsOf } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { bitOf } from "../shots/index.ts";
import { referenceSample, ShotSampler, simulateTableau } from "./index.ts";
import { dagger, multiply, pauliMatrix, root2, scale, StateVector, unitaries } from "./state-vector.test-support.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const cliffords = gates.filter((g) => g.kind === "unitary1" || g.kind === "unitary2");

describe("the image of each Pauli under each Clifford gate is that of its unitary", () => {
  it.each(cliffords.map((g) => [g.name, g] as const))("%s", (name, gate) => {
    const generators = gate.kind === "unitary1" ? ["X", "Z"] : ["X_", "Z_", "_X", "_Z"];
    generators.forEach((word, i) => {
      const image = gate.images[i]!;
      const expected = scale([image.startsWith("-") ? -1 : 1, 0], pauliMatrix(image.slice(1)));
      const actual = multiply(multiply(unitaries[name]!, pauliMatrix(word)), dagger(unitaries[name]!));
      actual.flat().forEach(([re, im], k) => {
        expect(re).toBeCloseTo(expected.flat()[k]![0], 12);
        expect(im).toBeCloseTo(expected.flat()[k]![1], 12);
      });
    });
  });
});

/**
 * Circuits on four qubits with every kind of gate that has no noise. A measurement before each reset tells which way
 * it projected.
 */
const noiselessLine = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...cliffords), fc.shuffledSubarray([0, 1, 2, 3], { minLength: 2 }))
      .map(([g, q]) => `${g.name} ${q.slice(0, g.kind === "unitary1" ? 1 : 2).join(" ")}`),
  },
  fc
    .tuple(fc.constantFrom("M", "MX", "MY", "MR", "MRX", "MRY"), fc.nat(3), fc.boolean())
    .map(([m, q, inverted]) => `${m} ${inverted ? "!" : ""}${q}`),
  fc.tuple(fc.constantFrom("R", "RX", "RY"), fc.nat(3)).map(([r, q]) => `${r.replace("R", "M")} ${q}\n${r} ${q}`),
  fc
    .tuple(fc.constantFrom("MXX", "MYY", "MZZ"), fc.nat(2), fc.boolean())
    .map(([m, q, inverted]) => `${m} ${q} ${inverted ? "!" : ""}${q + 1}`),
  fc
    .tuple(
      fc.constantFrom("MPP", "SPP", "SPP_DAG"),
      fc.boolean(),
      fc.array(fc.constantFrom("X", "Y", "Z"), { minLength: 1, maxLength: 4 }),
    )
    .map(([g, inverted, letters]) => `${g} ${inverted ? "!" : ""}${letters.map((p, q) => `${p}${q}`).join("*")}`),
);
const noiselessCircuit = fc.array(noiselessLine, { minLength: 5, maxLength: 40 }).map((lines) => lines.join("\n"));

/** Runs a circuit on amplitudes with the outcomes given; every one must be certain or even. */
function checkAgainstAmplitudes(text: string, results: Uint8Array): void {
  const state = new StateVector(4);
  let at = 0;
  const project = (word: string, qubits: readonly number[], outcome: number) => {
    const probability = state.project(word, qubits, outcome);
    expect(Math.min(Math.abs(probability - 1), Math.abs(probability - 0.5))).toBeLessThan(1e-9);
    return probability;
  };
  for (const item of parseCircuit(text).instructions as readonly GateInstruction[]) {
    const { gate, targets } = item;
    const qubits = targets.flatMap((t) => (t.kind === "qubit" ? [t.qubit] : []));
    const inverted = targets.filter((t) => t.kind === "qubit" && t.isInverted).length;
    if (gate.kind === "unitary1" || gate.kind === "unitary2") state.applyGate(gate, qubits);
    else if (gate.kind === "measure" || gate.kind === "measureReset" || gate.kind === "reset") {
      const outcome = gate.kind === "reset" ? likelierOutcome(state, gate.basis!, qubits) : results[at++]! ^ inverted;
      project(gate.basis!, qubits, outcome);
      if (gate.kind !== "measure" && outcome === 1) state.apply(pauliMatrix(gate.basis === "Z" ? "X" : "Z"), qubits);
    } else if (gate.kind === "pairMeasure") project(gate.basis! + gate.basis!, qubits, results[at++]! ^ inverted);
    else {
      const product = pauliProduct(productsOf(targets)[0]!);
      const word = product.paulis.map((p) => ["_", "X", "Z", "Y"][p]).join("");
      const sign = product.isNegative ? 1 : 0;
      if (gate.kind === "productMeasure") project(word, product.qubits, results[at++]! ^ sign);
      else state.apply(root2(word, (gate.name === "SPP" ? 1 : -1) * (sign === 1 ? -1 : 1)), product.qubits);
    }
  }
}

/** A reset forgets its outcome; either one leads to the same state where it is random. */
function likelierOutcome(state: StateVector, basis: string, qubits: readonly number[]): number {
  return state.copy().project(basis, qubits, 0) > 0.25 ? 0 : 1;
}

test("the tableau gives only outcomes that quantum mechanics allows", () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(noiselessCircuit, fc.nat(), (text, seed) => {
      checkAgainstAmplitudes(text, simulateTableau(parseCircuit(text), new Rng(seed)));
      checkAgainstAmplitudes(text, referenceSample(parseCircuit(text)));
    }),
    { numRuns: 300 },
  );
});

/** How often each record of at most 12 bits occurs. */
function histogram(shots: number, bits: number, next: (shot: number) => number): Float64Array {
  const counts = new Float64Array(2 ** bits);
  for (let s = 0; s < shots; s++) counts[next(s)]!++;
  return counts;
}

const noiseLines = [
  "X_ERROR(0.2) 0 1",
  "Y_ERROR(0.3) 1",
  "Z_ERROR(0.25) 2",
  "DEPOLARIZE1(0.4) 0 1 2",
  "DEPOLARIZE2(0.5) 0 1 2 3",
  "PAULI_CHANNEL_1(0.1, 0.2, 0.3) 1 2",
  "PAULI_CHANNEL_2(0.01,0.02,0.03,0.04,0.05,0.06,0.07,0.08,0.02,0.02,0.03,0.04,0.05,0.06,0.07) 1 2",
  "E(0.3) X0 Y1\nELSE_CORRELATED_ERROR(0.4) Z2\nELSE_CORRELATED_ERROR(0.5) X3 Z0",
  "HERALDED_ERASE(0.3) 2",
  "HERALDED_PAULI_CHANNEL_1(0.05, 0.1, 0.15, 0.2) 1",
  "M(0.2) 0 !1",
  "MPP(0.1) X0*X1*!Z2",
  "MXX(0.15) 2 3",
  "MR(0.1) 3",
  "MPAD(0.2) 0 1",
  "MX 2\nCX rec[-1] 0\nCZ 1 rec[-1]\nXCZ 3 rec[-1]\nYCZ 2 rec[-1]\nCY rec[-1] 3",
];

describe("frames and tableau agree on the distribution of results", () => {
  it.each(noiseLines.map((noise, i) => [noise, i] as const))("%s", (noise, i) => {
    const text = `H 0 1\nCX 0 2 1 3\nS 2\nSPP X0*Z1\n${noise}\nC_XYZ 0\nISWAP 1 2\nSPP_DAG Y0*Y2\nSQRT_YY 0 3\nM 0 1\nMX 2\nMY 3`;
    const circuit = parseCircuit(text);
    const sampler = new ShotSampler(circuit, new Rng(100 + i));
    const bits = sampler.counts.measurements;
    let batch = sampler.measure();
    const shots = 20_480;
    const tableauShots = 3000;
    const frames = histogram(shots, bits, (s) => {
      if (s % batch.shots === 0 && s > 0) batch = sampler.measure();
      let value = 0;
      for (let b = 0; b < bits; b++) value |= bitOf(batch, s % batch.shots, b) << b;
      return value;
    });
    const rng = new Rng(200 + i);
    const tableau = histogram(tableauShots, bits, () =>
      simulateTableau(circuit, rng).reduce((v, bit, b) => v | (bit << b), 0),
    );
    // Two samples of one distribution: χ² has about as many degrees of freedom as there are outcomes.
    let chi2 = 0;
    let outcomes = 0;
    frames.forEach((a, k) => {
      const b = tableau[k]!;
      if (a + b < 40) return;
      outcomes++;
      chi2 += (a * Math.sqrt(tableauShots / shots) - b * Math.sqrt(shots / tableauShots)) ** 2 / (a + b);
    });
    expect(chi2).toBeLessThan(outcomes + 4.5 * Math.sqrt(2 * outcomes) + 5);
  });
});

describe("faults that were found late elsewhere", () => {
  it("no two batches are alike, and each seed gives its own", () => {
    const circuit = generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 3, noise: uniformNoise(0.01) });
    const batches = (seed: number, count: number) => {
      const sampler = new ShotSampler(circuit, new Rng(seed));
      return Array.from({ length: count }, () => Buffer.from(sampler.detect().detectors.rows).toString("base64"));
    };
    expect(new Set([...batches(1, 8), ...batches(2, 8)]).size).toBe(16);
    expect(batches(1, 3)).toEqual(batches(1, 3));
  });

  it("the tableau's outcomes change with its seed and are even", () => {
    const circuit = parseCircuit("H 0 1 2 3 4 5 6 7\nM 0 1 2 3 4 5 6 7");
    const rng = new Rng(5);
    const runs = Array.from({ length: 2000 }, () => simulateTableau(circuit, rng));
    expect(new Set(runs.map(String)).size).toBeGreaterThan(250);
    for (let q = 0; q < 8; q++) expect(Math.abs(runs.filter((r) => r[q] === 1).length - 1000)).toBeLessThan(110);
    expect(String(simulateTableau(circuit, new Rng(1)))).not.toBe(String(simulateTableau(circuit, new Rng(2))));
  });

  it("observables beyond 64 are kept apart", () => {
    const lines = Array.from(
      { length: 100 },
      (_, k) => `X_ERROR(${k === 64 ? 1 : 0}) ${k}\nM ${k}\nOBSERVABLE_INCLUDE(${k}) rec[-1]`,
    );
    const sampler = new ShotSampler(parseCircuit(lines.join("\n")), new Rng(1));
    const { observables } = sampler.detect(3);
    for (let k = 0; k < 100; k++) expect(bitOf(observables, 2, k)).toBe(k === 64 ? 1 : 0);
  });

  it("a gauge detector is random, a fixed one never fires without noise", () => {
    const circuit = parseCircuit("RX 0\nM 0\nDETECTOR rec[-1]\nM 0\nDETECTOR rec[-1] rec[-2]\nMX 0\nDETECTOR rec[-1]");
    const { detectors } = new ShotSampler(circuit, new Rng(3)).detect();
    const fired = [0, 1, 2].map(
      (d) => Array.from({ length: 1024 }, (_, s) => bitOf(detectors, s, d)).filter(Boolean).length,
    );
    expect(Math.abs(fired[0]! - 512)).toBeLessThan(100);
    expect(fired[1]).toBe(0);
    expect(Math.abs(fired[2]! - 512)).toBeLessThan(100);
  });
});

test("rare errors are as rare as they should be, and sure ones sure", () => {
  const sampler = new ShotSampler(
    parseCircuit(
      "X_ERROR(1) 0\nX_ERROR(0.0001) 1\nX_ERROR(0.7) 2\nM 0 1 2\nDETECTOR rec[-3]\nDETECTOR rec[-2]\nDETECTOR rec[-1]",
    ),
    new Rng(11),
  );
  const fired = [0, 0, 0];
  const batches = 500;
  for (let i = 0; i < batches; i++) {
    const { detectors } = sampler.detect();
    for (const byte of detectors.rows) for (let d = 0; d < 3; d++) fired[d]! += (byte >>> d) & 1;
  }
  const shots = batches * 1024;
  expect(fired[0]).toBe(shots);
  expect(Math.abs(fired[1]! - shots * 1e-4)).toBeLessThan(4 * Math.sqrt(shots * 1e-4));
  expect(Math.abs(fired[2]! - shots * 0.7)).toBeLessThan(4 * Math.sqrt(shots * 0.21));
});

describe.skipIf(!existsSync(data))("detection fractions and logical flips of the given circuits", () => {
  const reference = existsSync(data)
    ? (JSON.parse(readFileSync(join(data, "reference.json"), "utf8")) as {
        configs: { name: string; detection_fraction: number; detectors: number }[];
      })
    : { configs: [] };
  it.each(reference.configs.map((c) => [c.name, c] as const))("%s", (name, config) => {
    const sampler = new ShotSampler(parseCircuit(readFileSync(join(data, name, "circuit.stim"), "utf8")), new Rng(2));
    let events = 0;
    const batches = 30;
    for (let i = 0; i < batches; i++)
      for (const byte of sampler.detect().detectors.rows) for (let b = byte; b !== 0; b &= b - 1) events++;
    const sites = batches * 1024 * config.detectors;
    // Events come in pairs, so that their number varies about twice as much as independent ones.
    const sigma = 2 * Math.sqrt(config.detection_fraction / sites);
    expect(Math.abs(events / sites - config.detection_fraction)).toBeLessThan(4 * sigma);
  });
});
