// Detection events a second of processor time, beside what Stim reached on the machine of the reference.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Rng } from "@homeostat/core/kernel";
import { parseCircuit, ShotSampler } from "@homeostat/core/quantum";
import { geometricMean, type ReferenceConfiguration, type Section } from "./section.ts";

const warmUpBatches = 300;
const runs = 5;
const secondsPerRun = 0.4;

export function sampler(dataDirectory: string): Section {
  const { configs } = JSON.parse(readFileSync(join(dataDirectory, "reference.json"), "utf8")) as {
    configs: readonly ReferenceConfiguration[];
  };
  const rows = configs
    .filter((c) => c.code === "surface_code")
    .map((config) => {
      const circuit = parseCircuit(readFileSync(join(dataDirectory, config.name, "circuit.stim"), "utf8"));
      const rates = ratesOf(new ShotSampler(circuit, new Rng(1)));
      const stim = config.stim_detect_shots_per_cpu_s;
      return {
        config: `d${config.distance} p${config.p}`,
        distance: config.distance,
        shotsPerSecond: Math.round(rates.median),
        bestShotsPerSecond: Math.round(rates.best),
        stimReference: Math.round(stim),
        ratio: round(rates.median / stim),
      };
    });
  const asked = rows.filter((row) => row.distance === 5 || row.distance === 7).map((row) => row.ratio);
  return {
    title: "Frame sampler: detection events and observables, unpacked to shots (processor time, one thread)",
    rows,
    notes: [
      `geometric mean of the ratio for d = 5 and 7: ${round(geometricMean(asked))} (asked: at least 0.5)`,
      "the reference was measured with Stim on another machine: only a run of both on one machine decides",
    ],
  };
}

function ratesOf(sampler: ShotSampler): { median: number; best: number } {
  for (let i = 0; i < warmUpBatches; i++) sampler.detect();
  const rates = Array.from({ length: runs }, () => {
    const start = process.cpuUsage();
    let shots = 0;
    for (;;) {
      for (let i = 0; i < 20; i++) shots += sampler.detect().detectors.shots;
      const { user, system } = process.cpuUsage(start);
      const seconds = (user + system) / 1e6;
      if (seconds >= secondsPerRun) return shots / seconds;
    }
  }).sort((a, b) => a - b);
  return { median: rates[runs >> 1]!, best: rates[runs - 1]! };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
