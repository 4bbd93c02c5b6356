import { clamp } from "../../kernel/index.ts";

/**
 * A machine's power by its eleven points, watts. Processors whose clock stands still add nothing to its dynamic power;
 * the others work as a machine that is that much smaller, with the same shape between idle and peak.
 *
 * @param curve at 0, 10 … 100 % utilisation
 * @param use share of the whole machine in use, 0..1
 * @param gated share of its processors whose clock stands still, 0..1
 */
export function machinePower(curve: ArrayLike<number>, use: number, gated = 0): number {
  const running = 1 - gated;
  const idle = curve[0]!;
  if (running <= 0) return idle;
  const x = 10 * clamp(use / running, 0, 1);
  const i = Math.min(9, Math.floor(x));
  const power = curve[i]! + (x - i) * (curve[i + 1]! - curve[i]!);
  return idle + running * (power - idle);
}
