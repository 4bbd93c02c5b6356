import { InputError } from "../../kernel/index.ts";
import { SetBitScanner, type ShotBatch, shotBatch } from "../shots/index.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";

/** What a decoder makes of a batch of shots. */
export interface DecodedShots {
  /** The predicted observables of each shot. */
  readonly predictions: ShotBatch;
  /** The weight of what the decoder takes as happened in each shot. */
  readonly weights: Float64Array;
}

/**
 * Decodes the detection events of every shot. `batch` has one bit a detector; `firstShot` is the number of its first
 * shot in messages. Throws an `InputError` that names the shot whose events the model cannot explain.
 */
export function decodeShots(decoder: Decoder, batch: ShotBatch, observables: number, firstShot = 0): DecodedShots {
  const { shots, bitsPerShot } = batch;
  const events = new Int32Array(bitsPerShot + 8);
  const predictions = shotBatch(observables, shots);
  const { rows, bytesPerShot } = predictions;
  const weights = new Float64Array(shots);
  const { prediction } = decoder;
  const scanner = new SetBitScanner(batch);
  for (let shot = 0; shot < shots; shot++) {
    const count = scanner.scan(shot, events);
    try {
      weights[shot] = decoder.decode(events, count);
    } catch (error) {
      if (!(error instanceof UnexplainedEvents)) throw error;
      throw new InputError(
        `no combination of the model's errors causes the detection events of shot ${firstShot + shot}; use the model of the circuit that the shots come from`,
      );
    }
    const base = shot * bytesPerShot;
    for (let b = 0; b < bytesPerShot; b++) rows[base + b] = prediction[b >>> 2]! >>> ((b & 3) << 3);
  }
  return { predictions, weights };
}

/** How many shots differ in at least one observable. Both batches have the same shots and bits. */
export function countMistakes(predictions: ShotBatch, actual: ShotBatch): number {
  const { shots, bytesPerShot } = predictions;
  let mistakes = 0;
  for (let shot = 0; shot < shots; shot++) {
    const base = shot * bytesPerShot;
    let difference = 0;
    for (let b = 0; b < bytesPerShot; b++) difference |= predictions.rows[base + b]! ^ actual.rows[base + b]!;
    if (difference !== 0) mistakes++;
  }
  return mistakes;
}
