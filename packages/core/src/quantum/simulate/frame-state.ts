import type { Rng } from "../../kernel/index.ts";
import { RandomWords } from "./random-words.ts";

/** How much room a frame simulation needs. */
export interface FrameSize {
  readonly qubits: number;
  readonly sweepBits: number;
  /** Results that are kept at one time. */
  readonly measurements: number;
  /** Detectors that are kept at one time. */
  readonly detectors: number;
  readonly observables: number;
}

/**
 * Pauli frames of many shots at once: each row has one bit a shot, `words` 32-bit words. Row 2q of `frame` says in which
 * shots qubit q carries an X, row 2q + 1 a Z; the sweep bits and the scratch rows follow. Offsets count words.
 */
export class FrameState {
  /** Words a row; a multiple of four. */
  readonly words: number;
  /** log₂ of the number of shots in which noise happens. */
  readonly shotBits: number;
  readonly frame: Int32Array;
  readonly sweepOffset: number;
  /** In which shots the last correlated error, or one before it in its chain, happened. */
  readonly happenedOffset: number;
  readonly scratchOffset: number;
  record: Int32Array;
  /** The offset behind the last result. */
  recorded = 0;
  detectors: Int32Array;
  /** The offset behind the last detector. */
  detected = 0;
  readonly observables: Int32Array;
  /** Where noise comes from. */
  readonly random: RandomWords;
  /** Where the outcomes of collapses come from: a stream of its own, so that leaving it out changes no noise. */
  readonly collapses: RandomWords;
  /** Whether noise happens at all. */
  readonly isNoisy: boolean;
  /** Whether what a collapse makes undefined is made random. */
  isRandomized: boolean;

  constructor(
    size: FrameSize,
    options: {
      readonly words: number;
      readonly shotBits: number;
      readonly rng: Rng;
      readonly isNoisy: boolean;
      readonly isRandomized: boolean;
    },
  ) {
    const { words } = options;
    this.words = words;
    this.shotBits = options.shotBits;
    this.random = new RandomWords(options.rng.fork("noise"));
    this.collapses = new RandomWords(options.rng.fork("collapses"));
    this.isNoisy = options.isNoisy;
    this.isRandomized = options.isRandomized;
    this.sweepOffset = 2 * size.qubits * words;
    this.happenedOffset = this.sweepOffset + size.sweepBits * words;
    this.scratchOffset = this.happenedOffset + words;
    this.frame = new Int32Array(this.scratchOffset + words);
    this.record = new Int32Array(size.measurements * words);
    this.detectors = new Int32Array(size.detectors * words);
    this.observables = new Int32Array(size.observables * words);
  }

  /** Starts the streams of chance anew. */
  reseed(rng: Rng): void {
    this.random.reseed(rng.fork("noise"));
    this.collapses.reseed(rng.fork("collapses"));
  }

  /** Back to the start of the circuit: |0⟩ everywhere, where a Z means nothing. Sweep bits stay. */
  restart(): void {
    this.frame.fill(0, 0, this.sweepOffset);
    this.observables.fill(0);
    this.recorded = 0;
    this.detected = 0;
    if (!this.isRandomized) return;
    for (let at = this.words; at < this.sweepOffset; at += 2 * this.words)
      this.collapses.fill(this.frame, at, this.words);
  }

  /** Forgets all results but the last `keep`, and all detectors. */
  forget(keep: number): void {
    const kept = Math.min(this.recorded, keep * this.words);
    this.record.copyWithin(0, this.recorded - kept, this.recorded);
    this.recorded = kept;
    this.detected = 0;
  }
}
