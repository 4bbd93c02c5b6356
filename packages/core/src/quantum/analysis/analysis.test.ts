import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { parseCircuit } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import {
  countErrorModel,
  detectorCoordinates,
  type ErrorModel,
  flatErrors,
  parseErrorModel,
  writeErrorModel,
} from "../error-model/index.ts";
import { bitOf } from "../shots/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import { type AnalysisOptions, analyzeErrors } from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const read = (...path: string[]) => readFileSync(join(data, ...path), "utf8");

/** Probabilities by targets, parts in their order; equal ones are combined. */
function tableOf(model: ErrorModel): Map<string, number> {
  const table = new Map<string, number>();
  for (const { components, probability } of flatErrors(model)) {
    const key = components
      .map((c) => [...c.detectors.map((d) => `D${d}`), ...c.observables.map((o) => `L${o}`)].join(" "))
      .join(" ^ ");
    const known = table.get(key) ?? 0;
    table.set(key, known * (1 - probability) + probability * (1 - known));
  }
  return table;
}

/** The largest difference of two probabilities; throws where targets are not the same. */
function distance(actual: ErrorModel, expected: ErrorModel): number {
  const a = tableOf(actual);
  const b = tableOf(expected);
  expect([...a.keys()].sort()).toEqual([...b.keys()].sort());
  let worst = 0;
  for (const [key, p] of a) worst = Math.max(worst, Math.abs(p - b.get(key)!));
  return worst;
}

describe.skipIf(!existsSync(data))("the given models, parts and all", () => {
  it.each(globSync("{surface,repetition}_code_*", { cwd: data }))("%s", (name) => {
    const model = analyzeErrors(parseCircuit(read(name, "circuit.stim")), { decomposeErrors: true });
    const given = parseErrorModel(gunzipSync(readFileSync(join(data, name, "model.dem.gz"))).toString());
    expect(distance(model, given)).toBeLessThan(1e-9);
    expect([...detectorCoordinates(model)]).toEqual([...detectorCoordinates(given)]);
  });

  it("with and without parts", () => {
    const circuit = parseCircuit(read("formats/circuit.stim"));
    expect(distance(analyzeErrors(circuit), parseErrorModel(read("formats/undecomposed.dem")))).toBeLessThan(1e-9);
    const decomposed = analyzeErrors(circuit, { decomposeErrors: true });
    expect(distance(decomposed, parseErrorModel(read("formats/decomposed.dem")))).toBeLessThan(1e-9);
  });

  it("a thousand rounds, folded", () => {
    const model = analyzeErrors(parseCircuit(read("formats/long.stim")), { decomposeErrors: true, foldLoops: true });
    const given = parseErrorModel(read("formats/long_folded.dem"));
    expect(distance(model, given)).toBeLessThan(1e-9);
    expect(countErrorModel(model).detectors).toBe(countErrorModel(given).detectors);
    expect([...detectorCoordinates(model)]).toEqual([...detectorCoordinates(given)]);
  });

  // The circuits give six digits, the models were made from more.
  it.each(globSync("google/*", { cwd: data }))("%s", (name) => {
    const model = analyzeErrors(parseCircuit(read(name, "circuit_noisy.stim")), { decomposeErrors: true });
    expect(distance(model, parseErrorModel(read(name, "circuit_detector_error_model.dem")))).toBeLessThan(1e-7);
  });
});

