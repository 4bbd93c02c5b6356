// A memory of a million rounds, decoded in a sliding window as its rounds come.
import { Rng } from "@homeostat/core/kernel";
import {
  analyzeErrors,
  countMistakes,
  createDecoder,
  DecoderBacklog,
  decodeShots,
  ErrorStream,
  generateCircuit,
  layeredModel,
  ShotSampler,
  uniformNoise,
  WindowDecoder,
} from "@homeostat/core/quantum";
import type { Section } from "./section.ts";

const rounds = 1_000_000;

export function stream(): Section {
  const rows = [
    endless(3, 0.001),
    endless(5, 0.001),
    endless(7, 0.001),
    ...[
      [5, 0.003],
      [5, 0.005],
      [3, 0.005],
    ].map(([distance, p]) => against(distance!, p!)),
  ];
  return {
    title: "Streams: exact matching in a window of d + d rounds (processor time, one thread)",
    rows,
    notes: [
      "asked: at least 1,000,000 rounds/s at d = 5, p = 0.001, no backlog over 10⁶ rounds of 1.1 µs (which is by the clock)",
      "asked: at most 2 % more mistakes than whole shots; measured on shots of 50 rounds",
    ],
  };
}

/** The speed of a stream, and what a cycle of 1.1 µs makes of it. */
function endless(distance: number, p: number) {
  const options = { commit: distance, buffer: distance };
  const circuit = generateCircuit({ code: "rotated_memory_x", distance, rounds, noise: uniformNoise(p) });
  const model = analyzeErrors(circuit, { decomposeErrors: true, foldLoops: true });
  const decoder = new WindowDecoder(model, options);
  const source = new ErrorStream(layeredModel(model, 2 * distance), new Rng(1));
  const counts = new Uint8Array(decoder.layers);
  const places: number[] = [];
  const slots = new Int32Array(2 * distance * distance);
  for (let round = 0; round < decoder.layers; round++) {
    counts[round] = source.nextRound(slots);
    for (let i = 0; i < counts[round]!; i++) places.push(slots[i]!);
  }
  const events = Int32Array.from(places);
  let us = 0;
  const backlog = new DecoderBacklog(1.1);
  // Twice: the first time while the code is compiled.
  for (let run = 0; run < 2; run++) {
    decoder.reset();
    let at = 0;
    let seen = 0;
    const start = process.threadCpuUsage();
    let mark = performance.now();
    for (let round = 0; round < decoder.layers; round++) {
      const count = counts[round]!;
      decoder.pushRound(events.subarray(at, at + count), count);
      at += count;
      if (run === 0 || round % 1000 !== 999) continue;
      // Processor time comes in steps that are longer than a thousand rounds.
      const now = performance.now();
      backlog.push(round + 1 - seen, 1000 * (now - mark), round + 1 - seen);
      mark = now;
      seen = round + 1;
    }
    const { user, system } = process.threadCpuUsage(start);
    us = (user + system) / decoder.layers;
  }
  const report = backlog.report();
  return {
    config: `d${distance} p${p}`,
    rounds: decoder.layers,
    roundsPerSecond: Math.round(1e6 / us),
    usPerRound: Number(us.toPrecision(3)),
    utilisation: Number(report.utilisation.toFixed(3)),
    backlogRounds: report.rounds,
    isRight: decoder.prediction[0] === source.flipped[0] ? "yes" : "no",
  };
}

/** Mistakes beside those of matching whole shots. */
function against(distance: number, p: number) {
  const circuit = generateCircuit({ code: "rotated_memory_x", distance, rounds: 50, noise: uniformNoise(p) });
  const model = analyzeErrors(circuit, { decomposeErrors: true });
  const sampler = new ShotSampler(circuit, new Rng(2));
  const whole = createDecoder("matching", model);
  const window = new WindowDecoder(model, { commit: distance, buffer: distance });
  let shots = 0;
  let wholeMistakes = 0;
  let mistakes = 0;
  while (shots < 40_000) {
    const { detectors, observables } = sampler.detect();
    wholeMistakes += countMistakes(decodeShots(whole, detectors, 1).predictions, observables);
    mistakes += countMistakes(decodeShots(window, detectors, 1).predictions, observables);
    shots += detectors.shots;
  }
  return {
    config: `d${distance} p${p}`,
    rounds: 50,
    shots,
    mistakes,
    wholeShots: wholeMistakes,
    ratio: Number((mistakes / wholeMistakes).toFixed(4)),
  };
}
