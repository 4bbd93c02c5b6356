import { quantile, wilsonInterval } from "../../kernel/index.ts";
import { setBits, type ShotBatch } from "../shots/index.ts";
import type { DetectorPlace } from "./memory-lab.ts";

/** A logical error rate a round, with its 95 % interval. */
export interface RoundRate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  readonly mistakes: number;
  readonly shots: number;
}

/** A shot with far more detection events than others: a cosmic ray, or something else that hits many qubits at once. */
export interface Burst {
  readonly shot: number;
  readonly events: number;
  /** How many standard deviations above the mean. */
  readonly deviations: number;
}

const mostBursts = 50;
const burstDeviations = 6;
/** Shots before a burst is told from an ordinary shot. */
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
  /** Layers whose decoding is owed after the last shot, if shots came one after the other without pause. */
  backlogRounds = 0;
  worstBacklogRounds = 0;
  readonly bursts: Burst[] = [];
  readonly #places: readonly DetectorPlace[];
  readonly #stabilizers: number;
  readonly #rounds: number;
  readonly #cycleUs: number;
  /** Detectors of each stabilizer in one shot. */
  readonly #detectorsOf: Float64Array;
  readonly #fired: Float64Array;
  /** Events of two stabilizers in one layer (lag 0) or in neighbouring ones (lag 1). */
  readonly #together: readonly [Float64Array, Float64Array];
  readonly #pairsOf: readonly [Float64Array, Float64Array];
  readonly #scratch: Int32Array;
  #layerFired: number[][] = [];
  #eventSum = 0;
  #eventSquares = 0;
  readonly #timesUs: number[] = [];

  /** `rounds` layers a shot take `cycleUs` each to come. */
  constructor(places: readonly DetectorPlace[], stabilizers: number, rounds: number, cycleUs: number) {
    this.#places = places;
    this.#stabilizers = stabilizers;
    this.#rounds = rounds;
    this.#cycleUs = cycleUs;
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
    this.#noteBurst(count);
    this.shots++;
    if (isMistake) this.mistakes++;
    if (decodeUs === undefined) return;
    if (this.#timesUs.length === keptTimes) this.#timesUs[this.shots % keptTimes] = decodeUs;
    else this.#timesUs.push(decodeUs);
    // One server, arrivals at a fixed pace (Lindley, 1952).
    const owedUs = Math.max(0, this.backlogRounds * this.#cycleUs + decodeUs - this.#rounds * this.#cycleUs);
    this.backlogRounds = owedUs / this.#cycleUs;
    this.worstBacklogRounds = Math.max(this.worstBacklogRounds, this.backlogRounds);
  }

  /** The share of its detectors that fired, for each stabilizer. */
  detectionFractions(): Float64Array {
    return this.#fired.map((fired, s) => (this.shots === 0 ? 0 : fired / (this.shots * this.#detectorsOf[s]!)));
  }

  /** The share of all detectors that fired. */
  get detectionFraction(): number {
    return this.shots === 0 ? 0 : this.#fired.reduce((a, b) => a + b, 0) / (this.shots * this.#places.length);
  }

  /** Logical errors a round: ε with P = (1 − (1 − 2ε)^rounds) / 2. */
  logicalErrorPerRound(): RoundRate {
    const perRound = (p: number) => (1 - Math.max(0, 1 - 2 * p) ** (1 / this.#rounds)) / 2;
    const [low, high] = wilsonInterval(this.mistakes, this.shots);
    const { mistakes, shots } = this;
    return {
      rate: perRound(shots === 0 ? 0 : mistakes / shots),
      low: perRound(low),
      high: perRound(high),
      mistakes,
      shots,
    };
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
      const pairs = this.#pairsOf[lag][at]! * this.shots;
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

  #noteBurst(events: number): void {
    if (this.shots >= calmShots) {
      const mean = this.#eventSum / this.shots;
      const deviation = Math.sqrt(Math.max(1, this.#eventSquares / this.shots - mean ** 2));
      const deviations = (events - mean) / deviation;
      if (deviations > burstDeviations) {
        this.bursts.push({ shot: this.shots, events, deviations });
        if (this.bursts.length > mostBursts) this.bursts.shift();
        return;
      }
    }
    this.#eventSum += events;
    this.#eventSquares += events ** 2;
  }
}

/** How much better the larger of two codes is, ε of the smaller over ε of the larger, with its 95 % interval. */
export function suppressionFactor(
  smaller: RoundRate,
  larger: RoundRate,
): { readonly factor: number; readonly low: number; readonly high: number } | undefined {
  if (smaller.mistakes === 0 || larger.mistakes === 0) return undefined;
  const factor = smaller.rate / larger.rate;
  // Counts are nearly Poisson, so that the logarithm's variance is the sum of the inverse counts.
  const spread = Math.exp(1.96 * Math.sqrt(1 / smaller.mistakes + 1 / larger.mistakes));
  return { factor, low: factor / spread, high: factor * spread };
}
