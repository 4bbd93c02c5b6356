import { quantile } from "../../kernel/index.ts";
import { setBits, type ShotBatch } from "../shots/index.ts";
import {
  type BacklogReport,
  type Burst,
  BurstDetector,
  DecoderBacklog,
  logicalErrorPerRound,
  type RateEstimate,
} from "../statistics/index.ts";
import type { LatticePlace } from "./memory-lab.ts";

const mostBursts = 50;
/** Shots that tell how many events a round usually has, before bursts are looked for. */
const calmShots = 500;
const keptTimes = 4096;

/**
 * What a stream of decoded shots shows: how often each stabilizer fires, which fire together (p_ij: Google Quantum AI,
 * "Exponential suppression of bit or phase errors with cyclic error correction", 2021), logical errors, the decoder's
 * time and backlog, and bursts.
 */
export class StreamStatistics {
  shots = 0;
  mistakes = 0;
  /** Rounds are those of the stream without the first and the last layer of each shot, which have fewer detectors. */
  readonly bursts: Burst[] = [];
  readonly #places: readonly LatticePlace[];
  readonly #stabilizers: number;
  readonly #rounds: number;
  readonly #backlog: DecoderBacklog;
  /** Detectors of each stabilizer in one shot. */
  readonly #detectorsOf: Float64Array;
  readonly #fired: Float64Array;
  /** Events of two stabilizers in one layer (lag 0) or in neighbouring ones (lag 1). */
  readonly #together: readonly [Float64Array, Float64Array];
  readonly #pairsOf: readonly [Float64Array, Float64Array];
  readonly #scratch: Int32Array;
  #layerFired: number[][] = [];
  /** Shots behind the fractions and correlations: all, or those that have not faded. */
  #weight = 0;
  #calmEvents = 0;
  #calmSeen = 0;
  #burstDetector: BurstDetector | undefined;
  readonly #timesUs: number[] = [];

  /** `rounds` layers a shot take `cycleUs` each to come. */
  constructor(places: readonly LatticePlace[], stabilizers: number, rounds: number, cycleUs: number) {
    this.#places = places;
    this.#stabilizers = stabilizers;
    this.#rounds = rounds;
    this.#backlog = new DecoderBacklog(cycleUs);
    this.#detectorsOf = new Float64Array(stabilizers);
    this.#fired = new Float64Array(stabilizers);
    const square = stabilizers * stabilizers;
    this.#together = [new Float64Array(square), new Float64Array(square)];
    this.#pairsOf = [new Float64Array(square), new Float64Array(square)];
    this.#scratch = new Int32Array(places.length);
    const layers = places.reduce((most, p) => Math.max(most, p.layer + 1), 0);
    const byLayer: number[][] = Array.from({ length: layers }, () => []);
    for (const { stabilizer, layer } of places) {
      this.#detectorsOf[stabilizer]!++;
      byLayer[layer]!.push(stabilizer);
    }
    this.#countPairs(byLayer, this.#pairsOf);
    this.#layerFired = Array.from({ length: layers }, () => []);
  }

