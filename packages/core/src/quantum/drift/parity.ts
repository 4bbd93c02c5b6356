import type { FlatError } from "../error-model/index.ts";

// For a set of detectors let E be the mean of (−1)^(number of events in it). Independent errors multiply: E = Π (1 − 2p)
// over those that flip an odd number of the set.

/** Most that a probability counts as where E must stay positive. */
export const mostProbability = 0.49;

/** ln (1 − 2p): what one error, or an edge, adds to ln E of a set of which it flips an odd number. */
export function logEven(probability: number): number {
  return Math.log1p(-2 * Math.min(probability, mostProbability));
}

/** The detectors that an error flips, all its parts together; ascending. */
export function symptomsOf({ components }: FlatError): number[] {
  const symptoms = new Set<number>();
  for (const c of components) for (const d of c.detectors) if (!symptoms.delete(d)) symptoms.add(d);
  return [...symptoms].sort((a, b) => a - b);
}

/** ln E of each detector by itself. */
export function logMeans(errors: readonly FlatError[], detectors: number): Float64Array {
  const logMean = new Float64Array(detectors);
  for (const error of errors) for (const d of symptomsOf(error)) logMean[d]! += logEven(error.probability);
  return logMean;
}
