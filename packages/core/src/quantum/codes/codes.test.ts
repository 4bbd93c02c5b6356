import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { countCircuit, parseCircuit, writeCircuit } from "../circuit/index.ts";
import { flatErrors } from "../error-model/index.ts";
import { setBits } from "../shots/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import {
  codeCapacityCircuit,
  depolarizingFailure,
  failureWeights,
  flipFailure,
  generateCircuit,
  memoryCodes,
  repetitionCode,
  shorCode,
  steaneCode,
  uniformNoise,
} from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const withoutComments = (text: string) => text.replace(/#.*/g, "").replace(/^\s*\n/gm, "");

describe.skipIf(!existsSync(data))("the given circuits are generated line by line", () => {
  it.each(globSync("{surface,repetition}_code_*", { cwd: data }))("%s", (name) => {
    const [, d, r, p] = /_d(\d+)_r(\d+)_p([\d.]+)$/.exec(name)!;
    const code = name.startsWith("surface") ? "rotated_memory_x" : "repetition";
    const circuit = generateCircuit({ code, distance: Number(d), rounds: Number(r), noise: uniformNoise(Number(p)) });
    expect(writeCircuit(circuit)).toBe(withoutComments(readFileSync(join(data, name, "circuit.stim"), "utf8")));
  });

  it("memory Z, with noise after gates alone", () => {
    const noise = { ...uniformNoise(0), afterCliffordDepolarization: 0.001 };
    const circuit = generateCircuit({ code: "rotated_memory_z", distance: 3, rounds: 1000, noise });
    expect(writeCircuit(circuit)).toBe(withoutComments(readFileSync(join(data, "formats/long.stim"), "utf8")));
  });
});

describe("exact tables under code capacity", () => {
  const tables = [
    ["Shor", shorCode, [0, 0, 144, 1464, 7704, 23760, 46656, 57816, 43416, 15648]],
    ["Steane", steaneCode, [0, 0, 147, 693, 2226, 3822, 3675, 1725]],
  ] as const;
  it.each(tables)("%s: how many Paulis of each weight fail", (_, code, expected) => {
    expect(failureWeights(code)).toEqual(expected);
  });

  it.each([
    [shorCode, 0.001, 1.594232788e-5],
    [shorCode, 0.01, 1.543267655e-3],
    [shorCode, 0.05, 0.03340151506],
    [shorCode, 0.1, 0.1116500097],
    [steaneCode, 0.01, 1.578207245e-3],
    [steaneCode, 0.1, 0.1154220159],
  ])("depolarizing %#", (code, p, expected) => {
    expect(Math.abs(depolarizingFailure(code, p) - expected)).toBeLessThan(1e-9);
  });

  it("pseudothresholds of Shor's and Steane's codes", () => {
    for (const [code, threshold] of [
      [shorCode, 0.084824],
      [steaneCode, 0.081082],
    ] as const) {
      expect(depolarizingFailure(code, threshold - 1e-6)).toBeLessThan(threshold - 1e-6);
      expect(depolarizingFailure(code, threshold + 1e-6)).toBeGreaterThan(threshold + 1e-6);
    }
  });

  it("independent flips: Shor's closed form, and the repetition code", () => {
    for (const p of [0.001, 0.02, 0.1, 0.3]) {
      const q = 3 * p ** 2 - 2 * p ** 3;
      const r = (1 - (1 - 2 * p) ** 3) / 2;
      expect(flipFailure(shorCode, "X", p)).toBeCloseTo((1 - (1 - 2 * q) ** 3) / 2, 12);
      expect(flipFailure(shorCode, "Z", p)).toBeCloseTo(3 * r ** 2 - 2 * r ** 3, 12);
    }
    expect(Math.abs(flipFailure(shorCode, "X", 0.1) - 0.079383808)).toBeLessThan(1e-9);
    expect(Math.abs(flipFailure(shorCode, "Z", 0.1) - 0.149554432)).toBeLessThan(1e-9);
    expect(flipFailure(repetitionCode(3), "X", 0.1)).toBeCloseTo(0.028, 12);
    expect(flipFailure(repetitionCode(5), "X", 0.1)).toBeCloseTo(0.00856, 12);
    expect(flipFailure(repetitionCode(7), "X", 0.1)).toBeCloseTo(0.002728, 12);
  });
});

describe("encode, measure, correct", () => {
  /** The observables of the likeliest error of each syndrome, X and Z parts apart, by up to two errors. */
  const lookup = (code: typeof shorCode) => {
    const errors = [...flatErrors(analyzeErrors(codeCapacityCircuit(code, 0.01)))].map((e) => {
      const part = e.components[0]!;
      return { syndrome: part.detectors.reduce((s, d) => s | (1 << d), 0), flips: part.observables };
    });
    const zChecks = (1 << code.zStabilizers.length) - 1;
    const table = new Map<number, number>([[0, 0]]);
    const maskOf = (flips: readonly number[]) => flips.reduce((m, o) => m | (1 << o), 0);
    const pure = errors.filter(({ syndrome }) => (syndrome & zChecks) === 0 || (syndrome & ~zChecks) === 0);
    for (const e of pure) if (!table.has(e.syndrome)) table.set(e.syndrome, maskOf(e.flips));
    for (const a of pure)
      for (const b of pure) {
        const syndrome = a.syndrome ^ b.syndrome;
        if (!table.has(syndrome)) table.set(syndrome, maskOf(a.flips) ^ maskOf(b.flips));
      }
    return (syndrome: number) => (table.get(syndrome & zChecks) ?? 0) ^ (table.get(syndrome & ~zChecks) ?? 0);
  };

  it.each([
    ["Shor", shorCode],
    ["Steane", steaneCode],
  ] as const)("%s stays within 3 σ of its table", (_, code) => {
    const correction = lookup(code);
    for (const p of [0.01, 0.1]) {
      const sampler = new ShotSampler(codeCapacityCircuit(code, p), new Rng(7));
      const fired = new Int32Array(sampler.counts.detectors);
      let failed = 0;
      let shots = 0;
      while (shots < 200_000) {
        const { detectors, observables } = sampler.detect();
        for (let s = 0; s < detectors.shots; s++) {
          const count = setBits(detectors, s, fired);
          let syndrome = 0;
          for (let i = 0; i < count; i++) syndrome |= 1 << fired[i]!;
          if (observables.rows[s] !== correction(syndrome)) failed++;
        }
        shots += detectors.shots;
      }
      const expected = depolarizingFailure(code, p);
      const sigma = Math.sqrt((expected * (1 - expected)) / shots);
      expect(Math.abs(failed / shots - expected)).toBeLessThan(3 * sigma);
    }
  });
});

describe("generated circuits", () => {
  it.each(memoryCodes)("%s is deterministic without noise, and its schedules do not disturb one another", (code) => {
    for (const rounds of [1, 2, 3]) {
      const circuit = generateCircuit({ code, distance: 3, rounds, noise: uniformNoise(0.01) });
      // Refuses detectors that are random without noise, which crossing X and Z schedules would make them.
      const model = analyzeErrors(circuit, { decomposeErrors: true });
      expect([...flatErrors(model)].every((e) => e.components.every((c) => c.detectors.length <= 2))).toBe(true);
      expect(parseCircuit(writeCircuit(circuit)).instructions).toHaveLength(circuit.instructions.length);
    }
  });

  test("a surface code whose X and Z schedules cross is refused", () => {
    const good = writeCircuit(
      generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 3, noise: uniformNoise(0.01) }),
    );
    // Ancilla 9 of a Z stabilizer touches two of its corners the other way round.
    const crossed = good.replaceAll(" 10 9 ", " 99 98 ").replaceAll(" 8 9 ", " 10 9 ").replaceAll(" 99 98 ", " 8 9 ");
    expect(crossed).not.toBe(good);
    expect(() => analyzeErrors(parseCircuit(crossed))).toThrow(/makes .*D\d+.* random/);
  });

  test("the last round is as noisy as its circuit says: only the readout of the data", () => {
    const circuit = generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 1, noise: uniformNoise(0) });
    expect([...flatErrors(analyzeErrors(circuit))]).toEqual([]);
    const noise = { ...uniformNoise(0), beforeMeasureFlipProbability: 0.02 };
    const model = analyzeErrors(generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 2, noise }));
    const last = [...flatErrors(model)].filter((e) => e.components[0]!.detectors.every((d) => d >= 12));
    // Nine data qubits, each read out wrongly with the given probability; two pairs of them look alike.
    expect(last.map((e) => e.probability).sort((a, b) => a - b)).toEqual([
      0.02, 0.02, 0.02, 0.02, 0.02, 0.0392, 0.0392,
    ]);
  });

  test("distances other than those given, even ones too", () => {
    for (const distance of [2, 4, 6, 9, 25]) {
      const circuit = generateCircuit({ code: "rotated_memory_z", distance, rounds: 2, noise: uniformNoise(0) });
      const { detectors } = countCircuit(circuit);
      const zStabilizers = (distance ** 2 - 1 - (distance % 2 === 0 ? 1 : 0)) / 2;
      expect(detectors).toBe(2 * Math.floor(zStabilizers) + distance ** 2 - 1);
      expect(() => analyzeErrors(circuit)).not.toThrow();
    }
  });
});