describe("folding changes nothing", () => {
  const experiments = (["rotated_memory_x", "rotated_memory_z", "repetition", "shor", "steane"] as const).flatMap(
    (code) => [2, 9, 14].map((rounds) => [code, rounds] as const),
  );
  it.each(experiments)("%s, %i rounds", (code, rounds) => {
    const circuit = generateCircuit({ code, distance: 3, rounds, noise: uniformNoise(0.003) });
    for (const decomposeErrors of [false, true]) {
      const options: AnalysisOptions = { decomposeErrors, ignoreDecompositionFailures: true };
      const folded = analyzeErrors(circuit, { ...options, foldLoops: true });
      expect(distance(parseErrorModel(writeErrorModel(folded)), analyzeErrors(circuit, options))).toBeLessThan(1e-12);
    }
  });

  it("repeats in repeats, with a state that comes back only every third time", () => {
    const text = (outer: number, inner: number) => `
      R 0 1 2 3
      M 3 3 3
      REPEAT ${outer} {
        REPEAT ${inner} {
          SWAP 0 1
          SWAP 1 2
          X_ERROR(0.01) 0
          MR(0.002) 3
          MR(0.003) 1
          DETECTOR(1) rec[-2]
          SHIFT_COORDS(1, 1)
        }
        DEPOLARIZE1(0.01) 0 1
        MR 0
        DETECTOR(0, 5) rec[-1]
        MR 3
        OBSERVABLE_INCLUDE(1) rec[-1]
      }
      M 0 1 2
      OBSERVABLE_INCLUDE(0) rec[-1]`;
    for (const [outer, inner] of [
      [7, 11],
      [20, 4],
      [1, 30],
    ] as const) {
      const circuit = parseCircuit(text(outer, inner));
      const folded = analyzeErrors(circuit, { foldLoops: true });
      const plain = analyzeErrors(circuit);
      expect(distance(folded, plain)).toBeLessThan(1e-12);
      expect([...detectorCoordinates(folded)]).toEqual([...detectorCoordinates(plain)]);
      expect(countErrorModel(folded).detectors).toBe(countErrorModel(plain).detectors);
    }
    const endless = analyzeErrors(parseCircuit(text(1e9, 1e9)), { foldLoops: true });
    expect(writeErrorModel(endless).length).toBeLessThan(20_000);
  });
});

test("what a model says is what the sampler does", () => {
  // Each kind of noise that is made of independent errors, and measurements of each kind.
  const circuit = parseCircuit(`
    R 0 1 2 3
    H 0
    CX 0 1
    DEPOLARIZE1(0.1) 0 1
    DEPOLARIZE2(0.2) 0 1 2 3
    PAULI_CHANNEL_1(0.08, 0.11, 0.05) 1
    SPP X0*X1
    E(0.1) X0 Z1 Y2
    C_XYZ 2 3
    SPP_DAG X0*X1
    C_ZYX 2 3
    MPP(0.05) X0*X1 Z0*Z1
    MR(0.1) 2
    CX rec[-1] 3
    MZZ(0.03) 2 3
    M 3
    DETECTOR rec[-5]
    DETECTOR rec[-4]
    DETECTOR rec[-3]
    DETECTOR rec[-2]
    DETECTOR rec[-1]
    OBSERVABLE_INCLUDE(0) rec[-1] rec[-4]`);
  const expected = new Float64Array(64);
  expected[0] = 1;
  for (const { probability, components } of flatErrors(analyzeErrors(circuit))) {
    const part = components[0]!;
    const flips = [...part.detectors, ...part.observables.map((o) => o + 5)].reduce((m, b) => m | (1 << b), 0);
    const before = expected.slice();
    for (let k = 0; k < 64; k++) expected[k] = before[k]! * (1 - probability) + before[k ^ flips]! * probability;
  }
  const sampler = new ShotSampler(circuit, new Rng(9));
  const seen = new Float64Array(64);
  const batches = 200;
  for (let i = 0; i < batches; i++) {
    const { detectors, observables } = sampler.detect();
    for (let s = 0; s < detectors.shots; s++) seen[detectors.rows[s]! | (bitOf(observables, s, 0) << 5)]!++;
  }
  const shots = batches * 1024;
  let chi2 = 0;
  expected.forEach((p, k) => {
    chi2 += p > 0 ? (seen[k]! - shots * p) ** 2 / (shots * p) : seen[k]! * 1e9;
  });
  expect(chi2).toBeLessThan(64 + 4.5 * Math.sqrt(128));
});

