import { popcount32 } from "../../kernel/index.ts";
import type { SmallPauli } from "../pauli/index.ts";

/**
 * A stabilizer state of n qubits as the inverse of the Clifford circuit U that made it from |0…0⟩: for each qubit what
 * U⁻¹ X U and U⁻¹ Z U are, as signed Pauli strings. Whether a measurement is random, and what it gives if not, is then
 * read off one string (Aaronson & Gottesman, 2004; the inverse form after Gidney, 2021).
 */
export class Tableau {
  readonly qubits: number;
  /** Words of the X part, and of the Z part, of a string. */
  readonly #words: number;
  /** String 2q is the one of X on q, 2q + 1 of Z; X part first. Four scratch strings stand at the end. */
  readonly #rows: Int32Array;
  readonly #signs: Uint8Array;

  constructor(qubits: number) {
    this.qubits = qubits;
    this.#words = (qubits + 31) >>> 5;
    this.#rows = new Int32Array((2 * qubits + 5) * 2 * this.#words);
    this.#signs = new Uint8Array(2 * qubits + 5);
    for (let q = 0; q < qubits; q++) {
      this.#rows[this.#at(2 * q) + (q >>> 5)] = 1 << (q & 31);
      this.#rows[this.#at(2 * q + 1) + this.#words + (q >>> 5)] = 1 << (q & 31);
    }
  }

  /** Applies a Pauli (bit 0 X, bit 1 Z) to a qubit. */
  applyPauli(qubit: number, pauli: number): void {
    this.#signs[2 * qubit]! ^= pauli >>> 1;
    this.#signs[2 * qubit + 1]! ^= pauli & 1;
  }

  /** Applies a Clifford gate to `targets`, given the images of its inverse. */
  applyInverse(inverse: readonly SmallPauli[], targets: readonly number[]): void {
    const rows = targets.flatMap((q) => [2 * q, 2 * q + 1]);
    const scratch = 2 * this.qubits;
    inverse.forEach((image, i) => {
      const factors = rows.filter((_, k) => ((image.bits >>> k) & 1) === 1);
      let phase = image.isNegative ? 2 : 0;
      for (let shift = 0; shift < inverse.length; shift += 2) if (((image.bits >>> shift) & 3) === 3) phase++;
      this.#signs[scratch + i] = this.#product(scratch + i, factors, phase);
    });
    inverse.forEach((_, i) => this.#copy(rows[i]!, scratch + i));
  }

  /**
   * Measures a product of Paulis, one a qubit (bit 0 X, bit 1 Z). `chance` gives the outcome where it is random.
   * @returns 0 for eigenvalue +1, 1 for −1
   */
  measure(qubits: readonly number[], paulis: readonly number[], chance: () => 0 | 1): 0 | 1 {
    const scratch = 2 * this.qubits + 4;
    let phase = 0;
    const factors = qubits.flatMap((q, i) => {
      const pauli = paulis[i]!;
      if (pauli === 3) phase++;
      return [...((pauli & 1) === 1 ? [2 * q] : []), ...((pauli & 2) === 2 ? [2 * q + 1] : [])];
    });
    this.#signs[scratch] = this.#product(scratch, factors, phase);
    const start = this.#at(scratch);
    for (let w = 0; w < this.#words; w++) {
      const word = this.#rows[start + w]!;
      if (word === 0) continue;
      const outcome = chance();
      this.#collapse(scratch, (w << 5) + 31 - Math.clz32(word & -word), outcome);
      return outcome;
    }
    return this.#signs[scratch] as 0 | 1;
  }

  #at(row: number): number {
    return row * 2 * this.#words;
  }

