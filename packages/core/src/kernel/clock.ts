import type { DurationMs, EpochMs } from "./units.ts";

/** Where core learns what time it is. */
export interface Clock {
  now(): EpochMs;
}

/** A clock that stands still until it is moved; replay, rehearsal and tests run on it. */
export class ManualClock implements Clock {
  #now: EpochMs;

  constructor(start: EpochMs = 0) {
    this.#now = start;
  }

  now(): EpochMs {
    return this.#now;
  }

  advance(byMs: DurationMs): void {
    this.#now += byMs;
  }

  set(to: EpochMs): void {
    this.#now = to;
  }
}