  /**
   * Adds one shot of a batch, whether it was decoded wrongly, and how long that took, microseconds; undefined while the
   * decoder is still being compiled, which says nothing about its pace.
   */
  add(detectors: ShotBatch, shot: number, isMistake: boolean, decodeUs: number | undefined): void {
    const count = setBits(detectors, shot, this.#scratch);
    for (const layer of this.#layerFired) layer.length = 0;
    for (let i = 0; i < count; i++) {
      const { stabilizer, layer } = this.#places[this.#scratch[i]!]!;
      this.#fired[stabilizer]!++;
      this.#layerFired[layer]!.push(stabilizer);
    }
    this.#countPairs(this.#layerFired, this.#together);
    this.#lookForBursts();
    this.shots++;
    this.#weight++;
    if (isMistake) this.mistakes++;
    if (decodeUs === undefined) return;
    if (this.#timesUs.length === keptTimes) this.#timesUs[this.shots % keptTimes] = decodeUs;
    else this.#timesUs.push(decodeUs);
    this.#backlog.push(this.#rounds, decodeUs, this.#rounds);
  }

  /** Lets fractions and correlations keep only the share `keep` (0..1) of what they rest on, so that old shots fade. */
  fade(keep: number): void {
    this.#weight *= keep;
    for (const counts of [this.#fired, ...this.#together]) for (let i = 0; i < counts.length; i++) counts[i]! *= keep;
  }

  /** Shots that fractions and correlations rest on. */
  get weight(): number {
    return this.#weight;
  }

  /** The share of its detectors that fired, for each stabilizer. */
  detectionFractions(): Float64Array {
    return this.#fired.map((fired, s) => (this.#weight === 0 ? 0 : fired / (this.#weight * this.#detectorsOf[s]!)));
  }

  /** The share of all detectors that fired. */
  get detectionFraction(): number {
    return this.#weight === 0 ? 0 : this.#fired.reduce((a, b) => a + b, 0) / (this.#weight * this.#places.length);
  }

  /** Logical errors a round, with their 95 % interval. */
  logicalErrorPerRound(): RateEstimate {
    return logicalErrorPerRound(this.mistakes, this.shots, this.#rounds);
  }

  /** How far the decoder would be behind, if rounds came once a cycle without pause. */
  backlog(): BacklogReport {
    return this.#backlog.report();
  }

  /** Microseconds a layer that decoding takes: the median and the 99th percentile of the last shots. */
  decodeUsPerRound(): { readonly p50: number; readonly p99: number } {
    if (this.#timesUs.length === 0) return { p50: 0, p99: 0 };
    return { p50: quantile(this.#timesUs, 0.5) / this.#rounds, p99: quantile(this.#timesUs, 0.99) / this.#rounds };
  }

  /**
   * The probability of errors that flip both stabilizers, in one layer (lag 0) or one layer apart (lag 1), row by row;
   * the diagonal of lag 0 is 0.
   */
  correlations(lag: 0 | 1): Float64Array {
    const n = this.#stabilizers;
    const x = this.detectionFractions();
    return this.#together[lag].map((both, at) => {
      const i = Math.floor(at / n);
      const j = at % n;
      const pairs = this.#pairsOf[lag][at]! * this.#weight;
      if (pairs === 0 || (lag === 0 && i === j)) return 0;
      const xx = both / pairs;
      const denominator = 1 - 2 * x[i]! - 2 * x[j]! + 4 * xx;
      if (denominator <= 0) return 0;
      const root = 1 - (4 * (xx - x[i]! * x[j]!)) / denominator;
      return root <= 0 ? 0.5 : 0.5 - 0.5 * Math.sqrt(root);
    });
  }

  #countPairs(byLayer: readonly (readonly number[])[], [same, next]: readonly [Float64Array, Float64Array]): void {
    const n = this.#stabilizers;
    byLayer.forEach((layer, t) => {
      const later = byLayer[t + 1] ?? [];
      for (const i of layer) {
        for (const j of layer) same[i * n + j]!++;
        for (const j of later) next[i * n + j]!++;
      }
    });
  }

  #lookForBursts(): void {
    const whole = this.#layerFired.slice(1, -1);
    if (this.#calmSeen < calmShots) {
      this.#calmSeen++;
      for (const layer of whole) this.#calmEvents += layer.length;
      return;
    }
    if (whole.length === 0) return;
    this.#burstDetector ??= new BurstDetector(Math.max(0.01, this.#calmEvents / (calmShots * whole.length)));
    for (const layer of whole) {
      const burst = this.#burstDetector.pushRound(layer.length);
      if (burst === undefined) continue;
      this.bursts.push(burst);
      if (this.bursts.length > mostBursts) this.bursts.shift();
    }
  }
}
