import type { Placement } from "./placement.ts";

/**
 * Puts the jobs that are left out, in the given order, at the start that costs least by `priceBefore` (sums of a price a
 * position, one longer than the positions). Jobs that do not fit stay left out. What a job waits for must come earlier
 * in the order.
 */
export function placeInOrder(placement: Placement, order: readonly number[], priceBefore: Float64Array): void {
  const { model } = placement;
  const starts = new Int32Array(model.positions);
  for (const job of order) {
    const d = model.duration[job]!;
    const count = placement.fits(job, starts);
    let at = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let q = 0; q < count; q++) {
      const s = starts[q]!;
      const price = priceBefore[s + d]! - priceBefore[s]!;
      if (price < least) {
        least = price;
        at = s;
      }
    }
    placement.put(job, at);
  }
}