  #copy(into: number, from: number): void {
    const length = 2 * this.#words;
    this.#rows.copyWithin(this.#at(into), this.#at(from), this.#at(from) + length);
    this.#signs[into] = this.#signs[from]!;
  }

  /** Writes i^phase times the product of the strings `factors` to string `into`, and returns its sign. */
  #product(into: number, factors: readonly number[], phase: number): number {
    const rows = this.#rows;
    const words = this.#words;
    const a = this.#at(into);
    rows.fill(0, a, a + 2 * words);
    let power = phase;
    for (const factor of factors) {
      const b = this.#at(factor);
      power += 2 * this.#signs[factor]!;
      for (let w = 0; w < words; w++) {
        const x1 = rows[a + w]!;
        const z1 = rows[a + words + w]!;
        const x2 = rows[b + w]!;
        const z2 = rows[b + words + w]!;
        const anti = (x1 & z2) ^ (z1 & x2);
        if (anti !== 0) {
          // XY, YZ and ZX bring an i; the other products that anticommute bring −i.
          const plus = (x1 & ~z1 & x2 & z2) | (x1 & z1 & ~x2 & z2) | (~x1 & z1 & x2 & ~z2);
          power += popcount32(plus) - popcount32(anti & ~plus);
        }
        rows[a + w] = x1 ^ x2;
        rows[a + words + w] = z1 ^ z2;
      }
    }
    return (power >>> 1) & 1;
  }

  /**
   * Makes the string `measured`, which has an X at `pivot`, a product of Zs with the sign `outcome`, by gates on the
   * inputs that |0…0⟩ does not feel, and one that projects.
   */
  #collapse(measured: number, pivot: number, outcome: 0 | 1): void {
    const rows = this.#rows;
    const signs = this.#signs;
    const words = this.#words;
    const start = this.#at(measured);
    const word = pivot >>> 5;
    const bit = 1 << (pivot & 31);
    const others = rows.slice(start, start + words);
    others[word]! ^= bit;
    // CX from the pivot to each other X leaves X or Y at the pivot, and Zs elsewhere.
    for (let r = 0; r <= measured; r = r === 2 * this.qubits - 1 ? measured : r + 1) this.#fanOut(r, others, word, bit);
    const isY = (rows[start + words + word]! & bit) !== 0;
    for (let r = 0; r <= measured; r = r === 2 * this.qubits - 1 ? measured : r + 1) {
      const at = this.#at(r) + word;
      const x = (rows[at]! & bit) !== 0;
      const z = (rows[at + words]! & bit) !== 0;
      if (isY) {
        if (x && !z) signs[r]! ^= 1;
        if (z) rows[at]! ^= bit;
      } else {
        if (x && z) signs[r]! ^= 1;
        if (x !== z) {
          rows[at]! ^= bit;
          rows[at + words]! ^= bit;
        }
      }
      if (r === measured) break;
    }
    if (signs[measured] === outcome) return;
    for (let r = 0; r < 2 * this.qubits; r++) if ((rows[this.#at(r) + words + word]! & bit) !== 0) signs[r]! ^= 1;
  }

  /** Conjugates one string by CX from the pivot to each qubit in `others`, one after the other. */
  #fanOut(r: number, others: Int32Array, word: number, bit: number): void {
    const rows = this.#rows;
    const words = this.#words;
    const at = this.#at(r);
    const hasX = (rows[at + word]! & bit) !== 0;
    let zs = 0;
    let zsWithoutX = 0;
    for (let w = 0; w < words; w++) {
      const other = others[w]!;
      if (other === 0) continue;
      const z = rows[at + words + w]! & other;
      if (z !== 0) {
        zs += popcount32(z);
        if (hasX) zsWithoutX += popcount32(z & ~rows[at + w]!);
      }
      if (hasX) rows[at + w]! ^= other;
    }
    if (hasX) {
      // Each CX brings a sign where x_c z_t (x_t ⊕ z_c ⊕ 1), and z_c turns with each z_t.
      const hasZ = (rows[at + words + word]! & bit) !== 0 ? 1 : 0;
      this.#signs[r]! ^= (zsWithoutX + hasZ * zs + (zs * (zs - 1)) / 2) & 1;
    }
    if ((zs & 1) !== 0) rows[at + words + word]! ^= bit;
  }
}
