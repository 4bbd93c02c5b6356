import { Rng } from "../../kernel/index.ts";

/** How load changes over a run; the rates are requests a second. */
export const traceShapes = {
  calm: () => 8,
  steady: () => 20,
  busy: () => 45,
  full: () => 68,
  overload: () => 85,
  waves: (second: number) => 32 - 27 * Math.cos((2 * Math.PI * second) / 2_400),
  swell: (second: number) => 34 - 30 * Math.cos((2 * Math.PI * second) / 6_300),
  ramp: (second: number) => 5 + (65 * second) / 6_300,
  ebb: (second: number) => 70 - (62 * second) / 6_300,
  steps: (second: number) => [12, 30, 18, 52, 24, 66, 10][Math.floor(second / 900) % 7]!,
  crowd: (second: number) => 10 + 55 * Math.exp(-(((second - 2_800) / 300) ** 2)) + 45 * flash(second, 4_700, 500),
  bursts: (second: number) =>
    14 + [1_500, 2_600, 3_500, 4_900, 5_500].reduce((sum, at) => sum + 34 * flash(second, at, 240), 0),
} as const satisfies Record<string, (second: number) => number>;
export type TraceShape = keyof typeof traceShapes;

/** Up within half a minute, then down with the given time constant. */
function flash(second: number, at: number, decay: number): number {
  if (second < at) return 0;
  return Math.min(1, (second - at) / 30) * Math.exp(-(second - at) / decay);
}

/**
 * Times between requests of a made-up visitor day: a shape, a slow drift of its own, and requests that come as they
 * like (variation 1, a Poisson process) or evenly (towards 0).
 *
 * @param shape by name, or requests a second at each second
 * @returns seconds between requests, enough for 6,300 s
 */
export function syntheticTrace(
  shape: TraceShape | ((second: number) => number),
  { seed, drift = 0.03, variation = 1 }: { seed: number; drift?: number; variation?: number },
): Float64Array {
  const rng = new Rng(seed);
  const rateAt = typeof shape === "function" ? shape : traceShapes[shape];
  const order = 1 / Math.max(1e-3, variation ** 2);
  const gaps: number[] = [];
  let level = 0;
  let minute = 0;
  for (let now = 0; now < 6_301; ) {
    while (minute * 60 <= now) {
      level = 0.9 * level + drift * rng.normal();
      minute++;
    }
    const rate = Math.max(0.5, rateAt(now) * Math.exp(level));
    const gap = rng.gamma(order) / (order * rate);
    gaps.push(gap);
    now += gap;
  }
  return Float64Array.from(gaps);
}
