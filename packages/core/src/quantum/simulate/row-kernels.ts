/** `into[a..] ^= from[b..]` for each pair (a, b) of word offsets; rows have `words` words, a multiple of four. */
export function xorRows(into: Int32Array, from: Int32Array, pairs: Int32Array, words: number): void {
  for (let i = 0; i < pairs.length; i += 2) {
    let a = pairs[i]!;
    let b = pairs[i + 1]!;
    for (const end = a + words; a < end; a += 4, b += 4) {
      into[a]! ^= from[b]!;
      into[a + 1]! ^= from[b + 1]!;
      into[a + 2]! ^= from[b + 2]!;
      into[a + 3]! ^= from[b + 3]!;
    }
  }
}

/** Swaps row a and row b for each pair of word offsets. */
export function swapRows(rows: Int32Array, pairs: Int32Array, words: number): void {
  for (let i = 0; i < pairs.length; i += 2) {
    let a = pairs[i]!;
    let b = pairs[i + 1]!;
    for (const end = a + words; a < end; a += 4, b += 4) {
      const v0 = rows[a]!;
      const v1 = rows[a + 1]!;
      const v2 = rows[a + 2]!;
      const v3 = rows[a + 3]!;
      rows[a] = rows[b]!;
      rows[a + 1] = rows[b + 1]!;
      rows[a + 2] = rows[b + 2]!;
      rows[a + 3] = rows[b + 3]!;
      rows[b] = v0;
      rows[b + 1] = v1;
      rows[b + 2] = v2;
      rows[b + 3] = v3;
    }
  }
}

/** `into[a..] ^= from[b..]` for one row. */
export function xorRow(into: Int32Array, a: number, from: Int32Array, b: number, words: number): void {
  for (let w = 0; w < words; w += 4) {
    into[a + w]! ^= from[b + w]!;
    into[a + w + 1]! ^= from[b + w + 1]!;
    into[a + w + 2]! ^= from[b + w + 2]!;
    into[a + w + 3]! ^= from[b + w + 3]!;
  }
}

/** `into[a..] = from[b..]` for one row. */
export function copyRow(into: Int32Array, a: number, from: Int32Array, b: number, words: number): void {
  for (let w = 0; w < words; w += 4) {
    into[a + w] = from[b + w]!;
    into[a + w + 1] = from[b + w + 1]!;
    into[a + w + 2] = from[b + w + 2]!;
    into[a + w + 3] = from[b + w + 3]!;
  }
}

/** `into[a..] = from[b..] ^ from[c..]` for one row. */
export function combineRows(into: Int32Array, a: number, from: Int32Array, b: number, c: number, words: number): void {
  for (let w = 0; w < words; w += 4) {
    into[a + w] = from[b + w]! ^ from[c + w]!;
    into[a + w + 1] = from[b + w + 1]! ^ from[c + w + 1]!;
    into[a + w + 2] = from[b + w + 2]! ^ from[c + w + 2]!;
    into[a + w + 3] = from[b + w + 3]! ^ from[c + w + 3]!;
  }
}

/** Zeros from offset `a` on; `count` is a multiple of four. */
export function clearRow(rows: Int32Array, a: number, count: number): void {
  for (let w = 0; w < count; w += 4) {
    rows[a + w] = 0;
    rows[a + w + 1] = 0;
    rows[a + w + 2] = 0;
    rows[a + w + 3] = 0;
  }
}
