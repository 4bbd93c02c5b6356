const stepsInMinute = 4;
const stepSeconds = 60 / stepsInMinute;
/** A server works on so many requests at a time; who has waited in its queue for so long leaves unserved. */
const threads = 100;
const patienceSeconds = 10;

/** What comes to one server in a minute; rates in requests a second. */
export interface Inflow {
  /** The rate of the minute before, at which those came who wait at its beginning. */
  readonly before: number;
  readonly rate: number;
  /** By how much the rate grows over the minute. */
  readonly slope: number;
  /** Seconds of work of a request. */
  readonly work: number;
  /** Seconds that a request waits at a use because requests come and cost unevenly. */
  readonly wait: (work: number, use: number) => number;
}

/**
 * One minute of several queues as a fluid: requests flow in and out, what is left over waits, first in first out. Those
 * who leave have spent, all in all, what the queues' lengths add up to over the minute, and what those who waited at its
 * beginning had spent before, without what those who wait at its end have spent so far.
 */
export class FluidMinute {
  #spent = 0;
  #leaving = 0;
  /** Use of the busiest server at its highest, and the work of a request there. */
  highestUse = 0;
  workThere = 0;

  /** Mean seconds from coming to leaving, of those who leave in this minute; 0 for nobody. */
  get responseTime(): number {
    return this.#leaving > 0 ? this.#spent / this.#leaving : 0;
  }

  /** Adds a server at which so many wait; returns how many wait at the end. */
  serve(waiting: number, { before, rate, slope, work, wait }: Inflow): number {
    this.#spent += (waiting * waiting) / (2 * Math.max(0.1, before));
    this.#leaving += waiting;
    for (let step = 0; step < stepsInMinute; step++) {
      const coming = Math.max(0, rate + slope * ((step + 0.5) / stepsInMinute - 0.5));
      const use = coming * work;
      const growth = coming - 1 / work;
      const emptyAfter = growth < 0 ? waiting / -growth : Number.POSITIVE_INFINITY;
      const then = Math.min(waiting + growth * stepSeconds, coming * patienceSeconds + threads);
      this.#spent += emptyAfter < stepSeconds ? (waiting * emptyAfter) / 2 : ((waiting + then) / 2) * stepSeconds;
      this.#spent += coming * stepSeconds * (work + wait(work, use));
      this.#leaving += coming * stepSeconds;
      waiting = Math.max(0, then);
      if (use > this.highestUse) {
        this.highestUse = use;
        this.workThere = work;
      }
    }
    this.#spent -= (waiting * waiting) / (2 * Math.max(0.1, rate));
    this.#leaving -= waiting;
    return waiting;
  }
}
