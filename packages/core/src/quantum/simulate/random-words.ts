import type { Rng } from "../../kernel/index.ts";

const tableBits = 9;
const tableSize = 1 << tableBits;
/** −ln of the mantissa (1..2, halved) at each step, and what is lost by the next step. */
const minusLog = new Float64Array(tableSize);
const drop = new Float64Array(tableSize);
for (let i = 0; i < tableSize; i++) {
  minusLog[i] = -Math.log((1 + i / tableSize) / 2);
  drop[i] = (minusLog[i]! + Math.log((1 + (i + 1) / tableSize) / 2)) / 2 ** (31 - tableBits);
}

/**
 * Random words by the thousand: xoshiro128** (Blackman & Vigna, 2018) with its state in local variables while a block
 * is filled, several times as fast as word by word.
 */
export class RandomWords {
  #a = 0;
  #b = 0;
  #c = 0;
  #d = 1;
  readonly #block = new Int32Array(2048);
  #at = 2048;

  constructor(rng: Rng) {
    this.reseed(rng);
  }

  /** Starts a new stream, as a new object with this `rng` would. */
  reseed(rng: Rng): void {
    this.#at = 2048;
    this.#a = rng.uint32() | 0;
    this.#b = rng.uint32() | 0;
    this.#c = rng.uint32() | 0;
    this.#d = rng.uint32() | 1;
  }

  /** A uniform 32-bit word. */
  next(): number {
    if (this.#at === 2048) {
      this.fill(this.#block, 0, 2048);
      this.#at = 0;
    }
    return this.#block[this.#at++]!;
  }

  /** A uniform number in [0, 1) with 32 random bits. */
  unit(): number {
    return (this.next() >>> 0) / 4294967296;
  }

  /**
   * An exponential number of mean 1, −ln of a uniform 32-bit number: the logarithm by table and linear interpolation,
   * wrong by less than 1e-6.
   */
  exponential(): number {
    const word = this.next();
    const zeros = Math.clz32(word);
    const mantissa = word << zeros;
    const step = (mantissa >>> (31 - tableBits)) & (tableSize - 1);
    return zeros * Math.LN2 + minusLog[step]! - drop[step]! * (mantissa & ((1 << (31 - tableBits)) - 1));
  }

  /** Fills `out[from..from + count − 1]`. */
  fill(out: Int32Array, from: number, count: number): void {
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    const end = from + count;
    for (let i = from; i < end; i++) {
      const x = Math.imul(b, 5);
      out[i] = Math.imul((x << 7) | (x >>> 25), 9);
      const t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }
}
