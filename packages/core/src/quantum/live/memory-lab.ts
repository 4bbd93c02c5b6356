import type { Rng } from "../../kernel/index.ts";
import { analyzeErrors, type PlaceSensitivity, roundSensitivities } from "../analysis/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { createDecoder, type Decoder } from "../decoders/index.ts";
import type { ErrorModel } from "../error-model/index.ts";
import { setBits } from "../shots/index.ts";
import { type DetectionBatch, ShotSampler } from "../simulate/index.ts";
import { type Correction, LayerMatcher, type MatchedShot } from "./layer-matcher.ts";
import { type LatticeCode, type MemoryLattice, memoryLattice } from "./memory-lattice.ts";
import { placesOn } from "./stream-layout.ts";

export interface LabExperiment {
  readonly code: LatticeCode;
  readonly distance: number;
  readonly rounds: number;
  /** Physical error rate of every kind of noise, 0..1. */
  readonly p: number;
}

/** A Pauli that a person puts on a qubit at the start of a round. */
export interface Injection {
  readonly qubit: number;
  /** From 0. */
  readonly round: number;
  readonly pauli: "X" | "Y" | "Z";
}

/** Where a detector is: its stabilizer, by index in the lattice, and its layer: round 0..rounds, the last from the data. */
export interface LatticePlace {
  readonly stabilizer: number;
  readonly layer: number;
}

/** A shot as far as it has been seen. */
export interface DecodedShot extends MatchedShot {
  /** What really happened to the observable, only known after the last layer; undefined where nobody told. */
  readonly actualFlip: boolean | undefined;
}

/**
 * A memory experiment that a person plays with: shots that can be seen round by round, disturbed and decoded. What an
 * injected Pauli flips is added to what the noise flipped, which is exact because Pauli frames add.
 */
export class MemoryLab {
  readonly experiment: LabExperiment;
  readonly lattice: MemoryLattice;
  readonly model: ErrorModel;
  /** Layers of detectors: one a round, and one from the data at the end. */
  readonly layers: number;
  readonly places: readonly LatticePlace[];
  readonly #sampler: ShotSampler;
  readonly #rounds: readonly PlaceSensitivity[];
  readonly #matcher: LayerMatcher;
  readonly #corrections: ReadonlyMap<string, Correction>;
  #decoder: Decoder | undefined;

  constructor(experiment: LabExperiment, rng: Rng) {
    this.experiment = experiment;
    const { code, distance, rounds, p } = experiment;
    const circuit = generateCircuit({ code, distance, rounds, noise: uniformNoise(p) });
    this.lattice = memoryLattice(code, distance);
    this.model = analyzeErrors(circuit, { decomposeErrors: true });
    this.#sampler = new ShotSampler(circuit, rng);
    this.layers = rounds + 1;
    this.places = placesOn(this.lattice, this.model).places;
    this.#rounds = roundSensitivities(circuit);
    this.#corrections = correctionsOf(this.#rounds, this.lattice);
    this.#matcher = new LayerMatcher(this.model, this, this.#corrections);
  }

  /** The next batch of shots of the noise alone. */
  sample(): DetectionBatch {
    return this.#sampler.detect();
  }

  /** What an error on one data qubit flips, for whoever matches shots of this experiment by another prior. */
  get corrections(): ReadonlyMap<string, Correction> {
    return this.#corrections;
  }

  /** Exact matching of whole shots. */
  get decoder(): Decoder {
    this.#decoder ??= createDecoder("matching", this.model);
    return this.#decoder;
  }

  /** A shot with what was injected into it: its detection events, ascending, and whether the observable was flipped. */
  disturb(
    batch: DetectionBatch,
    shot: number,
    injections: readonly Injection[],
  ): { readonly events: number[]; readonly flip: boolean } {
    const fired = new Int32Array(batch.detectors.bitsPerShot);
    const count = setBits(batch.detectors, shot, fired);
    const odd = new Set(fired.subarray(0, count));
    let flip = (batch.observables.rows[shot * batch.observables.bytesPerShot]! & 1) === 1;
    for (const { qubit, round, pauli } of injections) {
      const { detectors, observables } = this.#rounds[round]!.flips(qubit, pauli);
      for (const d of detectors) if (!odd.delete(d)) odd.add(d);
      if (observables.length > 0) flip = !flip;
    }
    return { events: [...odd].sort((a, b) => a - b), flip };
  }

  /** Decodes a shot as far as its first layers `0..layer` have come; see `LayerMatcher`. */
  decode({ events, flip }: { readonly events: readonly number[]; readonly flip: boolean }, layer: number): DecodedShot {
    return { ...this.#matcher.match(events, layer), actualFlip: flip };
  }
}

/** Which error on a data qubit, at the start of a round, flips just these detectors. */
function correctionsOf(rounds: readonly PlaceSensitivity[], lattice: MemoryLattice): Map<string, Correction> {
  const corrections = new Map<string, Correction>();
  for (const place of rounds)
    for (const { qubit } of lattice.data)
      for (const pauli of ["X", "Z"] as const) {
        const { detectors } = place.flips(qubit, pauli);
        if (detectors.length === 1 || detectors.length === 2) corrections.set(detectors.join(), { qubit, pauli });
      }
  return corrections;
}
