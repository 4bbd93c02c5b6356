import type { Rng } from "../../kernel/index.ts";
import { createDecoder } from "../decoders/create-decoder.ts";
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
  const stream = new ErrorStream(
    layeredModel(after, 1, () => 0),
    rng,
  );
  const decoders = [createDecoder("matching", before), createDecoder("matching", after)] as const;
  const events = new Int32Array(countErrorModel(after).detectors + 8);
  const mistakes: [number, number] = [0, 0];
  for (let shot = 0; shot < shots; shot++) {
    stream.restart();
    const count = stream.nextRound(events);
    decoders.forEach((decoder, i) => {
      decoder.decode(events, count);
      if (decoder.prediction.some((word, w) => word !== stream.flipped[w])) mistakes[i]!++;
    });
  }
  const [mistakesBefore, mistakesAfter] = mistakes;
  return {
    shots,
    mistakesBefore,
    mistakesAfter,
    factor: mistakesBefore === mistakesAfter ? 1 : mistakesBefore / Math.max(mistakesAfter, 1),
  };
}
