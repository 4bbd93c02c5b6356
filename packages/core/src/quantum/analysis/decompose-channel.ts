import { detectorCount, type Symptoms, xorSymptoms } from "./symptoms.ts";

/** What cannot be told apart in one word any more. */
const mostDetectors = 30;

/**
 * Suggests parts for the errors of one noise channel out of one another: `cases[k]` is what the combination k of the
 * basis errors flips (case 0 is nothing). Errors of one detector are parts, and so are those of two where not both are
 * reached by parts of one. What cannot be put together from these stays whole.
 */
export function decomposeChannel(cases: readonly Symptoms[]): readonly (readonly Symptoms[])[] {
  const masks = detectorMasks(cases);
  if (masks === undefined) return cases.map((c) => [c]);
  const counts = cases.map(detectorCount);
  let singles = 0;
  masks.forEach((mask, k) => {
    if (counts[k] === 1) singles |= mask;
  });
  const pairs = masks.flatMap((mask, k) => (counts[k] === 2 && (mask & ~singles) !== 0 ? [k] : []));

  return cases.map((whole, k) => {
    if (counts[k]! <= 1 || pairs.includes(k)) return [whole];
    const chosen = choosePairs(masks[k]!, singles, pairs, masks, cases);
    if (chosen === undefined) return [whole];
    const parts = chosen.map((pair) => cases[pair]!);
    let rest = chosen.reduce((mask, pair) => mask & ~masks[pair]!, masks[k]!);
    for (let s = 1; s < cases.length && rest !== 0; s++) {
      if (counts[s] !== 1 || (masks[s]! & ~rest) !== 0) continue;
      rest &= ~masks[s]!;
      parts.push(cases[s]!);
    }
    // Parts that reach the same detectors by another observable are no decomposition.
    return parts.reduce(xorSymptoms, whole).length === 0 ? parts : [whole];
  });
}

/** At most two pairs that leave of `goal` only what single detectors reach; undefined where there are none. */
function choosePairs(
  goal: number,
  singles: number,
  pairs: readonly number[],
  masks: readonly number[],
  cases: readonly Symptoms[],
): readonly number[] | undefined {
  if ((goal & ~singles) === 0) return [];
  const inside = pairs.filter((k) => (masks[k]! & ~goal) === 0);
  for (const k of inside) if ((goal & ~(singles | masks[k]!)) === 0) return [k];
  for (const [i, a] of inside.entries())
    for (const b of inside.slice(i + 1))
      if ((masks[a]! & masks[b]!) === 0 && (goal & ~(singles | masks[a]! | masks[b]!)) === 0)
        return isBefore(cases[b]!, cases[a]!) ? [b, a] : [a, b];
  return undefined;
}

function isBefore(a: Symptoms, b: Symptoms): boolean {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]!;
  return a.length < b.length;
}

/** Each case's detectors as bits, or undefined where there are too many. */
function detectorMasks(cases: readonly Symptoms[]): number[] | undefined {
  const bits = new Map<number, number>();
  for (const symptoms of cases) for (const s of symptoms) if (s < 0 && !bits.has(s)) bits.set(s, 1 << bits.size);
  if (bits.size > mostDetectors) return undefined;
  return cases.map((symptoms) => symptoms.reduce((mask, s) => (s < 0 ? mask | bits.get(s)! : mask), 0));
}
