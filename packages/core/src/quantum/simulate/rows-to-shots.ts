import type { ShotBatch } from "../shots/index.ts";

/**
 * Turns `count` rows of one bit a shot into shots of one bit a row. Goes from one set bit to the next, which is fast
 * where few are set. The batch must be all zero.
 */
export function addRows(rows: Int32Array, count: number, words: number, batch: ShotBatch): void {
  const { bytesPerShot, shots } = batch;
  const out = batch.rows;
  const used = Math.min(words, (shots + 31) >>> 5);
  for (let r = 0; r < count; r++) {
    const column = r >>> 3;
    const bit = 1 << (r & 7);
    const start = r * words;
    for (let w = 0; w < used; w++) {
      let word = rows[start + w]!;
      while (word !== 0) {
        const low = word & -word;
        word ^= low;
        const at = ((w << 5) + 31 - Math.clz32(low)) * bytesPerShot + column;
        out[at]! |= bit;
      }
    }
  }
}

/** The same in blocks of 32 × 32 bits, which is fast where many are set. */
export function addRowsDensely(rows: Int32Array, count: number, words: number, batch: ShotBatch): void {
  const { bytesPerShot, shots } = batch;
  const out = batch.rows;
  const block = new Int32Array(32);
  for (let r = 0; r < count; r += 32) {
    const height = Math.min(32, count - r);
    const bytes = (height + 7) >>> 3;
    for (let w = 0; w << 5 < shots; w++) {
      for (let k = 0; k < 32; k++) block[k] = k < height ? rows[(r + k) * words + w]! : 0;
      transpose32(block);
      const width = Math.min(32, shots - (w << 5));
      for (let k = 0; k < width; k++) {
        const at = ((w << 5) + k) * bytesPerShot + (r >>> 3);
        for (let b = 0; b < bytes; b++) out[at + b] = block[k]! >>> (8 * b);
      }
    }
  }
}

/** Transposes a 32 × 32 bit matrix in place: bit j of word i becomes bit i of word j (Warren, 2002). */
function transpose32(block: Int32Array): void {
  let mask = 0x0000ffff;
  for (let half = 16; half !== 0; half >>>= 1, mask ^= mask << half) {
    for (let k = 0; k < 32; k = (k + half + 1) & ~half) {
      const swap = ((block[k]! >>> half) ^ block[k + half]!) & mask;
      block[k + half]! ^= swap;
      block[k]! ^= swap << half;
    }
  }
}
