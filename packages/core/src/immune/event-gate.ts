import type { FloatArena } from "../kernel/index.ts";

/** An alarm speaks for a tenth of what was seen before it, but for no more than this many samples. */
const longestSilence = 400;
const silenceShare = 0.1;
/** Within that time only something this many times as surprising is news. */
const escalation = 2;
/** For this many samples after an alarm, what gets worse is the same episode unfolding. */
const unfolding = 24;
/** Each alarm makes the next one this much harder to raise, until it is forgotten. */
const habituation = 0.2;
/** Habituation fades over this share of what was seen. */
const habituationFade = 0.5;

/**
 * Turns a surprise at each sample into alarms, one for each episode: after an alarm it stays silent for a while
 * unless things get much worse, and a stream that keeps alarming raises its own bar.
 */
export class EventGate {
  readonly #threshold: number;
  readonly #block: Float64Array;
  /** Offset: silent until, surprise of the last alarm, arousal, sample of the last alarm. */
  readonly #s: number;

  static readonly slots = 4;

  constructor(arena: FloatArena, threshold: number) {
    this.#threshold = threshold;
    this.#block = arena.block;
    this.#s = arena.take(EventGate.slots);
  }

  /** Whether this surprise, at this sample of the stream, is an alarm. */
  passes(surprise: number, sample: number): boolean {
    if (!(surprise >= this.#threshold)) return false;
    const block = this.#block;
    const s = this.#s;
    const arousal = block[s + 2]! * Math.exp((block[s + 3]! - sample) / (habituationFade * sample));
    if (surprise < this.#threshold * (1 + habituation * arousal)) return false;
    if (sample < block[s + 3]! + unfolding && block[s + 3]! > 0) {
      block[s + 1] = Math.max(surprise, block[s + 1]!);
      return false;
    }
    if (sample < block[s]! && surprise < escalation * block[s + 1]!) return false;
    block[s] = sample + Math.min(longestSilence, silenceShare * sample);
    block[s + 1] = surprise;
    block[s + 2] = arousal + 1;
    block[s + 3] = sample;
    return true;
  }

  /** Ends the silence: the next surprise is news again. */
  rearm(): void {
    this.#block.fill(0, this.#s, this.#s + EventGate.slots);
  }
}
