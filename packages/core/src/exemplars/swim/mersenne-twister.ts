const size = 624;
const middle = 397;

/** MT19937 (Matsumoto & Nishimura, 1998), seeded by its 2002 initialiser: the generator that the original draws from. */
export class MersenneTwister {
  readonly #words = new Int32Array(size);
  #next = size;

  constructor(seed: number) {
    const words = this.#words;
    words[0] = seed;
    for (let i = 1; i < size; i++) {
      const before = words[i - 1]!;
      words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  /** A uniform integer in 0..2^32 − 1. */
  uint32(): number {
    if (this.#next === size) this.#reload();
    let y = this.#words[this.#next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A uniform number in [0, 1) with 32 random bits. */
  next(): number {
    return this.uint32() / 4294967296;
  }

  #reload(): void {
    const words = this.#words;
    for (let i = 0; i < size; i++) {
      const mixed = (words[i]! & 0x80000000) | (words[(i + 1) % size]! & 0x7fffffff);
      words[i] = words[(i + middle) % size]! ^ (mixed >>> 1) ^ (-(mixed & 1) & 0x9908b0df);
    }
    this.#next = 0;
  }
}
