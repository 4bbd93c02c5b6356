import type { ErrorModel } from "../error-model/index.ts";
import type { ShotBatch } from "../shots/index.ts";
import { type ClassChange, type EstimateOptions, estimatePrior } from "./estimate-prior.ts";
import { EventCounts } from "./event-counts.ts";
import { changePrior, type PriorChange, priorChange } from "./prior-change.ts";
import { type DetectorPlace, type PriorClasses, priorClasses } from "./prior-classes.ts";

/** A new prior, and what speaks for it. */
export interface PriorProposal {
  readonly model: ErrorModel;
  /** The difference from the prior in use, small enough to be sent and stored. */
  readonly change: PriorChange;
  readonly shots: number;
  /** What changed, the surest first. */
  readonly changes: readonly ClassChange[];
}

export interface PriorKeeperOptions extends EstimateOptions {
  /** Shots before a proposal or a verdict; 2,000 by default. */
  readonly minimumShots?: number;
  /** Where detectors are, if the model has no coordinates. */
  readonly placeOf?: ((detector: number) => DetectorPlace) | undefined;
}

/** What the shots since the adoption say of the adopted prior. */
export type PriorVerdict = "waiting" | "confirmed" | "worse";

/** How many times likelier one prior must make what was seen, as a logarithm, before it is believed. */
const verdictLimit = 10;

/**
 * Keeps a decoder's prior true to the stream: counts detection events, proposes a new prior where drift is sure, and after
 * its adoption compares both on shots that neither was made from, so that a wrong one can be undone.
 */
export class PriorKeeper {
  #current: PriorClasses;
  #before: PriorClasses | undefined;
  #counts: EventCounts;
  readonly #options: PriorKeeperOptions;

  constructor(model: ErrorModel, options: PriorKeeperOptions = {}) {
    this.#options = options;
    this.#current = priorClasses(model, options.placeOf);
    this.#counts = new EventCounts(this.#current.graph);
  }

  /** The prior in use. */
  get model(): ErrorModel {
    return this.#current.model;
  }

  /** Shots since the last adoption, undoing or `forget`. */
  get shots(): number {
    return this.#counts.shots;
  }

  addShots(batch: ShotBatch): void {
    this.#counts.addShots(batch);
  }

  /** Counts from here on; for when it is known that something has just changed. */
  forget(): void {
    this.#counts.fade(0);
  }

  /** A new prior where drift is sure; undefined where there is none, or too few shots. */
  propose(): PriorProposal | undefined {
    if (this.#counts.shots < this.#minimumShots) return undefined;
    const estimate = estimatePrior(this.#current, this.#counts, this.#options);
    const { model, changes, shots } = estimate;
    if (!changes.some(({ certainty }) => certainty > 0.99)) return undefined;
    return { model, change: priorChange(this.#current, estimate), changes, shots };
  }

  /** Decodes by a changed prior from here on; what is adopted may come from a proposal of long ago. */
  adopt(change: PriorChange): void {
    this.#before = this.#current;
    const model = changePrior(this.#current, change);
    this.#current = priorClasses(model, this.#options.placeOf);
    this.#counts = new EventCounts(this.#current.graph);
  }

  /** How the prior in use does against the one before it, on the shots since; "worse" calls for `undo`. */
  review(): PriorVerdict {
    if (this.#before === undefined || this.#counts.shots < this.#minimumShots) return "waiting";
    const gain = logLikelihood(this.#current, this.#counts) - logLikelihood(this.#before, this.#counts);
    return gain < -verdictLimit ? "worse" : gain > verdictLimit ? "confirmed" : "waiting";
  }

  /** Begins anew with a prior of its own, as if nothing had been seen or adopted. */
  restart(model: ErrorModel): void {
    this.#current = priorClasses(model, this.#options.placeOf);
    this.#before = undefined;
    this.#counts = new EventCounts(this.#current.graph);
  }

  /** Goes back to the prior before the last adoption. */
  undo(): void {
    if (this.#before === undefined) return;
    this.#current = this.#before;
    this.#before = undefined;
    this.#counts = new EventCounts(this.#current.graph);
  }

  get #minimumShots(): number {
    return this.#options.minimumShots ?? 2000;
  }
}

/**
 * How likely a prior makes the counts, as a sum over detectors and edges as if they were independent (a composite
 * likelihood). Both priors have the same edges, as a new one only adds errors to edges that there are.
 */
function logLikelihood({ graph, logMean, logBoth }: PriorClasses, counts: EventCounts): number {
  const term = (events: number, probability: number) => {
    const p = Math.min(Math.max(probability, 1e-9), 1 - 1e-9);
    return events * Math.log(p) + (counts.shots - events) * Math.log1p(-p);
  };
  const rate = (log: number) => (1 - Math.exp(log)) / 2;
  let total = 0;
  for (let d = 0; d < graph.detectors; d++) total += term(counts.single[d]!, rate(logMean[d]!));
  for (let e = 0; e < graph.edges; e++) {
    const i = graph.edgeFrom[e]!;
    const j = graph.edgeTo[e]!;
    if (j === graph.detectors) continue;
    const odd = rate(logMean[i]! + logMean[j]! - 2 * logBoth[e]!);
    total += term(counts.both[e]!, (rate(logMean[i]!) + rate(logMean[j]!) - odd) / 2);
  }
  return total;
}
