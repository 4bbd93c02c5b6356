import { Rng, wilsonInterval } from "../../kernel/index.ts";
import { createDecoder } from "../decoders/index.ts";
import { sampledMistakes } from "../drift/index.ts";
import type { ErrorModel } from "../error-model/index.ts";
import { logicalErrorPerRound, type RateEstimate } from "../statistics/index.ts";

/** More logical errors than the prior promises; all figures a round. */
export interface LogicalErrorExcess extends RateEstimate {
  readonly limit: number;
  readonly shots: number;
  readonly mistakes: number;
}

/** Logical errors up to this many times what the prior promises are as they should be. */
const tolerated = 2;
/** Standard deviations of the interval that must lie above the limit: a stream is judged thousands of times an hour. */
const sureDeviations = 4.5;
/** Fewer mistakes than that are never enough to be sure. */
const fewestMistakes = 6;
/** For so many shots a drifted prior may explain an excess, and a new one end it, before it is told. */
const explainedShots = 8192;
/** Shots by which the promise is measured, for each detector of a code: small codes are cheap. */
const promiseWork = 4_000_000;
const mostPromiseShots = 32_768;

/**
 * Sees a stream whose logical errors are surely more than its prior promises. The promise is measured on shots drawn from
 * the prior, where it is first needed, and its own uncertainty counts for the hardware. Once seen, an excess lasts until
 * the rate itself is below the limit; it is told only once it has lasted for longer than a new prior takes.
 */
export class LogicalErrorWatch {
  readonly #model: ErrorModel;
  readonly #shots: number;
  readonly #rounds: number;
  #limit: number | undefined;
  #excess: LogicalErrorExcess | undefined;
  /** Shots since the excess was first seen. */
  #lasted = 0;

  constructor(model: ErrorModel, detectors: number, rounds: number) {
    this.#model = model;
    this.#shots = Math.min(mostPromiseShots, Math.max(256, Math.floor(promiseWork / Math.max(1, detectors))));
    this.#rounds = rounds;
  }

  get excess(): LogicalErrorExcess | undefined {
    return this.#lasted >= explainedShots ? this.#excess : undefined;
  }

  /** Begins anew, for another decoder. */
  restart(): void {
    this.#excess = undefined;
    this.#lasted = 0;
  }

  /** Judges the newest shots whose observables were told, `fresh` of which came since the last time. */
  judge(mistakes: number, shots: number, fresh: number): void {
    const rounds = this.#rounds;
    if (shots === 0 || (this.#excess === undefined && mistakes < fewestMistakes)) return;
    this.#limit ??= this.#measure();
    const lowest = this.#excess === undefined ? wilsonInterval(mistakes, shots, sureDeviations)[0] : mistakes / shots;
    if (lowest <= this.#limit) return this.restart();
    this.#lasted += fresh;
    const { rate: limit } = logicalErrorPerRound(this.#limit * shots, shots, rounds);
    this.#excess = { ...logicalErrorPerRound(mistakes, shots, rounds), limit, shots, mistakes };
  }

  /** The share of shots that may be decoded wrongly. */
  #measure(): number {
    const [mistakes] = sampledMistakes(this.#model, [createDecoder("matching", this.#model)], new Rng(1), this.#shots);
    return Math.min(0.5, tolerated * wilsonInterval(mistakes!, this.#shots)[1]);
  }
}
