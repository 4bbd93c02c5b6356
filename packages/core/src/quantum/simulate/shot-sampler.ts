import { InputError, type Rng } from "../../kernel/index.ts";
import { isDeterministic } from "../analysis/index.ts";
import { type Circuit, type CircuitCounts, countCircuit } from "../circuit/index.ts";
import { type ShotBatch, shotBatch } from "../shots/index.ts";
import { compileFrames, type FrameProgram } from "./frame-program.ts";
import { FrameState } from "./frame-state.ts";
import { referenceSample } from "./reference-sample.ts";
import { addRows, addRowsDensely } from "./rows-to-shots.ts";

/** Most words that the results and detectors of one batch may take. */
const largestTable = 1 << 27;

/** Detection events of some shots, and which observables were flipped in each. */
export interface DetectionBatch {
  readonly detectors: ShotBatch;
  readonly observables: ShotBatch;
}

/**
 * Samples a circuit with noise: Pauli frames of 1,024 shots at a time (fewer where the circuit is very long), which
 * propagate through Clifford gates as bit rows (Rall et al., 2019; Gidney, 2021). All chance comes from `rng`; batches
 * follow one another in one stream of random numbers, so that no two are alike.
 */
export class ShotSampler {
  readonly counts: CircuitCounts;
  /** How many shots are simulated at one time. */
  readonly shotsPerBatch: number;
  readonly #circuit: Circuit;
  readonly #program: FrameProgram;
  readonly #state: FrameState;
  /** No detector and no observable feels the outcome of a collapse, so that detection needs none. */
  readonly #isDeterministic: boolean;
  #reference: Uint8Array | undefined;

  constructor(circuit: Circuit, rng: Rng) {
    const counts = countCircuit(circuit);
    const words = wordsFor(counts);
    this.counts = counts;
    this.shotsPerBatch = 32 * words;
    this.#circuit = circuit;
    this.#isDeterministic = isDeterministic(circuit);
    this.#state = new FrameState(counts, {
      words,
      shotBits: Math.log2(32 * words),
      rng,
      isNoisy: true,
      isRandomized: true,
    });
    this.#program = compileFrames(circuit.instructions, { words, sweepOffset: this.#state.sweepOffset });
  }

  /** Goes on as a new sampler with this `rng` would, without compiling the circuit anew. */
  reseed(rng: Rng): void {
    this.#state.reseed(rng);
  }

  /** The next batch of at most `shotsPerBatch` shots. */
  detect(shots: number = this.shotsPerBatch): DetectionBatch {
    const state = this.#run(!this.#isDeterministic);
    const { counts } = this;
    const detectors = shotBatch(counts.detectors, Math.min(shots, this.shotsPerBatch));
    const observables = shotBatch(counts.observables, detectors.shots);
    addRows(state.detectors, counts.detectors, state.words, detectors);
    addRows(state.observables, counts.observables, state.words, observables);
    return { detectors, observables };
  }

  /** The results of all measurements of the next batch of at most `shotsPerBatch` shots. */
  measure(shots: number = this.shotsPerBatch): ShotBatch {
    this.#reference ??= referenceSample(this.#circuit);
    const state = this.#run(true);
    const { words, record } = state;
    for (let m = 0; m < this.counts.measurements; m++)
      if (this.#reference[m] === 1) for (let w = m * words; w < (m + 1) * words; w++) record[w]! ^= -1;
    const batch = shotBatch(this.counts.measurements, Math.min(shots, this.shotsPerBatch));
    addRowsDensely(record, this.counts.measurements, words, batch);
    return batch;
  }

  #run(isRandomized: boolean): FrameState {
    this.#state.isRandomized = isRandomized;
    this.#state.restart();
    this.#program.run(this.#state);
    return this.#state;
  }
}

function wordsFor({ measurements, detectors, qubits }: CircuitCounts): number {
  let words = 32;
  while (words > 4 && (measurements + detectors + 2 * qubits) * words > largestTable) words /= 2;
  if ((measurements + detectors) * words > 4 * largestTable)
    throw new InputError(
      `the circuit has ${measurements} results and ${detectors} detectors, more than fit into memory at once; sample fewer rounds`,
    );
  return words;
}
