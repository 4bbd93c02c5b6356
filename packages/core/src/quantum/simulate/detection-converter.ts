import { Rng } from "../../kernel/index.ts";
import { type Circuit, type CircuitCounts, countCircuit, type Instruction, resultsOf } from "../circuit/index.ts";
import { type ShotBatch, shotBatch, sliceShots } from "../shots/index.ts";
import { compileFrames, type FrameProgram } from "./frame-program.ts";
import { FrameState } from "./frame-state.ts";
import { referenceSample } from "./reference-sample.ts";
import { addRows } from "./rows-to-shots.ts";
import type { DetectionBatch } from "./shot-sampler.ts";

const words = 32;
const shotsAtOnce = 32 * words;

/**
 * Turns measured results into detection events: each detector is the parity of its results, compared with what it is
 * without noise. Where a circuit has sweep bits, each shot's own are carried through it as Pauli frames.
 */
export class DetectionConverter {
  readonly counts: CircuitCounts;
  readonly #state: FrameState;
  readonly #sweeps: FrameProgram | undefined;
  readonly #reference: Uint8Array;
  readonly #detectors: readonly (readonly number[])[];
  readonly #observables: readonly (readonly number[])[];

  /** With `skipReference`, all results are taken to be 0 without noise, which is faster where it is known to be so. */
  constructor(circuit: Circuit, options: { readonly skipReference?: boolean } = {}) {
    const counts = countCircuit(circuit);
    this.counts = counts;
    this.#state = new FrameState(counts, {
      words,
      shotBits: Math.log2(shotsAtOnce),
      rng: new Rng(0),
      isNoisy: false,
      isRandomized: false,
    });
    const { sweepOffset } = this.#state;
    this.#sweeps = counts.sweepBits > 0 ? compileFrames(circuit.instructions, { words, sweepOffset }) : undefined;
    this.#reference = options.skipReference === true ? new Uint8Array(counts.measurements) : referenceSample(circuit);
    const parities = { detectors: [] as number[][], observables: [] as number[][] };
    collectParities(circuit.instructions, 0, parities);
    this.#detectors = parities.detectors;
    this.#observables = Array.from({ length: counts.observables }, (_, o) => parities.observables[o] ?? []);
  }

  /** `sweep` has one shot for each shot of `measurements`; without it all sweep bits are 0. */
  convert(measurements: ShotBatch, sweep?: ShotBatch): DetectionBatch {
    const { counts } = this;
    const detectors = shotBatch(counts.detectors, measurements.shots);
    const observables = shotBatch(counts.observables, measurements.shots);
    for (let from = 0; from < measurements.shots; from += shotsAtOnce) {
      this.#load(part(measurements, from), sweep === undefined ? undefined : part(sweep, from));
      const into = { detectors: part(detectors, from), observables: part(observables, from) };
      this.#addParities(this.#detectors, into.detectors);
      this.#addParities(this.#observables, into.observables);
    }
    return { detectors, observables };
  }

  /** Fills the record with where the results differ from those without noise. */
  #load(measurements: ShotBatch, sweep: ShotBatch | undefined): void {
    const state = this.#state;
    state.record.fill(0);
    if (this.#sweeps !== undefined) {
      state.frame.fill(0);
      if (sweep !== undefined) xorShots(sweep, state.frame, state.sweepOffset);
      state.restart();
      this.#sweeps.run(state);
    }
    xorShots(measurements, state.record, 0);
    for (let m = 0; m < this.counts.measurements; m++)
      if (this.#reference[m] === 1) for (let w = m * words; w < (m + 1) * words; w++) state.record[w]! ^= -1;
  }

  #addParities(parities: readonly (readonly number[])[], into: ShotBatch): void {
    const { record } = this.#state;
    const rows = new Int32Array(parities.length * words);
    parities.forEach((results, i) => {
      for (const m of results) for (let w = 0; w < words; w++) rows[i * words + w]! ^= record[m * words + w]!;
    });
    addRows(rows, parities.length, words, into);
  }
}

/** Up to `shotsAtOnce` shots of a batch, sharing its memory. */
function part(batch: ShotBatch, from: number): ShotBatch {
  return sliceShots(batch, from, Math.min(shotsAtOnce, batch.shots - from));
}

/** Flips bit `shot` of row `bit` for each set bit of each shot; rows start at `offset`. */
function xorShots({ bytesPerShot, shots, rows }: ShotBatch, into: Int32Array, offset: number): void {
  for (let shot = 0; shot < shots; shot++) {
    const word = offset + (shot >>> 5);
    const flip = 1 << (shot & 31);
    for (let b = 0; b < bytesPerShot; b++) {
      for (let byte = rows[shot * bytesPerShot + b]!; byte !== 0; byte &= byte - 1)
        into[word + (8 * b + 31 - Math.clz32(byte & -byte)) * words]! ^= flip;
    }
  }
}

/** Which results, counted from the start, each detector and observable is the parity of. */
function collectParities(
  body: readonly Instruction[],
  recorded: number,
  into: { detectors: number[][]; observables: number[][] },
): number {
  let at = recorded;
  for (const item of body) {
    if (item.kind === "repeat") {
      for (let i = 0; i < item.count; i++) at = collectParities(item.body, at, into);
      continue;
    }
    const results = () => item.targets.flatMap((t) => (t.kind === "record" ? [at - t.lookback] : []));
    if (item.gate.name === "DETECTOR") into.detectors.push(results());
    else if (item.gate.name === "OBSERVABLE_INCLUDE")
      into.observables[item.args[0]!] = [...(into.observables[item.args[0]!] ?? []), ...results()];
    else at += resultsOf(item);
  }
  return at;
}
