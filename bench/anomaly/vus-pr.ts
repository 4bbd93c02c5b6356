/**
 * The volume under the surface of range-based precision and recall (Paparrizos et al., VLDB 2022), as the TSB-AD
 * benchmark computes it: 250 thresholds at evenly spaced ranks, label buffers of 0..`window` rows, mean over buffers.
 *
 * @param labels one of 0 and 1 a row; at least one 1.
 * @param window the longest buffer in rows; see `periodOf`.
 */
export function vusPr(scores: ArrayLike<number>, labels: ArrayLike<number>, window: number, thresholds = 250): number {
  const n = scores.length;
  const segments = segmentsOf(labels);
  if (segments.length === 0) throw new RangeError("vusPr: there is no labelled row");
  const rankOf = thresholdRanks(scores, thresholds);
  const predicted = new Float64Array(thresholds);
  for (let i = 0; i < n; i++) if (rankOf[i]! < thresholds) predicted[rankOf[i]!]!++;
  let positives = 0;
  const inside = new Float64Array(thresholds + 1);
  for (const [first, last] of segments) {
    for (let i = first; i <= last; i++) inside[rankOf[i]!]!++;
    positives += last - first + 1;
  }
  for (let k = 1; k < thresholds; k++) {
    predicted[k]! += predicted[k - 1]!;
    inside[k]! += inside[k - 1]!;
  }

  let volume = 0;
  for (let buffer = 0; buffer <= window; buffer++) {
    const half = buffer >> 1;
    const weights = bufferWeights(segments, n, buffer);
    const around = new Float64Array(thresholds + 1);
    for (const [i, weight] of weights) around[rankOf[i]!]! += weight;
    const ranges = mergedRanges(segments, n, half);
    const found = new Float64Array(thresholds + 1);
    for (const [first, last] of ranges) {
      let earliest = thresholds;
      for (let i = first; i <= last; i++) if (rankOf[i]! < earliest) earliest = rankOf[i]!;
      found[earliest]!++;
    }
    let area = 0;
    let previousRecall = 0;
    let buffered = 0;
    let existing = 0;
    for (let k = 0; k < thresholds; k++) {
      buffered += around[k]!;
      existing += found[k]!;
      const hits = inside[k]! + buffered;
      const recall = Math.min(hits / ((positives + positives + buffered) / 2), 1) * (existing / ranges.length);
      area += (recall - previousRecall) * (hits / predicted[k]!);
      previousRecall = recall;
    }
    volume += area;
  }
  return volume / (window + 1);
}

/** The index of the first (highest) threshold that each row passes; `thresholds` where it passes none. */
function thresholdRanks(scores: ArrayLike<number>, thresholds: number): Int32Array {
  const n = scores.length;
  const descending = Float64Array.from(scores).sort().reverse();
  const levels = Array.from(
    { length: thresholds },
    (_, k) => descending[k === thresholds - 1 ? n - 1 : Math.floor((k * (n - 1)) / (thresholds - 1))]!,
  );
  return Int32Array.from({ length: n }, (_, i) => {
    const score = scores[i]!;
    let low = 0;
    let high = thresholds;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (score >= levels[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}

type Range = readonly [first: number, last: number];

function segmentsOf(labels: ArrayLike<number>): Range[] {
  const segments: Range[] = [];
  let first = -1;
  for (let i = 0; i <= labels.length; i++) {
    const labelled = i < labels.length && labels[i]! > 0;
    if (labelled && first < 0) first = i;
    if (!labelled && first >= 0) {
      segments.push([first, i - 1]);
      first = -1;
    }
  }
  return segments;
}

/** The soft labels of rows beside the segments: sqrt(1 − distance / buffer), added where they overlap, at most 1. */
function bufferWeights(segments: readonly Range[], n: number, buffer: number): Map<number, number> {
  const half = buffer >> 1;
  const weights = new Map<number, number>();
  const add = (i: number, distance: number) =>
    weights.set(i, Math.min(1, (weights.get(i) ?? 0) + Math.sqrt(1 - distance / buffer)));
  for (const [first, last] of segments) {
    for (let i = last + 1; i < Math.min(last + half + 1, n); i++) add(i, i - last);
    for (let i = Math.max(first - half, 0); i < first; i++) add(i, first - i);
  }
  for (const [first, last] of segments) for (let i = first; i <= last; i++) weights.delete(i);
  return weights;
}

function mergedRanges(segments: readonly Range[], n: number, half: number): Range[] {
  const ranges: Range[] = [];
  let start = Math.max(segments[0]![0] - half, 0);
  for (let k = 0; k + 1 < segments.length; k++) {
    const after = segments[k]![1] + half;
    const before = segments[k + 1]![0] - half;
    if (after < before) {
      ranges.push([start, after]);
      start = before;
    }
  }
  ranges.push([start, Math.min(segments.at(-1)![1] + half, n - 1)]);
  return ranges;
}

/**
 * The period of a series as TSB-AD estimates it: the highest local maximum of the autocorrelation at lags 4..400
 * of the first 20,000 rows; 125 where there is none or it is out of 3..300.
 */
export function periodOf(values: ArrayLike<number>): number {
  const n = Math.min(values.length, 20_000);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  const lags = Math.min(400, n - 1);
  const correlation = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (values[i]! - mean) * (values[i - lag]! - mean);
    correlation[lag] = sum;
  }
  const base = 3;
  let best = -1;
  for (let lag = base + 1; lag < lags; lag++) {
    const here = correlation[lag]!;
    if (here > correlation[lag - 1]! && here > correlation[lag + 1]! && (best < 0 || here > correlation[best]!))
      best = lag;
  }
  return best < 0 || best - base < 3 || best - base > 300 ? 125 : best;
}