test("a channel of disjoint Paulis becomes the independent errors that it is made of", () => {
  fc.assert(
    fc.property(fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0, max: 0.2, noNaN: true }))), ([x, y, z]) => {
      // Independent X, Y and Z make up these disjoint ones.
      const odd = (a: number, b: number, c: number) => a * (1 - b) * (1 - c) + (1 - a) * b * c;
      const args = [odd(x!, y!, z!), odd(y!, x!, z!), odd(z!, x!, y!)].join(",");
      const text = (noise: string) =>
        `R 0\nH 1\nCX 1 0\n${noise}\nMPP X0*X1 Z0*Z1\n`
          .replace("R 0", "R 0\nMPP X0*X1 Z0*Z1")
          .replace("H 1\nCX 1 0\n", "") + "DETECTOR rec[-2] rec[-4]\nDETECTOR rec[-1] rec[-3]";
      const a = tableOf(analyzeErrors(parseCircuit(text(`PAULI_CHANNEL_1(${args}) 0`))));
      const b = tableOf(analyzeErrors(parseCircuit(text(`X_ERROR(${x}) 0\nY_ERROR(${y}) 0\nZ_ERROR(${z}) 0`))));
      for (const key of new Set([...a.keys(), ...b.keys()])) expect(a.get(key) ?? 0).toBeCloseTo(b.get(key) ?? 0, 9);
    }),
  );
});

describe("what has no model gets one sentence with the line", () => {
  const cases: readonly (readonly [string, AnalysisOptions, RegExp])[] = [
    ["RX 0\nM 0\nDETECTOR rec[-1]", {}, /^line 1: RX on qubit 0 makes D0 random/],
    ["M 0\nMX 0\nDETECTOR rec[-1]", {}, /^line 1: M on qubit 0 makes D0 random/],
    ["MX 0\nDETECTOR rec[-1]", {}, /^the start of the circuit on qubit 0 makes D0 random/],
    ["MX 0\nOBSERVABLE_INCLUDE(3) rec[-1]", { allowGaugeDetectors: true }, /makes L3 random/],
    ["HERALDED_ERASE(0.1) 0\nDETECTOR rec[-1]", {}, /^line 1: the errors of HERALDED_ERASE exclude one another/],
    ["E(0.2) X0\nELSE_CORRELATED_ERROR(0.1) Y0\nM 0\nDETECTOR rec[-1]", {}, /ELSE_CORRELATED_ERROR exclude one/],
    ["E(0.2) X0\nELSE_CORRELATED_ERROR(0.1) Y0", { approximateDisjointErrors: 0.1 }, /0.2 is above the limit 0.1/],
    ["DEPOLARIZE1(0.8) 0\nM 0\nDETECTOR rec[-1]", {}, /^line 1: DEPOLARIZE1 with more than 3\/4/],
    [
      "X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\nDETECTOR rec[-1]\nDETECTOR rec[-1]",
      { decomposeErrors: true },
      /^the error that flips D0 D1 D2 has no parts/,
    ],
  ];
  it.each(cases)("%s", (text, options, message) => {
    expect(() => analyzeErrors(parseCircuit(text), options)).toThrow(message);
  });

  it("unless it is allowed", () => {
    const gauge = parseCircuit("MX 0\nDETECTOR rec[-1]\nMX 0\nDETECTOR rec[-1] rec[-2]");
    expect(writeErrorModel(analyzeErrors(gauge, { allowGaugeDetectors: true }))).toBe("error(0.5) D0\ndetector D1\n");
    const heralded = parseCircuit("HERALDED_ERASE(0.4) 0\nM 0\nDETECTOR rec[-1]\nDETECTOR rec[-2]");
    expect(writeErrorModel(analyzeErrors(heralded, { approximateDisjointErrors: 1 }))).toBe(
      "error(0.2) D0 D1\nerror(0.2) D1\n",
    );
    const three = parseCircuit("X_ERROR(0.1) 0\nM 0\nDETECTOR rec[-1]\nDETECTOR rec[-1]\nDETECTOR rec[-1]");
    const options = { decomposeErrors: true, ignoreDecompositionFailures: true };
    expect(writeErrorModel(analyzeErrors(three, options))).toBe("error(0.1) D0 D1 D2\n");
  });
});

test("an observable beyond 64 decomposes like any other", () => {
  const text = (o: number) => `
    X_ERROR(0.01) 0 1
    E(0.02) X0 X1
    M 0 1
    DETECTOR rec[-2]
    DETECTOR rec[-1]
    DETECTOR rec[-1]
    OBSERVABLE_INCLUDE(${o}) rec[-2]`;
  const parts = (o: number) => writeErrorModel(analyzeErrors(parseCircuit(text(o)), { decomposeErrors: true }));
  expect(parts(100)).toBe(parts(0).replaceAll("L0", "L100"));
  expect(parts(100)).toContain("error(0.02) D0 L100 ^ D1 D2\n");
});
