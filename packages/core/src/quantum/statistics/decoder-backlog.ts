/** How far a decoder is behind its stream. */
export interface BacklogReport {
  /** Rounds that have come and are not decoded: now, and at worst. */
  readonly rounds: number;
  readonly worstRounds: number;
  /** From the arrival of the last round of a window to its answer, in microseconds. */
  readonly meanLatencyUs: number;
  readonly worstLatencyUs: number;
  /** The fraction of the time in which the decoder worked; above 1 the backlog grows without end. */
  readonly utilisation: number;
}

/**
 * Accounts for the backlog of a decoder: rounds arrive once a cycle, and windows of them are decoded one after the
 * other, each when its last round is there and the one before is done. All times in microseconds.
 */
export class DecoderBacklog {
  /** How long a round of error correction takes; 1.1 µs for superconducting qubits. */
  readonly cycleUs: number;
  #arrived = 0;
  #decoded = 0;
  #freeAtUs = 0;
  #busyUs = 0;
  #windows = 0;
  #totalLatencyUs = 0;
  #worstLatencyUs = 0;
  #worstRounds = 0;
  #rounds = 0;

  constructor(cycleUs = 1.1) {
    this.cycleUs = cycleUs;
  }

  /** `rounds` more rounds came, after which the decoder worked for `workUs` and committed `committed` rounds. */
  push(rounds: number, workUs: number, committed: number): void {
    this.#arrived += rounds;
    const readyAtUs = this.#arrived * this.cycleUs;
    const startUs = Math.max(readyAtUs, this.#freeAtUs);
    this.#freeAtUs = startUs + workUs;
    this.#busyUs += workUs;
    this.#windows++;
    const latencyUs = this.#freeAtUs - readyAtUs;
    this.#totalLatencyUs += latencyUs;
    this.#worstLatencyUs = Math.max(this.#worstLatencyUs, latencyUs);
    this.#decoded += committed;
    // When this window is done, the stream has gone on; a cycle that ends just now has come, whatever rounding says.
    this.#rounds = Math.floor(this.#freeAtUs / this.cycleUs + 1e-6) - this.#decoded;
    this.#worstRounds = Math.max(this.#worstRounds, this.#rounds);
  }

  report(): BacklogReport {
    const elapsedUs = Math.max(this.#arrived * this.cycleUs, 1e-9);
    return {
      rounds: this.#rounds,
      worstRounds: this.#worstRounds,
      meanLatencyUs: this.#windows === 0 ? 0 : this.#totalLatencyUs / this.#windows,
      worstLatencyUs: this.#worstLatencyUs,
      utilisation: this.#busyUs / elapsedUs,
    };
  }
}
