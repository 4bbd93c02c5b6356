import type { Rng } from "../kernel/index.ts";

/** Above this variance a count is drawn from the normal curve with the same mean and variance. */
const normalFromVariance = 30;

/** A standard normal number that leaves nothing pending in the generator, so that its stored state is all of it. */
export function standardNormal(rng: Rng): number {
  for (;;) {
    const u = 2 * rng.next() - 1;
    const v = 2 * rng.next() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

/** How many of independent, rare events with this mean happen. */
export function poisson(rng: Rng, mean: number): number {
  if (mean <= 0) return 0;
  if (mean > normalFromVariance) return Math.max(0, Math.round(mean + Math.sqrt(mean) * standardNormal(rng)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.next(); product > limit; product *= rng.next()) count++;
  return count;
}

/** How many of `n` trials succeed with probability `p` each. */
export function binomial(rng: Rng, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(rng, n, 1 - p);
  const mean = n * p;
  const variance = mean * (1 - p);
  if (variance > normalFromVariance) {
    const draw = Math.round(mean + Math.sqrt(variance) * standardNormal(rng));
    return draw < 0 ? 0 : draw > n ? n : draw;
  }
  // Inversion: walk up the distribution function to a uniform number. Most often that is the first step.
  const u = rng.next();
  if (u < 1 - mean) return 0;
  const odds = p / (1 - p);
  let chance = Math.exp(n * Math.log1p(-p));
  let reached = chance;
  let count = 0;
  while (u >= reached && count < n) {
    chance *= (odds * (n - count)) / (count + 1);
    reached += chance;
    count++;
  }
  return count;
}

/** `x` rounded down or up at random so that its mean is `x`. */
export function roundAtRandom(rng: Rng, x: number): number {
  const whole = Math.floor(x);
  return x > whole && rng.next() < x - whole ? whole + 1 : whole;
}
