/** A stretch of rounds with far more detection events than usual, as after a cosmic ray. */
export interface Burst {
  /** The first round of it, and the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  readonly expected: number;
}

export interface BurstOptions {
  /** By how much a burst raises the events of a round; 2 by default. */
  readonly factor?: number;
  /** How sure a burst has to be: ln of the odds; 25 by default, which chance passes about once in 10¹⁰ rounds. */
  readonly limit?: number;
}

/**
 * Finds bursts in the number of detection events of each round. The usual number is followed slowly; against it, a CUSUM
 * (Page, 1954) of the log likelihood ratio of a raised count finds where a burst starts, and the same the other way
 * round where it ends. Counts of a healthy round scatter more than Poisson, since events come in pairs, so each event
 * counts as half a pair.
 */
export class BurstDetector {
  /** Events a round that are usual; follows the stream over about 10⁴ rounds. */
  expected: number;
  round = 0;
  readonly #factor: number;
  readonly #limit: number;
  #rising = 0;
  #falling = 0;
  #from = 0;
  #events = 0;
  #end = 0;
  #eventsAtEnd = 0;
  #isBurst = false;

  constructor(expected: number, { factor = 2, limit = 25 }: BurstOptions = {}) {
    this.expected = expected;
    this.#factor = factor;
    this.#limit = limit;
  }

  /** Whether a burst is on. */
  get isBurst(): boolean {
    return this.#isBurst;
  }

  /** Takes the number of events of the next round; returns a burst when it is over. */
  pushRound(events: number): Burst | undefined {
    const { expected } = this;
    const step = (events * Math.log(this.#factor) - expected * (this.#factor - 1)) / 2;
    const round = this.round++;
    if (!this.#isBurst) {
      this.#rising += step;
      this.#events += events;
      this.expected += (events - expected) * 1e-4;
      if (this.#rising <= 0) {
        this.#rising = 0;
        this.#from = round + 1;
        this.#events = 0;
      } else if (this.#rising >= this.#limit) {
        this.#isBurst = true;
        this.#falling = 0;
        this.#end = round + 1;
        this.#eventsAtEnd = this.#events;
      }
      return undefined;
    }
    this.#events += events;
    this.#falling -= step;
    if (this.#falling <= 0) {
      this.#falling = 0;
      this.#end = round + 1;
      this.#eventsAtEnd = this.#events;
    }
    if (this.#falling < this.#limit) return undefined;
    const burst = {
      from: this.#from,
      to: this.#end,
      events: this.#eventsAtEnd,
      expected: expected * (this.#end - this.#from),
    };
    this.#isBurst = false;
    this.#rising = 0;
    this.#from = round + 1;
    this.#events = 0;
    return burst;
  }
}
