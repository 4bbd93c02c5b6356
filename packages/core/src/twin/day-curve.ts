import { dayMs, type EpochMs, mean } from "../kernel/index.ts";
import { InputError } from "../kernel/index.ts";

/** Load at each hour of the day (UTC) beside the day's mean: quiet at night, two humps, highest in the evening. */
export const defaultDayCurve: readonly number[] = [
  0.62, 0.52, 0.46, 0.44, 0.47, 0.57, 0.74, 0.95, 1.12, 1.2, 1.22, 1.2, 1.17, 1.15, 1.15, 1.17, 1.22, 1.29, 1.35, 1.37,
  1.31, 1.17, 0.98, 0.78,
];

/** @throws {InputError} for a curve without a point, with a negative one, or with none above zero */
export function normaliseDayCurve(curve: readonly number[]): Float64Array {
  const average = mean(curve);
  if (!(average > 0) || curve.some((value) => value < 0)) {
    throw new InputError(
      "a day curve is a list of loads from 0 up, at equal steps from midnight; give at least one above 0",
    );
  }
  return Float64Array.from(curve, (value) => value / average);
}

/** The load at `now` beside the day's mean; straight lines between the points, round midnight. */
export function dayFactor(curve: Float64Array, now: EpochMs): number {
  const position = ((((now % dayMs) + dayMs) % dayMs) / dayMs) * curve.length;
  const below = Math.floor(position);
  const low = curve[below % curve.length]!;
  return low + (position - below) * (curve[(below + 1) % curve.length]! - low);
}
