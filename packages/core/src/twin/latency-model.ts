/** Variance of the wait that `queueWait` gives, in squared service times: an exponential tail behind the probability of waiting at all. */
export function queueWaitVariance(servers: number, utilisation: number, wait: number): number {
  if (wait <= 0) return 0;
  const tail = 1 / (servers * (1 - utilisation));
  return Math.max(0, 2 * wait * tail - wait * wait);
}

/**
 * Probability that a time with this mean and variance exceeds `limit`, for a gamma distribution by the cube-root
 * transformation of Wilson & Hilferty (1931).
 */
export function exceedance(limit: number, mean: number, variance: number): number {
  if (mean <= 0 || limit > 40 * mean) return 0;
  if (variance <= 0) return mean > limit ? 1 : 0;
  const ninth = variance / (9 * mean * mean);
  return normalTail((Math.cbrt(limit / mean) - 1 + ninth) / Math.sqrt(ninth));
}

const z99 = 2.3263478740408408;

/** The 99th percentile of the same distribution. */
export function percentile99(mean: number, variance: number): number {
  if (mean <= 0) return 0;
  const ninth = variance / (9 * mean * mean);
  return mean * Math.max(0, 1 - ninth + z99 * Math.sqrt(ninth)) ** 3;
}

/** The share of times beyond `limitMs` of a distribution that is known by its mean and its 99th percentile. */
export function lateShare(limitMs: number, meanMs: number, p99Ms: number): number {
  if (meanMs <= 0) return 0;
  // Solves `percentile99` for the spread: s² − z·s + (∛(p99 / mean) − 1) = 0.
  const stretch = Math.max(0, Math.cbrt(p99Ms / meanMs) - 1);
  const root = (z99 - Math.sqrt(Math.max(0, z99 * z99 - 4 * stretch))) / 2;
  return exceedance(limitMs, meanMs, 9 * meanMs * meanMs * root * root);
}

/** 1 − Φ(z), to 8 digits (Abramowitz & Stegun 26.2.17). */
function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 8) return 0;
  const t = 1 / (1 + 0.2316419 * z);
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 0.3989422804014327 * Math.exp(-0.5 * z * z) * poly;
}
