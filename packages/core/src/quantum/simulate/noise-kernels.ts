import type { FrameState } from "./frame-state.ts";

/**
 * Calls for each place where an error of probability `p` happens, over `count` targets times the shots: the gaps between
 * errors are geometric, so that what does not happen costs nothing. `site` is target · shots + shot.
 */
function forEachError(
  state: FrameState,
  count: number,
  p: number,
  hit: (target: number, word: number, bit: number) => void,
) {
  if (p <= 0) return;
  const { random, shotBits } = state;
  const scale = -1 / Math.log1p(-p);
  const total = count * 2 ** shotBits;
  const mask = 2 ** shotBits - 1;
  for (let at = random.exponential() * scale; at < total; at += 1 + random.exponential() * scale) {
    const site = Math.floor(at);
    at = site;
    const shot = site & mask;
    hit((site - shot) / (mask + 1), shot >>> 5, 1 << (shot & 31));
  }
}

/** Flips the row at each of the offsets with probability `p` a shot. */
export function flipRows(state: FrameState, rows: Int32Array, offsets: Int32Array, p: number): void {
  if (p <= 0) return;
  const { random, shotBits } = state;
  const scale = -1 / Math.log1p(-p);
  const total = offsets.length << shotBits;
  const mask = (1 << shotBits) - 1;
  for (let at = random.exponential() * scale; at < total; at += 1 + random.exponential() * scale) {
    const site = at | 0;
    at = site;
    const shot = site & mask;
    rows[offsets[site >>> shotBits]! + (shot >>> 5)]! ^= 1 << (shot & 31);
  }
}

/** Flips `count` neighbouring rows from offset `from` on with probability `p` a shot. */
export function flipRange(state: FrameState, rows: Int32Array, from: number, count: number, p: number): void {
  const { words } = state;
  forEachError(state, count, p, (target, word, bit) => {
    rows[from + target * words + word]! ^= bit;
  });
}

/** X, Y or Z, each with p / 3, on the qubits whose X row is at each of the offsets. */
export function depolarize1(state: FrameState, offsets: Int32Array, p: number): void {
  if (p <= 0) return;
  const { random, shotBits, frame, words } = state;
  const scale = -1 / Math.log1p(-p);
  const total = offsets.length << shotBits;
  const mask = (1 << shotBits) - 1;
  for (let at = random.exponential() * scale; at < total; at += 1 + random.exponential() * scale) {
    const site = at | 0;
    at = site;
    const shot = site & mask;
    const bit = 1 << (shot & 31);
    const row = offsets[site >>> shotBits]! + (shot >>> 5);
    const pauli = 1 + (((random.next() >>> 16) * 3) >>> 16);
    frame[row]! ^= -(pauli & 1) & bit;
    frame[row + words]! ^= -(pauli >>> 1) & bit;
  }
}

/** One of the fifteen two-qubit Paulis, each with p / 15, on the pairs whose X rows are at the offsets, two by two. */
export function depolarize2(state: FrameState, offsets: Int32Array, p: number): void {
  if (p <= 0) return;
  const { random, shotBits, frame, words } = state;
  const scale = -1 / Math.log1p(-p);
  const total = (offsets.length >>> 1) << shotBits;
  const mask = (1 << shotBits) - 1;
  for (let at = random.exponential() * scale; at < total; at += 1 + random.exponential() * scale) {
    const site = at | 0;
    at = site;
    const shot = site & mask;
    const bit = 1 << (shot & 31);
    const pair = (site >>> shotBits) << 1;
    const a = offsets[pair]! + (shot >>> 5);
    const b = offsets[pair + 1]! + (shot >>> 5);
    const paulis = (1 + ((random.next() >>> 12) * 15) / 1048576) | 0;
    frame[a]! ^= -(paulis & 1) & bit;
    frame[a + words]! ^= -((paulis >>> 1) & 1) & bit;
    frame[b]! ^= -((paulis >>> 2) & 1) & bit;
    frame[b + words]! ^= -(paulis >>> 3) & bit;
  }
}

/** X and Z bits of I, X, Y and Z. */
const xOf = [0, 1, 1, 0];
const zOf = [0, 0, 1, 1];

/** X, Y and Z with three probabilities of their own. */
export function pauliChannel1(state: FrameState, offsets: Int32Array, probabilities: readonly number[]): void {
  const { frame, words, random } = state;
  const sums = cumulative(probabilities);
  forEachError(state, offsets.length, sums.at(-1)!, (target, word, bit) => {
    const pauli = 1 + choose(sums, random.unit());
    const row = offsets[target]! + word;
    if (xOf[pauli] === 1) frame[row]! ^= bit;
    if (zOf[pauli] === 1) frame[row + words]! ^= bit;
  });
}

/** IX, IY, IZ, XI, … ZZ with fifteen probabilities of their own. */
export function pauliChannel2(state: FrameState, offsets: Int32Array, probabilities: readonly number[]): void {
  const { frame, words, random } = state;
  const sums = cumulative(probabilities);
  forEachError(state, offsets.length / 2, sums.at(-1)!, (target, word, bit) => {
    const paulis = 1 + choose(sums, random.unit());
    const a = offsets[2 * target]! + word;
    const b = offsets[2 * target + 1]! + word;
    if (xOf[paulis >>> 2] === 1) frame[a]! ^= bit;
    if (zOf[paulis >>> 2] === 1) frame[a + words]! ^= bit;
    if (xOf[paulis & 3] === 1) frame[b]! ^= bit;
    if (zOf[paulis & 3] === 1) frame[b + words]! ^= bit;
  });
}

/**
 * I, X, Y and Z with four probabilities of their own; each, I too, is heralded by a bit in the rows of `record` from
 * offset `from` on.
 */
export function heraldedChannel(
  state: FrameState,
  offsets: Int32Array,
  from: number,
  probabilities: readonly number[],
): void {
  const { frame, words, random, record } = state;
  const sums = cumulative(probabilities);
  forEachError(state, offsets.length, sums.at(-1)!, (target, word, bit) => {
    const pauli = choose(sums, random.unit());
    record[from + target * words + word]! |= bit;
    const row = offsets[target]! + word;
    if (xOf[pauli] === 1) frame[row]! ^= bit;
    if (zOf[pauli] === 1) frame[row + words]! ^= bit;
  });
}

/** Sets the bits of a row that was zero, each with probability `p`. */
export function randomRow(state: FrameState, rows: Int32Array, offset: number, p: number): void {
  forEachError(state, 1, p, (_, word, bit) => {
    rows[offset + word]! |= bit;
  });
}

function cumulative(probabilities: readonly number[]): number[] {
  let sum = 0;
  return probabilities.map((p) => (sum += p));
}

/** Which one of the outcomes it is, given that one of them came true. */
function choose(sums: readonly number[], unit: number): number {
  const aim = unit * sums.at(-1)!;
  let i = 0;
  while (i < sums.length - 1 && aim >= sums[i]!) i++;
  return i;
}
