import { wilsonInterval } from "../../kernel/index.ts";

/** A rate with its 95 % interval. */
export interface RateEstimate {
  readonly rate: number;
  readonly interval: readonly [low: number, high: number];
}

/**
 * The logical error per round: ε with 1 − 2P = (1 − 2ε)^rounds, where P is the fraction of shots that end flipped. A
 * fraction of ½ or more says nothing, and gives ½. The interval is Wilson's for P, carried over.
 */
export function logicalErrorPerRound(mistakes: number, shots: number, rounds: number): RateEstimate {
  const perRound = (fraction: number) => (fraction >= 0.5 ? 0.5 : (1 - (1 - 2 * fraction) ** (1 / rounds)) / 2);
  const [low, high] = wilsonInterval(mistakes, shots);
  return { rate: perRound(shots === 0 ? 0 : mistakes / shots), interval: [perRound(low), perRound(high)] };
}

/** What was seen at one distance. */
export interface DistanceResult {
  readonly distance: number;
  readonly mistakes: number;
  readonly shots: number;
  readonly rounds: number;
}

/**
 * The suppression factor Λ: by how much the logical error per round falls for each step of two in distance. A straight
 * line through ln ε over the distance, each point weighed by its mistakes; 95 % interval. Undefined below two distances
 * with mistakes.
 */
export function suppressionFactor(results: readonly DistanceResult[]): RateEstimate | undefined {
  const points = results
    .filter(({ mistakes, shots }) => mistakes > 0 && 2 * mistakes < shots)
    .map(({ distance, mistakes, shots, rounds }) => {
      const { rate } = logicalErrorPerRound(mistakes, shots, rounds);
      const p = mistakes / shots;
      // The variance of ln ε: Poisson for the mistakes, by the slope of ε in P.
      const slope = (p / rate) * ((1 - 2 * p) ** (1 / rounds - 1) / rounds);
      return { x: distance / 2, y: Math.log(rate), weight: 1 / (((1 - p) / mistakes) * slope ** 2) };
    });
  if (new Set(points.map(({ x }) => x)).size < 2) return undefined;
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  const meanX = points.reduce((sum, { x, weight }) => sum + x * weight, 0) / total;
  const meanY = points.reduce((sum, { y, weight }) => sum + y * weight, 0) / total;
  const square = points.reduce((sum, { x, weight }) => sum + weight * (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y, weight }) => sum + weight * (x - meanX) * (y - meanY), 0) / square;
  const half = 1.96 / Math.sqrt(square);
  return { rate: Math.exp(-slope), interval: [Math.exp(-slope - half), Math.exp(-slope + half)] };
}
