import { type ConsoleState, type Entry, fold } from "@homeostat/core/journal";

export interface Taken {
  readonly state: ConsoleState;
  /** The first entry that does not follow; everything from it on was left out. */
  readonly gapAt: number | undefined;
}

/**
 * Folds what follows `state.seq` and skips what is in it already: an entry that comes twice counts once, and after a gap
 * nothing counts until it is closed.
 *
 * @param watch called with each state on the way
 */
export function takeEntries(
  state: ConsoleState,
  entries: readonly Entry[],
  watch?: (state: ConsoleState) => void,
): Taken {
  let taken = state;
  for (const entry of entries) {
    if (entry.seq <= taken.seq) continue;
    if (entry.seq !== taken.seq + 1) return { state: taken, gapAt: entry.seq };
    taken = fold(taken, entry);
    watch?.(taken);
  }
  return { state: taken, gapAt: undefined };
}
