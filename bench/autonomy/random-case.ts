import { type SwimOptions, syntheticTrace } from "@homeostat/core/exemplars";
import { Rng } from "@homeostat/core/kernel";

/** Load as a share of its highest, by the second of the run. */
type Shape = (second: number) => number;

/** Up within `rise` seconds, then down with the time constant `decay`. */
function flash(second: number, at: number, rise: number, decay: number): number {
  return second < at ? 0 : Math.min(1, (second - at) / rise) * Math.exp(-(second - at) / decay);
}

const drawShape = {
  constant: () => () => 1,
  diurnal: (rng) => {
    const period = 1_500 + 9_000 * rng.next();
    const phase = 2 * Math.PI * rng.next();
    const lowest = 0.1 + 0.6 * rng.next();
    return (second) => lowest + (1 - lowest) * (0.5 - 0.5 * Math.cos(phase + (2 * Math.PI * second) / period));
  },
  ramp: (rng) => {
    const [from, to] = [rng.next(), rng.next()];
    return (second) => 0.1 + 0.9 * (from + ((to - from) * second) / 6_300);
  },
  steps: (rng) => {
    const steps: { at: number; level: number }[] = [];
    for (let at = 0; at < 6_400; at += 300 + 1_500 * rng.next()) steps.push({ at, level: 0.1 + 0.9 * rng.next() });
    return (second) => steps.findLast(({ at }) => at <= second)?.level ?? 0;
  },
  spikes: (rng) => {
    const base = 0.1 + 0.4 * rng.next();
    const spikes = Array.from({ length: 1 + rng.int(5) }, () => ({
      at: 600 + 5_600 * rng.next(),
      rise: 20 + 100 * rng.next(),
      decay: 60 + 500 * rng.next(),
      height: 0.3 + 0.7 * rng.next(),
    }));
    const sum = (second: number) =>
      spikes.reduce((all, { at, rise, decay, height }) => all + height * flash(second, at, rise, decay), 0);
    return (second) => base + (1 - base) * Math.min(1.2, sum(second));
  },
  bumps: (rng) => {
    const base = 0.1 + 0.3 * rng.next();
    const bumps = Array.from({ length: 1 + rng.int(3) }, () => ({
      at: 500 + 6_000 * rng.next(),
      width: 150 + 700 * rng.next(),
      height: 0.4 + 0.6 * rng.next(),
    }));
    const sum = (second: number) =>
      bumps.reduce((all, { at, width, height }) => all + height * Math.exp(-(((second - at) / width) ** 2)), 0);
    return (second) => base + (1 - base) * Math.min(1.2, sum(second));
  },
} as const satisfies Record<string, (rng: Rng) => Shape>;
const kinds = Object.keys(drawShape) as (keyof typeof drawShape)[];

export interface RandomCase extends Omit<SwimOptions, "manager"> {
  readonly shape: string;
  /** Requests a second at the highest point of the shape. */
  readonly peak: number;
}

/**
 * A load and a plant by chance: six kinds of shape and sums of two of them, from idle to twice what three servers bear,
 * requests that come evenly to burstily, 3 to 12 servers, 5 or 10 levels, and 0 to 240 s to boot.
 */
export function randomCase(seed: number): RandomCase {
  const rng = new Rng(seed * 7_919 + 13);
  const maxServers = rng.pick([3, 3, 5, 8, 12, 12]);
  const dimmerLevels = rng.pick([5, 10]);
  const bootSeconds = rng.pick([0, 30, 60, 120, 180, 240]);
  const kind = kinds[seed % kinds.length]!;
  const first: Shape = drawShape[kind](rng);
  const second: Shape | undefined = rng.next() < 0.25 ? drawShape[rng.pick(kinds)](rng) : undefined;
  const share: Shape = second === undefined ? first : (at) => (first(at) + second(at)) / 2;
  const [low, high] = [Math.log(8), Math.log(maxServers <= 3 ? 95 : 130)];
  const peak = Math.exp(low + (high - low) * Math.sqrt(rng.next()));
  const drift = 0.01 + 0.06 * rng.next() ** 2;
  const variation = rng.pick([0.3, 0.6, 1, 1, 1.2]);
  return {
    shape: second === undefined ? kind : `${kind} and another`,
    peak,
    maxServers,
    dimmerLevels,
    bootSeconds,
    seed: seed % 5,
    interArrivalSeconds: syntheticTrace((at) => peak * share(at), { seed, drift, variation }),
  };
}
