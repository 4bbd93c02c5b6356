/**
 * Shots packed as in the b8 format: `bytesPerShot` = ⌈bitsPerShot / 8⌉ bytes a shot, one after another, first bit least
 * significant. Bits beyond `bitsPerShot` are zero.
 */
export interface ShotBatch {
  readonly bitsPerShot: number;
  readonly bytesPerShot: number;
  readonly shots: number;
  /** At least `shots · bytesPerShot` bytes. */
  readonly rows: Uint8Array;
}

/** A batch of `shots` shots; all zero where no rows are given. */
export function shotBatch(bitsPerShot: number, shots: number, rows?: Uint8Array): ShotBatch {
  const bytesPerShot = (bitsPerShot + 7) >>> 3;
  return { bitsPerShot, bytesPerShot, shots, rows: rows ?? new Uint8Array(shots * bytesPerShot) };
}

/** Writes the indexes of the set bits of one shot to `out`, ascending, and returns how many there are. */
export function setBits(batch: ShotBatch, shot: number, out: Int32Array): number {
  const { bytesPerShot, rows } = batch;
  const start = shot * bytesPerShot;
  let count = 0;
  for (let b = 0; b < bytesPerShot; b++) {
    let byte = rows[start + b]!;
    while (byte !== 0) {
      const low = byte & -byte;
      out[count++] = (b << 3) + 31 - Math.clz32(low);
      byte ^= low;
    }
  }
  return count;
}

/** Finds the set bits of shots of one batch, a word at a time; much quicker than `setBits` where few are set. */
export class SetBitScanner {
  readonly #view: DataView;
  readonly #rows: Uint8Array;
  readonly #bytesPerShot: number;

  constructor({ rows, bytesPerShot }: ShotBatch) {
    this.#view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
    this.#rows = rows;
    this.#bytesPerShot = bytesPerShot;
  }

  /** As `setBits`. */
  scan(shot: number, out: Int32Array): number {
    const view = this.#view;
    const rows = this.#rows;
    const bytes = this.#bytesPerShot;
    const start = shot * bytes;
    const whole = bytes & ~3;
    let count = 0;
    for (let b = 0; b < whole; b += 4) {
      let word = view.getInt32(start + b, true);
      while (word !== 0) {
        const low = word & -word;
        out[count++] = (b << 3) + 31 - Math.clz32(low);
        word ^= low;
      }
    }
    for (let b = whole; b < bytes; b++) {
      let byte = rows[start + b]!;
      while (byte !== 0) {
        const low = byte & -byte;
        out[count++] = (b << 3) + 31 - Math.clz32(low);
        byte ^= low;
      }
    }
    return count;
  }
}

/** One bit of one shot. */
export function bitOf(batch: ShotBatch, shot: number, bit: number): 0 | 1 {
  return ((batch.rows[shot * batch.bytesPerShot + (bit >>> 3)]! >>> (bit & 7)) & 1) as 0 | 1;
}

/** The batches one after another; all must have the same number of bits a shot, which is `bitsPerShot`. */
export function joinShots(bitsPerShot: number, batches: readonly ShotBatch[]): ShotBatch {
  const joined = shotBatch(
    bitsPerShot,
    batches.reduce((sum, b) => sum + b.shots, 0),
  );
  let at = 0;
  for (const { rows, shots, bytesPerShot } of batches) {
    joined.rows.set(rows.subarray(0, shots * bytesPerShot), at);
    at += shots * bytesPerShot;
  }
  return joined;
}

/** The shots `from`..`from + count − 1`, in the same bytes. */
export function sliceShots({ bitsPerShot, bytesPerShot, rows }: ShotBatch, from: number, count: number): ShotBatch {
  return shotBatch(bitsPerShot, count, rows.subarray(from * bytesPerShot, (from + count) * bytesPerShot));
}

/** The bits `from`..`from + count − 1` of every shot, as a batch of their own. */
export function sliceBits(batch: ShotBatch, from: number, count: number): ShotBatch {
  const slice = shotBatch(count, batch.shots);
  for (let shot = 0; shot < batch.shots; shot++) copyBits(batch, shot, from, slice, shot, 0, count);
  return slice;
}

/** Each shot of `a` with the bits of the same shot of `b` after it. */
export function appendBits(a: ShotBatch, b: ShotBatch): ShotBatch {
  const out = shotBatch(a.bitsPerShot + b.bitsPerShot, a.shots);
  for (let shot = 0; shot < a.shots; shot++) {
    out.rows.set(a.rows.subarray(shot * a.bytesPerShot, (shot + 1) * a.bytesPerShot), shot * out.bytesPerShot);
    copyBits(b, shot, 0, out, shot, a.bitsPerShot, b.bitsPerShot);
  }
  return out;
}

function copyBits(
  source: ShotBatch,
  sourceShot: number,
  sourceBit: number,
  target: ShotBatch,
  targetShot: number,
  targetBit: number,
  count: number,
): void {
  const base = targetShot * target.bytesPerShot;
  for (let i = 0; i < count; i++) {
    if (bitOf(source, sourceShot, sourceBit + i) === 1)
      target.rows[base + ((targetBit + i) >>> 3)]! |= 1 << ((targetBit + i) & 7);
  }
}
