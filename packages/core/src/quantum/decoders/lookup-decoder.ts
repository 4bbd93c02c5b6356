import { InputError } from "../../kernel/index.ts";
import type { FlatError } from "../error-model/index.ts";
import { type Decoder, UnexplainedEvents } from "./decoder.ts";

/** The most detectors and observables together: a table of 2²⁰ probabilities. */
const mostBits = 20;

/**
 * The most likely answer for every combination of detection events, looked up: exact for independent errors of any
 * shape, decomposed or not. For codes with at most 20 detectors and observables together.
 *
 * The table holds P(events, observables). Adding independent errors is a convolution over exclusive or, so it is built
 * in the Walsh–Hadamard domain, where an error is the factor 1 − 2p at every index that it flips an odd part of.
 */
export class LookupDecoder implements Decoder {
  readonly prediction = new Int32Array(1);
  readonly #detectors: number;
  /** Per combination of events the likeliest observables, and −ln of their probability together; Infinity for none. */
  readonly #answer: Int32Array;
  readonly #weight: Float64Array;

  /** Throws an `InputError` where the code is too large for a table. */
  constructor(errors: Iterable<FlatError>, detectors: number, observables: number) {
    const bits = detectors + observables;
    if (bits > mostBits)
      throw new InputError(
        `${detectors} detectors and ${observables} observables are too many for a table; lookup takes up to ${mostBits} together, so use matching`,
      );
    this.#detectors = detectors;
    const probability = jointProbabilities(errors, detectors, bits);
    const least = 1e-13;
    this.#answer = new Int32Array(1 << detectors);
    this.#weight = new Float64Array(1 << detectors).fill(Infinity);
    for (let events = 0; events < 1 << detectors; events++) {
      let best = least;
      for (let o = 0; o < 1 << observables; o++) {
        const p = probability[(o << detectors) | events]!;
        if (p <= best) continue;
        best = p;
        this.#answer[events] = o;
        this.#weight[events] = -Math.log(p);
      }
    }
  }

  /** The weight is −ln of the probability of these events together with the predicted observables. */
  decode(events: Int32Array, count: number): number {
    let index = 0;
    for (let i = 0; i < count; i++) index |= 1 << events[i]!;
    const weight = this.#weight[index & ((1 << this.#detectors) - 1)]!;
    if (weight === Infinity) throw new UnexplainedEvents();
    this.prediction[0] = this.#answer[index]!;
    return weight;
  }
}

function jointProbabilities(errors: Iterable<FlatError>, detectors: number, bits: number): Float64Array {
  const size = 1 << bits;
  // Errors with the same symptoms are one factor each, multiplied at their own index first.
  const factor = new Float64Array(size).fill(1);
  for (const { probability, components } of errors) {
    let symptoms = 0;
    for (const { detectors: ends, observables } of components) {
      for (const d of ends) symptoms ^= 1 << d;
      for (const o of observables) symptoms ^= 1 << (detectors + o);
    }
    factor[symptoms]! *= 1 - 2 * probability;
  }
  const spectrum = new Float64Array(size).fill(1);
  for (let symptoms = 1; symptoms < size; symptoms++) {
    const f = factor[symptoms]!;
    if (f === 1) continue;
    for (let k = 0; k < size; k++) if (parity(k & symptoms) === 1) spectrum[k]! *= f;
  }
  walshHadamard(spectrum);
  for (let k = 0; k < size; k++) spectrum[k]! /= size;
  return spectrum;
}

function parity(word: number): number {
  let x = word ^ (word >>> 16);
  x ^= x >>> 8;
  x ^= x >>> 4;
  return (0x6996 >>> (x & 15)) & 1;
}

/** In place, not normalised. */
function walshHadamard(values: Float64Array): void {
  for (let half = 1; half < values.length; half <<= 1) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const a = values[i]!;
        const b = values[i + half]!;
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }
}
