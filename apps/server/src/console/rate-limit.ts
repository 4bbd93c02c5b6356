import type { EpochMs } from "@homeostat/core/kernel";

/** A token bucket: `capacity` at once, `perSecond` in the long run. */
export class RateLimit {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #at: EpochMs;

  constructor(capacity: number, perSecond: number, now: EpochMs) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#at = now;
  }

  /** Takes `cost` tokens; false, and nothing taken, where there are too few. */
  take(now: EpochMs, cost = 1): boolean {
    const elapsed = Math.max(0, now - this.#at);
    this.#tokens = Math.min(this.#capacity, this.#tokens + (elapsed / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }
}
