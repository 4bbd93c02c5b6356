import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { parseCircuit } from "../circuit/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { bitOf, readShots, shotBatch, shotLayout, writeShots } from "../shots/index.ts";
import { DetectionConverter, ShotSampler } from "./index.ts";

const data = join(
  process.env["HOMEOSTAT_DATA"] ?? join(import.meta.dirname, "../../../../../../shared/data"),
  "quantum",
);
const bytes = (...path: string[]) => new Uint8Array(readFileSync(join(data, ...path)));
const text = (...path: string[]) => readFileSync(join(data, ...path), "utf8");

describe.skipIf(!existsSync(data))("bit for bit", () => {
  it.each(globSync("google/*", { cwd: data }))("%s", (name) => {
    for (const file of ["circuit_ideal.stim", "circuit_noisy.stim"]) {
      const converter = new DetectionConverter(parseCircuit(text(name, file)));
      const { measurements, sweepBits, detectors: d, observables: o } = converter.counts;
      const { detectors, observables } = converter.convert(
        readShots("b8", shotLayout({ measurements }), bytes(name, "measurements.b8")),
        readShots("b8", shotLayout({ measurements: sweepBits }), bytes(name, "sweep.b8")),
      );
      expect(detectors.shots).toBe(50_000);
      const events = writeShots("b8", shotLayout({ detectors: d }), detectors);
      expect(Buffer.compare(events, bytes(name, "detection_events.b8"))).toBe(0);
      const flips = writeShots("01", shotLayout({ observables: o }), observables);
      expect(Buffer.compare(flips, bytes(name, "obs_flips_actual.01"))).toBe(0);
    }
  });

  it("eight shots from 01 to dets", () => {
    const converter = new DetectionConverter(parseCircuit(text("formats/circuit.stim")));
    const { measurements, detectors } = converter.counts;
    const shots = readShots("01", shotLayout({ measurements }), bytes("formats/meas8.01"));
    const out = writeShots("dets", shotLayout({ detectors }), converter.convert(shots).detectors);
    expect(new TextDecoder().decode(out)).toBe(text("formats/m2d8.dets"));
  });
});

test("results sampled from a circuit give back the detection events of its noise", () => {
  const circuit = generateCircuit({ code: "rotated_memory_x", distance: 3, rounds: 4, noise: uniformNoise(0.01) });
  // One seed, one noise: results and events are two views of the same shots.
  const results = new ShotSampler(circuit, new Rng(4)).measure();
  const events = new ShotSampler(circuit, new Rng(4)).detect();
  expect(new DetectionConverter(circuit).convert(results)).toEqual(events);
});

test("inverted results, resets to one and sweep bits are taken into account", () => {
  const converter = new DetectionConverter(
    parseCircuit(
      "X 0\nCX sweep[1] 1\nCZ sweep[0] 2\nH 2\nM !0 0 !1 2\nDETECTOR rec[-4]\nDETECTOR rec[-3]\nDETECTOR rec[-2]",
    ),
  );
  const measured = shotBatch(4, 2, Uint8Array.of(0b0110, 0b0011));
  const sweep = shotBatch(2, 2, Uint8Array.of(0b00, 0b10));
  const { detectors } = converter.convert(measured, sweep);
  // Without noise: 0, 1, and 1 or, where sweep[1] is set, 0.
  expect([0, 1].map((s) => [0, 1, 2].map((d) => bitOf(detectors, s, d)))).toEqual([
    [0, 0, 0],
    [1, 0, 0],
  ]);
});
