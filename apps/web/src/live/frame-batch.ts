/**
 * Collects what comes in and hands it on once a frame, before it is painted; in a hidden page, which has no frames, a few
 * times a second.
 */
export class FrameBatch<T> {
  readonly #take: (items: readonly T[]) => void;
  #items: T[] = [];
  #isDue = false;

  constructor(take: (items: readonly T[]) => void) {
    this.#take = take;
  }

  push(item: T): void {
    this.#items.push(item);
    if (this.#isDue) return;
    this.#isDue = true;
    if (document.hidden) setTimeout(this.#flush, 250);
    else requestAnimationFrame(this.#flush);
  }

  /** Forgets what was not handed on. */
  clear(): void {
    this.#items = [];
  }

  readonly #flush = (): void => {
    this.#isDue = false;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#take(items);
  };
}
