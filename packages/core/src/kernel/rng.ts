import { hash32 } from "./hash.ts";

/** The four words of an `Rng`, small enough to be stored with whatever it drives. */
export type RngState = readonly [number, number, number, number];

/**
 * A seeded source of random numbers: xoshiro128** (Blackman & Vigna, 2018), seeded by splitmix32.
 * The same seed gives the same numbers in Node and in every browser.
 */
export class Rng {
  // Signed 32-bit words: the engine keeps them unboxed.
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  /** The second half of the last normal pair, or NaN. */
  #spare = Number.NaN;

  constructor(seed: number) {
    let x = seed >>> 0;
    const next = (): number => {
      x = (x + 0x9e3779b9) >>> 0;
      let z = x;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    this.#a = next() | 0;
    this.#b = next() | 0;
    this.#c = next() | 0;
    this.#d = next() | 0;
  }

  static fromState(state: RngState): Rng {
    const rng = new Rng(0);
    rng.#a = state[0] | 0;
    rng.#b = state[1] | 0;
    rng.#c = state[2] | 0;
    rng.#d = state[3] | 0;
    return rng;
  }

  /** The state between draws. A pending second half of a normal pair is not part of it. */
  state(): RngState {
    return [this.#a >>> 0, this.#b >>> 0, this.#c >>> 0, this.#d >>> 0];
  }

  /** An independent stream named by `label`; the parent does not move. */
  fork(label: string): Rng {
    return new Rng(hash32(`${this.state().join()}/${label}`));
  }

  /** A uniform integer in 0..2^32 − 1. */
  uint32(): number {
    const b = this.#b;
    const x = Math.imul(b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = b << 9;
    let c = this.#c ^ this.#a;
    let d = this.#d ^ b;
    this.#b = b ^ c;
    this.#a ^= d;
    c ^= t;
    this.#c = c;
    d = (d << 11) | (d >>> 21);
    this.#d = d;
    return result;
  }

  /** A uniform number in [0, 1) with 53 random bits. */
  next(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A uniform integer in 0..n − 1, without modulo bias. `n` is in 1..2^32. */
  int(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let x = this.uint32();
    while (x >= limit) x = this.uint32();
    return x % n;
  }

  /** True with probability `p`. */
  bool(p: number): boolean {
    return this.next() < p;
  }

  /** A normal number, by Marsaglia's polar method. */
  normal(mean = 0, deviation = 1): number {
    if (!Number.isNaN(this.#spare)) {
      const z = this.#spare;
      this.#spare = Number.NaN;
      return mean + deviation * z;
    }
    let u = 0;
    let v = 0;
    let s = 0;
    do {
      u = 2 * this.next() - 1;
      v = 2 * this.next() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    this.#spare = v * factor;
    return mean + deviation * u * factor;
  }

  /** An exponential number with the given rate (mean 1 / rate). */
  exponential(rate: number): number {
    return -Math.log(1 - this.next()) / rate;
  }

  /** A Gamma(shape, 1) number (Marsaglia & Tsang, 2000). `shape` > 0. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      const u = 1 - this.next();
      if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** A Beta(a, b) number in 0..1. `a` and `b` > 0. */
  beta(a: number, b: number): number {
    const x = this.gamma(a);
    const y = this.gamma(b);
    return x / (x + y);
  }

  /** One element of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.int(items.length)];
    if (item === undefined) throw new RangeError("pick: the list is empty");
    return item;
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i] as T;
      items[i] = items[j] as T;
      items[j] = held;
    }
    return items;
  }
}
