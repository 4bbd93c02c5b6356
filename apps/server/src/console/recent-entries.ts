import type { Entry } from "@homeostat/core/journal";

/** The newest entries, for browsers that were away for a moment. */
export class RecentEntries {
  readonly #capacity: number;
  #entries: Entry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  add(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    // Cut in halves, so that most additions cut nothing.
    if (this.#entries.length > 2 * this.#capacity) this.#entries = this.#entries.slice(-this.#capacity);
  }

  /** What followed `since`; undefined where that is too long ago, or is not in this journal's future. */
  after(since: number, newest: number): readonly Entry[] | undefined {
    const missed = newest - since;
    if (missed < 0 || missed > Math.min(this.#capacity, this.#entries.length)) return undefined;
    return missed === 0 ? [] : this.#entries.slice(-missed);
  }
}
