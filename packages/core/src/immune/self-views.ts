import type { FloatArena } from "../kernel/index.ts";
import { absorb, largestBatch, readTailQuantiles, tailRanks, tailSketchSlots } from "./tail-sketch.ts";

/** Samples after which the views know enough of their self for a level. */
const viewWarmUp = 32;
/** The narrower side's radius is at least this share of the wider one. */
const leastAspect = 0.1;
/** A departure is measured in radii of at least this share of the metric's usual size. */
const leastShare = 0.02;
/** Samples after which their tails are known well enough for an alarm. */
export const tailWarmUp = 48;
/** The outer radius is widened by this many over the number of samples: the tails of a young self are not known yet. */
const caution = 60;
const ranks = tailRanks.length;

/**
 * Several ways of looking at the same samples, and what of each is self: the region between its low and high
 * quantiles. The self radius is measured on each side of the median and moves with the data, so there is nothing to
 * set. New samples become self in batches of 24, so a burst does not judge itself normal at once.
 */
export class SelfViews {
  readonly #block: Float64Array;
  readonly #views: number;
  /** Offsets: samples seen and waiting; quantiles by view; waiting samples, row by row; sketches by view. */
  readonly #counts: number;
  readonly #quantiles: number;
  readonly #waiting: number;
  readonly #sketches: number;

  static slots(views: number): number {
    return 2 + views * (ranks + largestBatch + tailSketchSlots);
  }

  constructor(arena: FloatArena, views: number) {
    this.#block = arena.block;
    this.#views = views;
    this.#counts = arena.take(2);
    this.#quantiles = arena.take(views * ranks);
    this.#waiting = arena.take(views * largestBatch);
    this.#sketches = arena.take(views * tailSketchSlots);
  }

  /** Signed distance from the median in radii that hold 80 % of self: beyond ±1 lies a tenth of it on either side. */
  innerDistance(view: number, value: number): number {
    return this.#block[this.#counts]! >= viewWarmUp ? this.#distance(view, value, 1) : 0;
  }

  /** Signed distance from the median in radii that hold 98 % of self. */
  outerDistance(view: number, value: number): number {
    const count = this.#block[this.#counts]!;
    return count >= tailWarmUp ? this.#distance(view, value, 2) / (1 + caution / count) : 0;
  }

  /**
   * How far a value has departed, in radii that hold 98 % of self but are never less than a fiftieth of the median:
   * what hardly ever varied and drifts a little has not gone far. Signed and unbounded; 0 while the tails are unknown.
   */
  departure(view: number, value: number): number {
    const block = this.#block;
    if (block[this.#counts]! < tailWarmUp) return 0;
    const centre = this.#quantiles + view * ranks + 2;
    const middle = block[centre]!;
    const radius = value >= middle ? block[centre + 2]! - middle : middle - block[centre - 2]!;
    return (value - middle) / Math.max(radius, leastShare * Math.abs(middle), 1e-9);
  }

  #distance(view: number, value: number, reach: 1 | 2): number {
    const block = this.#block;
    const centre = this.#quantiles + view * ranks + 2;
    const middle = block[centre]!;
    const below = middle - block[centre - reach]!;
    const above = block[centre + reach]! - middle;
    const floor = leastAspect * (below > above ? below : above) + 1e-9 + 1e-6 * Math.abs(middle);
    const radius = value >= middle ? above : below;
    return (value - middle) / (radius > floor ? radius : floor);
  }

  /** Sets what view `view` of the present sample is; `learn` then takes all of them in. */
  set(view: number, value: number): void {
    this.#block[this.#waiting + this.#block[this.#counts + 1]! * this.#views + view] = value;
  }

  learn(): void {
    const block = this.#block;
    const seen = ++block[this.#counts]!;
    const waiting = ++block[this.#counts + 1]!;
    if (waiting < largestBatch && (seen > largestBatch || seen % 8 !== 0)) return;
    block[this.#counts + 1] = 0;
    for (let view = 0; view < this.#views; view++) {
      for (let i = 0; i < waiting; i++) batch[i] = block[this.#waiting + i * this.#views + view]!;
      const sketch = this.#sketches + view * tailSketchSlots;
      absorb(block, sketch, batch, waiting);
      readTailQuantiles(block, sketch, this.#quantiles + view * ranks);
    }
  }
}

const batch = new Float64Array(largestBatch);
