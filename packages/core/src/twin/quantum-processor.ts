import { clamp, hash32, Rng } from "../kernel/index.ts";
import {
  analyzeErrors,
  countMistakes,
  createDecoder,
  decodeShots,
  driftedCircuit,
  type LabExperiment,
  logicalErrorPerRound,
  processorExperiment,
  type QubitDrift,
  setBits,
  type ShotBatch,
  ShotSampler,
} from "../quantum/index.ts";
import type { Component, Frame } from "../system/index.ts";

/** Most shots that one frame carries, and most bits of detectors a second: large codes tell fewer of their shots. */
const mostShots = 1024;
const mostBitsPerSecond = 2 ** 17;
/** Most detection events that one frame carries: what is noisy beyond use is told in fewer shots. */
const mostEvents = 2 ** 13;
/** A logical error rate is measured until so many mistakes, detection events or bits of detectors have been seen. */
const enoughMistakes = 200;
const enoughEvents = 2 ** 17;
const enoughBits = 2 ** 21;
const shotsAtOnce = 64;
/** Conditions whose figures are kept, of all processors together. */
const mostKept = 64;

/** Logical errors a round by condition: a function of its key alone, so that all twins may share it. */
const measuredRates = new Map<string, number>();

/**
 * A quantum processor that runs a memory experiment over and over, shot by shot, on qubits that may have drifted. All it
 * does follows from its condition and a seed: forks that tell nobody of their shots need not sample any.
 */
export class QuantumProcessor {
  readonly component: string;
  readonly experiment: LabExperiment;
  readonly #samplers = new Map<string, ShotSampler>();
  #told:
    | { readonly drifts: readonly QubitDrift[]; readonly believed: readonly QubitDrift[]; readonly rate: number }
    | undefined;

  constructor(component: string, quantum: NonNullable<Component["quantum"]>) {
    this.component = component;
    this.experiment = processorExperiment(quantum);
  }

  /** Logical errors a round on qubits that have drifted, with a decoder that believes in other drifts; 0..½. */
  logicalErrorRate(drifts: readonly QubitDrift[], believed: readonly QubitDrift[]): number {
    if (this.#told?.drifts === drifts && this.#told.believed === believed) return this.#told.rate;
    const key = JSON.stringify([this.experiment, drifts, believed]);
    let rate = measuredRates.get(key);
    if (rate === undefined) {
      rate = measureRate(this.experiment, drifts, believed);
      if (measuredRates.size >= mostKept) measuredRates.delete(measuredRates.keys().next().value!);
      measuredRates.set(key, rate);
    }
    this.#told = { drifts, believed, rate };
    return rate;
  }

  /** What was measured in `dtMs`, as far as it is told. The same seed and drifts give the same shots. */
  shots(drifts: readonly QubitDrift[], seed: string, dtMs: number): NonNullable<Frame["shots"]> {
    const key = JSON.stringify(drifts);
    let sampler = this.#samplers.get(key);
    if (sampler === undefined) {
      if (this.#samplers.size >= 4) this.#samplers.clear();
      sampler = new ShotSampler(driftedCircuit(this.experiment, drifts), new Rng(0));
      this.#samplers.set(key, sampler);
    }
    const perSecond = Math.min(mostShots, mostBitsPerSecond / sampler.counts.detectors);
    const count = clamp(Math.round((perSecond * dtMs) / 1000), 1, mostShots);
    sampler.reseed(new Rng(hash32(seed)));
    const { detectors, observables } = sampler.detect(count);
    const told = shotsWithin(detectors, mostEvents);
    return {
      count: told,
      detectors: detectors.rows.slice(0, told * detectors.bytesPerShot),
      observables: observables.rows.slice(0, told * observables.bytesPerShot),
    };
  }
}

/** By simulation, always with the same chances: two beliefs about the same drifts are compared on the same shots. */
function measureRate(
  experiment: LabExperiment,
  drifts: readonly QubitDrift[],
  believed: readonly QubitDrift[],
): number {
  const circuit = driftedCircuit(experiment, drifts);
  const sampler = new ShotSampler(circuit, new Rng(1));
  const model = analyzeErrors(driftedCircuit(experiment, believed), { decomposeErrors: true });
  const decoder = createDecoder("matching", model);
  const { detectors: bits, observables: flips } = sampler.counts;
  let shots = 0;
  let mistakes = 0;
  let events = 0;
  while (shots * bits < enoughBits && mistakes < enoughMistakes && events < enoughEvents) {
    const { detectors, observables } = sampler.detect(shotsAtOnce);
    mistakes += countMistakes(decodeShots(decoder, detectors, flips).predictions, observables);
    shots += detectors.shots;
    events += eventsIn(detectors, detectors.shots);
  }
  return logicalErrorPerRound(mistakes, shots, experiment.rounds).rate;
}

/** How many of the first shots have `most` detection events together, at least one. */
function shotsWithin(batch: ShotBatch, most: number): number {
  const scratch = new Int32Array(batch.bitsPerShot);
  let events = 0;
  let shots = 0;
  while (shots < batch.shots && (shots === 0 || events < most)) events += setBits(batch, shots++, scratch);
  return shots;
}

function eventsIn(batch: ShotBatch, shots: number): number {
  const scratch = new Int32Array(batch.bitsPerShot);
  let events = 0;
  for (let s = 0; s < shots; s++) events += setBits(batch, s, scratch);
  return events;
}
