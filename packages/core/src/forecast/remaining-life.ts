import { type BoostingOptions, BoostedTrees } from "./boosted-trees.ts";

/** The samples of one unit from new to failed: a row a cycle, one number a sensor, all finite. */
export type RunToFailure = readonly Float64Array[];

export interface RemainingLifeOptions extends BoostingOptions {
  /** Remaining lives beyond this many cycles are not told apart: a unit does not wear out before it starts to. */
  readonly cap?: number;
}

const window = 30;

/**
 * How many cycles a unit has left, learned from units that ran until they failed: boosted trees over the level, the
 * trend and the spread of each sensor in the last thirty cycles, and its change since the unit was new.
 */
export class RemainingLife {
  readonly #trees: BoostedTrees;
  readonly #cap: number;

  private constructor(trees: BoostedTrees, cap: number) {
    this.#trees = trees;
    this.#cap = cap;
  }

  /** Throws a RangeError where there is no unit with a cycle. */
  static fit(units: readonly RunToFailure[], { cap = 125, ...boosting }: RemainingLifeOptions = {}): RemainingLife {
    const rows: Float64Array[] = [];
    const targets: number[] = [];
    for (const unit of units)
      for (let cycle = 0; cycle < unit.length; cycle++) {
        rows.push(lifeFeatures(unit, cycle + 1));
        targets.push(Math.min(cap, unit.length - 1 - cycle));
      }
    return new RemainingLife(BoostedTrees.fit(rows, Float64Array.from(targets), boosting), cap);
  }

  /** The expected remaining cycles after the first `cycles` rows of a unit, 0..cap. */
  predict(unit: RunToFailure, cycles: number = unit.length): number {
    return Math.min(this.#cap, Math.max(0, this.#trees.predict(lifeFeatures(unit, cycles))));
  }
}

/** Level, slope, deviation and change since new of each sensor after `cycles` rows, then the number of cycles. */
export function lifeFeatures(unit: RunToFailure, cycles: number): Float64Array {
  const sensors = unit[0]!.length;
  const from = Math.max(0, cycles - window);
  const n = cycles - from;
  const features = new Float64Array(4 * sensors + 1);
  const middle = (n - 1) / 2;
  const spread = (n * (n * n - 1)) / 12;
  for (let sensor = 0; sensor < sensors; sensor++) {
    let sum = 0;
    let moment = 0;
    for (let i = 0; i < n; i++) {
      const value = unit[from + i]![sensor]!;
      sum += value;
      moment += (i - middle) * value;
    }
    const mean = sum / n;
    const slope = spread > 0 ? moment / spread : 0;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (unit[from + i]![sensor]! - mean - slope * (i - middle)) ** 2;
    const young = Math.min(window, cycles);
    let first = 0;
    for (let i = 0; i < young; i++) first += unit[i]![sensor]! / young;
    features[4 * sensor] = mean;
    features[4 * sensor + 1] = slope;
    features[4 * sensor + 2] = Math.sqrt(squares / n);
    features[4 * sensor + 3] = mean - first;
  }
  features[4 * sensors] = cycles;
  return features;
}
