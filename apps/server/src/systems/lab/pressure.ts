/** How long one burst of burning is, milliseconds. */
const burstMs = 20;
const leakEveryMs = 250;

/** Real pressure on this process: burns its processor, and holds memory that nothing needs. */
export class Pressure {
  readonly #held: Buffer[] = [];
  #cpuShare = 0;
  #isBurning = false;
  #leakBytesPerSecond = 0;
  #leaking: NodeJS.Timeout | undefined;

  set({ cpuShare, leakBytesPerSecond }: { readonly cpuShare: number; readonly leakBytesPerSecond: number }): void {
    // A process that burns all of its time could not even be told to stop.
    this.#cpuShare = Math.min(0.97, cpuShare);
    if (this.#cpuShare > 0 && !this.#isBurning) this.#burn();
    this.#leakBytesPerSecond = leakBytesPerSecond;
    if (leakBytesPerSecond > 0) this.#leaking ??= setInterval(() => this.#leak(), leakEveryMs);
    else {
      clearInterval(this.#leaking);
      this.#leaking = undefined;
    }
  }

  /** Lets go of all that is held. */
  release(): void {
    this.#held.length = 0;
    (globalThis as { gc?: () => void }).gc?.();
  }

  #burn(): void {
    this.#isBurning = this.#cpuShare > 0;
    if (!this.#isBurning) return;
    const until = performance.now() + this.#cpuShare * burstMs;
    while (performance.now() < until);
    setTimeout(() => this.#burn(), (1 - this.#cpuShare) * burstMs);
  }

  #leak(): void {
    // Filled, so that the pages are really there.
    this.#held.push(Buffer.alloc(Math.ceil((this.#leakBytesPerSecond * leakEveryMs) / 1_000), 1));
  }
}
