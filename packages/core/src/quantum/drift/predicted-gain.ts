import type { Rng } from "../../kernel/index.ts";
import { createDecoder } from "../decoders/create-decoder.ts";
import type { Decoder } from "../decoders/decoder.ts";
import { countErrorModel, type ErrorModel } from "../error-model/index.ts";
import { ErrorStream } from "../window/error-stream.ts";
import { layeredModel } from "../window/layered-model.ts";

/** What a new prior is worth, if it is right. */
export interface PredictedGain {
  readonly shots: number;
  /** Shots that the decoder with the old prior, and the one with the new, get wrong. */
  readonly mistakesBefore: number;
  readonly mistakesAfter: number;
  /** `mistakesBefore / mistakesAfter`; 1 where neither made one. */
  readonly factor: number;
}

/** Draws shots from the new prior and decodes them by exact matching with both. */
export function predictedGain(before: ErrorModel, after: ErrorModel, rng: Rng, shots = 20_000): PredictedGain {
  const decoders = [createDecoder("matching", before), createDecoder("matching", after)];
  const [mistakesBefore = 0, mistakesAfter = 0] = sampledMistakes(after, decoders, rng, shots);
  return {
    shots,
    mistakesBefore,
    mistakesAfter,
    factor: mistakesBefore === mistakesAfter ? 1 : mistakesBefore / Math.max(mistakesAfter, 1),
  };
}

/** Of so many shots drawn from a model, those that each decoder gets wrong. */
export function sampledMistakes(model: ErrorModel, decoders: readonly Decoder[], rng: Rng, shots: number): number[] {
  const stream = new ErrorStream(
    layeredModel(model, 1, () => 0),
    rng,
  );
  const events = new Int32Array(countErrorModel(model).detectors + 8);
  const mistakes = decoders.map(() => 0);
  for (let shot = 0; shot < shots; shot++) {
    stream.restart();
    const count = stream.nextRound(events);
    decoders.forEach((decoder, i) => {
      decoder.decode(events, count);
      if (decoder.prediction.some((word, w) => word !== stream.flipped[w])) mistakes[i]!++;
    });
  }
  return mistakes;
}
