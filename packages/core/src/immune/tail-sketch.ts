/** Centroids of a sketch. */
const centroids = 36;
/** The most samples that `absorb` takes at once. */
export const largestBatch = 24;
/** How many samples a sketch remembers: older ones fade. */
const memory = 20_000;

/** The ranks of the quantiles that a sketch is asked for. */
export const tailRanks = [0.01, 0.1, 0.5, 0.9, 0.99] as const;

/** Slots of a sketch: its centroids in use, total weight and slack, then their means, then their weights. */
export const tailSketchSlots = 3 + 2 * centroids;

const leastSlack = 4 / centroids;

/**
 * Takes a batch of samples into the distribution of a stream: a merging digest (Dunning & Ertl, 2019), fine at both
 * tails, that fades old samples. The sketch lies at `at` in `block`; all zeros is an empty one.
 *
 * @param batch its first `fresh` numbers, which are sorted in place.
 */
export function absorb(block: Float64Array, at: number, batch: Float64Array, fresh: number): void {
  sortFirst(batch, fresh);
  const held = block[at]!;
  const fade = block[at + 1]! > memory ? memory / block[at + 1]! : 1;
  const total = block[at + 1]! * fade + fresh;
  const means = at + 3;
  const weights = means + centroids;
  let i = 0;
  let j = 0;
  let n = 0;
  while (i < held || j < fresh) {
    if (j >= fresh || (i < held && block[means + i]! <= batch[j]!)) {
      mergedMean[n] = block[means + i]!;
      mergedWeight[n++] = block[weights + i++]! * fade;
    } else {
      mergedMean[n] = batch[j++]!;
      mergedWeight[n++] = 1;
    }
  }
  let slack = Math.max(leastSlack, 0.9 * block[at + 2]!);
  let used = compress(block, means, n, total, slack);
  while (used < 0) {
    slack *= 1.25;
    used = compress(block, means, n, total, slack);
  }
  block[at] = used;
  block[at + 1] = total;
  block[at + 2] = slack;
}

/** Writes the quantiles of `tailRanks` from slot `into` on. */
export function readTailQuantiles(block: Float64Array, at: number, into: number): void {
  const used = block[at]!;
  const total = block[at + 1]!;
  const means = at + 3;
  const weights = means + centroids;
  let k = 0;
  let before = 0;
  let centre = 0;
  let previousCentre = 0;
  for (let r = 0; r < tailRanks.length; r++) {
    const wanted = tailRanks[r]! * total;
    while (k < used) {
      centre = before + block[weights + k]! / 2;
      if (centre >= wanted) break;
      previousCentre = centre;
      before += block[weights + k]!;
      k++;
    }
    if (k === 0) block[into + r] = block[means]!;
    else if (k === used) block[into + r] = block[means + used - 1]!;
    else {
      const low = block[means + k - 1]!;
      const share = (wanted - previousCentre) / (centre - previousCentre);
      block[into + r] = low + share * (block[means + k]! - low);
    }
  }
}

const mergedMean = new Float64Array(centroids + largestBatch);
const mergedWeight = new Float64Array(centroids + largestBatch);

/** Merges neighbours whose weight together is at most `slack`·total·q(1 − q); −1 where more are left than fit. */
function compress(block: Float64Array, means: number, n: number, total: number, slack: number): number {
  const weights = means + centroids;
  const limit = slack / total;
  let used = 0;
  let before = 0;
  let mass = mergedWeight[0]!;
  let sum = mergedMean[0]! * mass;
  for (let i = 1; i < n; i++) {
    const weight = mergedWeight[i]!;
    const wider = mass + weight;
    const rank = before + 0.5 * wider;
    if (wider <= limit * rank * (total - rank) || mergedMean[i] === mergedMean[i - 1]) {
      sum += mergedMean[i]! * weight;
      mass = wider;
      continue;
    }
    if (used === centroids - 1) return -1;
    block[means + used] = sum / mass;
    block[weights + used++] = mass;
    before += mass;
    mass = weight;
    sum = mergedMean[i]! * weight;
  }
  block[means + used] = sum / mass;
  block[weights + used++] = mass;
  return used;
}

function sortFirst(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= 0 && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
}
