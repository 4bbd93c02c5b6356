import type { ShotBatch } from "../shots/index.ts";

/**
 * Turns `count` rows of one bit a shot into shots of one bit a row: eight rows at a time, which make one byte of a shot,
 * and only where one of them is set. The batch must be all zero.
 */
export function addRows(rows: Int32Array, count: number, words: number, batch: ShotBatch): void {
  const { bytesPerShot, shots } = batch;
  const out = batch.rows;
  const used = Math.min(words, (shots + 31) >>> 5);
  const whole = count & ~7;
  for (let r = 0; r < whole; r += 8) {
    for (let w = 0; w < used; w++) {
      let a = r * words + w;
      const r0 = rows[a]!;
      const r1 = rows[(a += words)]!;
      const r2 = rows[(a += words)]!;
      const r3 = rows[(a += words)]!;
      const r4 = rows[(a += words)]!;
      const r5 = rows[(a += words)]!;
      const r6 = rows[(a += words)]!;
      const r7 = rows[(a += words)]!;
      for (let any = r0 | r1 | r2 | r3 | r4 | r5 | r6 | r7; any !== 0; any &= any - 1) {
        const s = 31 - Math.clz32(any & -any);
        const low = ((r0 >>> s) & 1) | (((r1 >>> s) & 1) << 1) | (((r2 >>> s) & 1) << 2) | (((r3 >>> s) & 1) << 3);
        const high = ((r4 >>> s) & 1) | (((r5 >>> s) & 1) << 1) | (((r6 >>> s) & 1) << 2) | (((r7 >>> s) & 1) << 3);
        out[((w << 5) + s) * bytesPerShot + (r >>> 3)] = low | (high << 4);
      }
    }
  }
  for (let r = whole; r < count; r++) {
    for (let w = 0; w < used; w++) {
      for (let word = rows[r * words + w]!; word !== 0; word &= word - 1) {
        const at = ((w << 5) + 31 - Math.clz32(word & -word)) * bytesPerShot + (r >>> 3);
        out[at]! |= 1 << (r & 7);
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
