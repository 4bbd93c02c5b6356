import { describe, expect, it } from "vitest";
import { Rng } from "../../kernel/index.ts";
import { analyzeErrors } from "../analysis/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { createDecoder } from "../decoders/create-decoder.ts";
import { countMistakes, decodeShots } from "../decoders/decode-shots.ts";
import { parseErrorModel } from "../error-model/index.ts";
import { ShotSampler } from "../simulate/index.ts";
import { ErrorStream } from "./error-stream.ts";
import { layeredModel } from "./layered-model.ts";
import { WindowDecoder } from "./window-decoder.ts";

function memory(distance: number, rounds: number, p: number) {
  return generateCircuit({ code: "rotated_memory_x", distance, rounds, noise: uniformNoise(p) });
}

describe("a sliding window", () => {
  const circuit = memory(3, 24, 0.004);
  const model = analyzeErrors(circuit, { decomposeErrors: true });
  const { detectors: events, observables } = new ShotSampler(circuit, new Rng(1)).detect();

  it("as long as the shot is matching as ever", () => {
    const whole = decodeShots(createDecoder("matching", model), events, 1).predictions;
    const window = decodeShots(new WindowDecoder(model, { commit: 20, buffer: 5 }), events, 1).predictions;
    expect(countMistakes(window, whole)).toBe(0);
  });

  it("of twice the distance hardly makes a mistake more", () => {
    const whole = decodeShots(createDecoder("matching", model), events, 1).predictions;
    const window = decodeShots(new WindowDecoder(model, { commit: 3, buffer: 3 }), events, 1).predictions;
    const mistakes = countMistakes(whole, observables);
    expect(mistakes).toBeGreaterThan(20);
    expect(countMistakes(window, observables)).toBeLessThan(mistakes * 1.1 + 3);
  });

  it("refuses a model without times in one sentence", () => {
    expect(() => new WindowDecoder(parseErrorModel("error(0.1) D0"), { commit: 1, buffer: 1 })).toThrow(
      /^D0 has no coordinates, so its round is not known; use a model with/,
    );
  });
});

describe("a stream of 20,000 rounds", () => {
  const rounds = 20_000;
  const model = analyzeErrors(memory(3, rounds, 0.0005), { decomposeErrors: true, foldLoops: true });
  const options = { commit: 3, buffer: 4 };

  it("is decoded by windows of which few are ever built, and the qubit is what the decoder says", () => {
    const decoder = new WindowDecoder(model, options);
    const stream = new ErrorStream(layeredModel(model, 7), new Rng(2));
    expect(stream.layers).toBe(rounds + 1);
    const slots = new Int32Array(16);
    let flips = 0;
    let committed = 0;
    let events = 0;
    for (let round = 0; round <= rounds; round++) {
      const count = stream.nextRound(slots);
      events += count;
      committed += decoder.pushRound(slots, count);
      flips = stream.flipped[0]!;
    }
    expect(committed).toBe(rounds + 1);
    expect(events / rounds).toBeGreaterThan(0.03);
    expect(decoder.prediction[0]).toBe(flips);
  });

  it("looks the same folded and unrolled", () => {
    const short = 40;
    const folded = analyzeErrors(memory(3, short, 0.005), { decomposeErrors: true, foldLoops: true });
    const flat = analyzeErrors(memory(3, short, 0.005), { decomposeErrors: true });
    const stream = new ErrorStream(layeredModel(flat, 4), new Rng(3));
    const slots = new Int32Array(16);
    const decoders = [folded, flat].map((m) => new WindowDecoder(m, { commit: 2, buffer: 2 }));
    for (let shot = 0; shot < 20; shot++) {
      stream.restart();
      for (const decoder of decoders) decoder.reset();
      for (let round = 0; round <= short; round++) {
        const count = stream.nextRound(slots);
        for (const decoder of decoders) decoder.pushRound(slots, count);
      }
      expect(decoders[0]!.prediction).toEqual(decoders[1]!.prediction);
    }
  });
});
