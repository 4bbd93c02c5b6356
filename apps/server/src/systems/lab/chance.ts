// Real processes are not run twice the same, so their chance needs no seed; and what they import, each of them holds.

/** True with probability `p`. */
export function chance(p: number): boolean {
  return Math.random() < p;
}

/** An exponential number around `mean`. */
export function exponential(mean: number): number {
  return -mean * Math.log(1 - Math.random());
}
