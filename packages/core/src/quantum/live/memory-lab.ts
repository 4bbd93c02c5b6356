import type { Rng } from "../../kernel/index.ts";
import { analyzeErrors, type PlaceSensitivity, roundSensitivities } from "../analysis/index.ts";
import { generateCircuit, uniformNoise } from "../codes/index.ts";
import { createDecoder, type Decoder, MatchedEdges } from "../decoders/index.ts";
import {
  countErrorModel,
  detectorCoordinates,
  type ErrorModel,
  type FlatError,
  flatErrors,
} from "../error-model/index.ts";
import { matchingGraph } from "../matching-graph/index.ts";
import { setBits } from "../shots/index.ts";
import { type DetectionBatch, ShotSampler } from "../simulate/index.ts";
import { type LatticeCode, type MemoryLattice, memoryLattice } from "./memory-lattice.ts";

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

/** One part of a matching: between two detection events' neighbours, or one and the boundary. */
export interface MatchedEdge {
  readonly from: LatticePlace;
  /** undefined is the boundary. */
  readonly to: LatticePlace | undefined;
  /** The data qubit and Pauli that this part corrects, where it is an error on one. */
  readonly correction: { readonly qubit: number; readonly pauli: "X" | "Z" } | undefined;
  readonly flipsObservable: boolean;
}

/** A shot as far as it has been seen. */
export interface DecodedShot {
  /** Detection events up to the layer that was asked for. */
  readonly events: readonly LatticePlace[];
  readonly matching: readonly MatchedEdge[];
  /** What the decoder says, and what really happened to the observable; only known after the last layer. */
  readonly predictedFlip: boolean;
  readonly actualFlip: boolean;
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
  readonly #errors: readonly FlatError[];
  readonly #rounds: readonly PlaceSensitivity[];
  readonly #correction = new Map<string, { readonly qubit: number; readonly pauli: "X" | "Z" }>();
  readonly #matchers = new Map<number, MatchedEdges>();
  #decoder: Decoder | undefined;

  constructor(experiment: LabExperiment, rng: Rng) {
    this.experiment = experiment;
    const { code, distance, rounds, p } = experiment;
    const circuit = generateCircuit({ code, distance, rounds, noise: uniformNoise(p) });
    this.lattice = memoryLattice(code, distance);
    this.model = analyzeErrors(circuit, { decomposeErrors: true });
    this.#errors = [...flatErrors(this.model)];
    this.#sampler = new ShotSampler(circuit, rng);
    this.layers = rounds + 1;
    this.places = placesOf(this.model, this.lattice);
    this.#rounds = roundSensitivities(circuit);
    for (const place of this.#rounds)
      for (const { qubit } of this.lattice.data)
        for (const pauli of ["X", "Z"] as const) {
          const { detectors } = place.flips(qubit, pauli);
          if (detectors.length === 1 || detectors.length === 2)
            this.#correction.set(detectors.join(), { qubit, pauli });
        }
  }

  /** The next batch of shots of the noise alone. */
  sample(): DetectionBatch {
    return this.#sampler.detect();
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

  /**
   * Decodes a shot as far as its first layers `0..layer` have come: what reaches into later ones counts as an error
   * whose other end is not seen yet.
   */
  decode({ events, flip }: { readonly events: readonly number[]; readonly flip: boolean }, layer: number): DecodedShot {
    const seen = events.filter((d) => this.places[d]!.layer <= layer);
    const matcher = this.#matcher(layer);
    const { graph } = matcher;
    let predictedFlip = false;
    const matching = matcher.match(seen).map((edge): MatchedEdge => {
      const from = graph.edgeFrom[edge]!;
      const to = graph.edgeTo[edge]!;
      const isBoundary = to === graph.boundaryNode;
      const flipsObservable = (graph.edgeObservables[edge * graph.words]! & 1) === 1;
      if (flipsObservable) predictedFlip = !predictedFlip;
      return {
        from: this.places[from]!,
        to: isBoundary ? undefined : this.places[to]!,
        correction: this.#correction.get(isBoundary ? `${from}` : `${from},${to}`),
        flipsObservable,
      };
    });
    return { events: seen.map((d) => this.places[d]!), matching, predictedFlip, actualFlip: flip };
  }

  #matcher(layer: number): MatchedEdges {
    const known = this.#matchers.get(layer);
    if (known !== undefined) return known;
    const { detectors, observables } = countErrorModel(this.model);
    const graph = matchingGraph(this.#upTo(layer), detectors, observables);
    const matcher = new MatchedEdges(graph);
    this.#matchers.set(layer, matcher);
    return matcher;
  }

  *#upTo(layer: number): Generator<FlatError> {
    const isWhole = layer >= this.layers - 1;
    for (const error of this.#errors) {
      if (isWhole) yield error;
      else {
        const components = error.components
          .map((c) => ({ ...c, detectors: c.detectors.filter((d) => this.places[d]!.layer <= layer) }))
          .filter((c) => c.detectors.length > 0);
        if (components.length > 0) yield { probability: error.probability, components };
      }
    }
  }
}

function placesOf(model: ErrorModel, lattice: MemoryLattice): LatticePlace[] {
  const index = new Map(lattice.stabilizers.map(({ x, y }, i) => [`${x},${y}`, i]));
  const places: LatticePlace[] = [];
  for (const [detector, coordinates] of detectorCoordinates(model)) {
    // The repetition code's circuit has one coordinate of place, the ancilla.
    const [x = 0, y = 0, t = 0] = coordinates.length === 2 ? [coordinates[0]! + 1, 1, coordinates[1]!] : coordinates;
    places[detector] = { stabilizer: index.get(`${x},${y}`) ?? 0, layer: t };
  }
  return places;
}
