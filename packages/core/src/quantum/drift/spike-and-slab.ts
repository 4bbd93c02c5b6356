import { clamp } from "../../kernel/index.ts";
import type { Difference } from "./class-difference.ts";

/** As wide as what is seen, as a failure may be of any size. */
function slabVariance(difference: number, scale: number): number {
  return Math.max(scale + 0.01, Math.abs(difference)) ** 2;
}

/**
 * ln of how much likelier it is that a class has changed than that it has not: a normal slab, at least as wide as
 * `scale`, against a spike at zero, with `changeRate` the probability of a change before anything is seen.
 */
export function logOddsOfChange({ difference, deviation }: Difference, scale: number, changeRate: number): number {
  const noise = deviation ** 2;
  const total = noise + slabVariance(difference, scale);
  return (
    Math.log(changeRate / (1 - changeRate)) +
    0.5 * Math.log(noise / total) +
    0.5 * difference ** 2 * (1 / noise - 1 / total)
  );
}

/**
 * How sure it is that a class has changed, and by how much it most likely has: nothing where that is less likely than
 * not, so that a prior that fits stays as it is to the last digit.
 */
export function shrink(
  seen: Difference,
  scale: number,
  changeRate: number,
): { readonly certainty: number; readonly shrunk: number } {
  const certainty = 1 / (1 + Math.exp(-clamp(logOddsOfChange(seen, scale, changeRate), -500, 500)));
  if (certainty < 0.5) return { certainty, shrunk: 0 };
  const slab = slabVariance(seen.difference, scale);
  return { certainty, shrunk: (certainty * seen.difference * slab) / (slab + seen.deviation ** 2) };
}
