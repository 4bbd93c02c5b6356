import type { DurationMs, EpochMs } from "../kernel/index.ts";

/** One metric of one component leaving its self. */
export interface Move {
  readonly component: string;
  readonly metric: string;
  /** 1 up, −1 down. */
  readonly direction: 1 | -1;
  /** Time since the first move of the incident. */
  readonly delayMs: DurationMs;
  /** The largest so far, 0..1 (see `strengthOf`). */
  readonly strength: number;
}

/** The departure whose strength is 1. */
const farthest = 10_000;

/** How much a departure says, 0..1: on a logarithmic scale and squared, so what went far outweighs what only drifted. */
export function strengthOf(departure: number): number {
  const share = Math.log1p(Math.abs(departure)) / Math.log1p(farthest);
  return Math.min(1, share * share);
}

/** What an incident looked like: which metrics moved, where, which way and in which order. */
export interface Signature {
  /** In the order in which they moved; each component, metric and direction at most once. */
  readonly moves: readonly Move[];
  /** How long it was watched. */
  readonly spanMs: DurationMs;
}

/** What is the same move in two incidents: component, metric and direction. */
export const moveKey = (move: Pick<Move, "component" | "metric" | "direction">): string =>
  `${move.component}\u0000${move.metric}\u0000${move.direction}`;

/** Writes down an incident's signature while it happens. */
export class SignatureRecorder {
  readonly #since: EpochMs;
  #last: EpochMs;
  readonly #moves = new Map<string, Move>();

  constructor(since: EpochMs) {
    this.#since = since;
    this.#last = since;
  }

  /** Takes in that a metric was outside its self at `at`; the first time counts, and the greatest strength. */
  record(at: EpochMs, move: Omit<Move, "delayMs">): void {
    this.#last = Math.max(this.#last, at);
    const known = this.#moves.get(moveKey(move));
    if (known === undefined) this.#moves.set(moveKey(move), { ...move, delayMs: Math.max(0, at - this.#since) });
    else if (move.strength > known.strength) this.#moves.set(moveKey(move), { ...known, strength: move.strength });
  }

  signature(now: EpochMs = this.#last): Signature {
    const moves = [...this.#moves.values()].sort((a, b) => a.delayMs - b.delayMs);
    return { moves, spanMs: Math.max(0, now - this.#since) };
  }
}

/** Delays closer than this say nothing about the order. */
const sameTimeMs = 2_000;
const orderWeight = 0.25;

/**
 * How alike two signatures are, 0..1: the cosine of the strengths of what moved (component, metric and direction),
 * less a quarter where what moved in both did so in another order. Of `whole`, only what should have moved by now is
 * compared, so the first seconds of a repeat can match.
 *
 * @param soFar what has happened up to now.
 * @param whole a signature from first move to last.
 * @param weightOf what a move counts, by its `moveKey`; all the same where it is left out.
 */
export function signatureSimilarity(
  soFar: Signature,
  whole: Signature,
  weightOf: (key: string) => number = () => 1,
): number {
  const due = whole.moves.filter((move) => move.delayMs <= soFar.spanMs);
  const known = new Map((due.length > 0 ? due : whole.moves).map((move) => [moveKey(move), move]));
  const common: [Move, Move][] = [];
  let product = 0;
  let power = 0;
  for (const move of soFar.moves) {
    const name = moveKey(move);
    const weight = weightOf(name) ** 2;
    power += weight * move.strength ** 2;
    const other = known.get(name);
    if (other === undefined) continue;
    product += weight * move.strength * other.strength;
    common.push([move, other]);
  }
  let otherPower = 0;
  for (const [name, move] of known) otherPower += (weightOf(name) * move.strength) ** 2;
  if (product === 0) return 0;
  const cosine = product / Math.sqrt(power * otherPower);
  return cosine * (1 - orderWeight * disorder(common));
}

/** The share of pairs, weighed by their strengths, that clearly moved in another order, 0..1. */
function disorder(common: readonly (readonly [Move, Move])[]): number {
  let all = 0;
  let swapped = 0;
  for (const [i, [a, b]] of common.entries())
    for (const [c, d] of common.slice(i + 1)) {
      const here = a.delayMs - c.delayMs;
      const there = b.delayMs - d.delayMs;
      const weight = a.strength * b.strength * c.strength * d.strength;
      all += weight;
      if (Math.min(Math.abs(here), Math.abs(there)) >= sameTimeMs && here > 0 !== there > 0) swapped += weight;
    }
  return all === 0 ? 0 : swapped / all;
}

/** Two signatures of the same thing as one: strengths and delays averaged by `weight` (that of `a`, 0..1). */
export function mergeSignatures(a: Signature, b: Signature, weight: number): Signature {
  const merged = new Map<string, Move>();
  for (const move of a.moves) merged.set(moveKey(move), { ...move, strength: weight * move.strength });
  for (const move of b.moves) {
    const known = merged.get(moveKey(move));
    const strength = (known?.strength ?? 0) + (1 - weight) * move.strength;
    const delayMs = known === undefined ? move.delayMs : weight * known.delayMs + (1 - weight) * move.delayMs;
    merged.set(moveKey(move), { ...move, strength, delayMs });
  }
  const moves = [...merged.values()].filter(({ strength }) => strength >= 0.05);
  moves.sort((x, y) => x.delayMs - y.delayMs);
  return { moves, spanMs: Math.max(a.spanMs, b.spanMs) };
}
