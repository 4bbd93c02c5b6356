import { InputError } from "@homeostat/core/kernel";
import type { ShotsTaken } from "@homeostat/core/protocol";
import {
  countCircuit,
  DetectionConverter,
  parseShotFormat,
  type ShotBatch,
  shotLayout,
  type ShotReader,
  shotReader,
  type ShotStream,
  sliceBits,
  sliceShots,
} from "@homeostat/core/quantum";
import type { ShotsWriting } from "./messages.ts";
import type { Definition } from "./read-definition.ts";

/** Shots that are decoded before others get their turn, by the bits of their detectors. */
const bitsAtOnce = 100_000;

/** A stream that a lab defined, in the thread that decodes it. */
export interface SentStream {
  readonly name: string;
  readonly definition: Definition;
  readonly stream: ShotStream;
}

/** The shots of one request: read as they come, in any pieces, and decoded a few at a time. */
export class SentShots {
  readonly to: SentStream;
  readonly #reader: ShotReader;
  readonly #converter: DetectionConverter | undefined;
  readonly #hasObservables: boolean;
  #shots = 0;
  #events = 0;
  #mistakes = 0;

  /** @throws {InputError} for a format that is none, or measurements of what was defined by a model */
  constructor(to: SentStream, { format, of, observables }: ShotsWriting) {
    this.to = to;
    const isMeasured = of === "measurements";
    this.#converter = isMeasured ? converterOf(to) : undefined;
    this.#hasObservables = isMeasured || observables;
    const { stream, definition } = to;
    const layout = isMeasured
      ? shotLayout({ measurements: definition.measurements })
      : shotLayout({ detectors: stream.detectors, observables: observables ? stream.observables : 0 });
    this.#reader = shotReader(parseShotFormat(format), layout);
  }

  get taken(): ShotsTaken {
    return { shots: this.#shots, events: this.#events, mistakes: this.#hasObservables ? this.#mistakes : null };
  }

  /** Decodes the shots that the next bytes complete; stops after each few of them. */
  *push(bytes: Uint8Array): Generator<void> {
    yield* this.#decode(this.#reader.push(bytes));
  }

  /** The same for what is left when the request ends. @throws {InputError} where it ends within a shot */
  *end(): Generator<void> {
    yield* this.#decode(this.#reader.end());
  }

  *#decode(batch: ShotBatch): Generator<void> {
    const { stream } = this.to;
    const { detectors, observables } = this.#split(batch);
    const each = Math.max(1, Math.floor(bitsAtOnce / stream.detectors));
    for (let from = 0; from < detectors.shots; from += each) {
      const count = Math.min(each, detectors.shots - from);
      const piece = sliceShots(detectors, from, count);
      this.#mistakes += stream.take(piece, observables && sliceShots(observables, from, count));
      this.#shots += count;
      for (const byte of piece.rows) this.#events += ones(byte);
      yield;
    }
  }

  #split(batch: ShotBatch): { detectors: ShotBatch; observables: ShotBatch | undefined } {
    if (this.#converter !== undefined) return this.#converter.convert(batch);
    const { detectors, observables } = this.to.stream;
    if (!this.#hasObservables) return { detectors: batch, observables: undefined };
    return { detectors: sliceBits(batch, 0, detectors), observables: sliceBits(batch, detectors, observables) };
  }
}

function converterOf({ name, definition: { circuit } }: SentStream): DetectionConverter {
  if (circuit === undefined)
    throw new InputError(`"${name}" was defined by an error model; define it by its circuit to send measurements`);
  if (countCircuit(circuit).sweepBits > 0)
    throw new InputError(`the circuit of "${name}" has sweep bits; send its detection events`);
  return new DetectionConverter(circuit);
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}
