import { Rng } from "../../kernel/index.ts";
import type { Decoder } from "../decoders/index.ts";
import { createDecoder } from "../decoders/index.ts";
import {
  type ClassChange,
  type PredictedGain,
  predictedGain,
  type PriorChange,
  PriorKeeper,
  type PriorProposal,
} from "../drift/index.ts";
import type { ErrorModel } from "../error-model/index.ts";
import type { ShotBatch } from "../shots/index.ts";
import { type DriftSuspect, driftSuspects } from "./drift-suspects.ts";
import type { MemoryLattice } from "./memory-lattice.ts";

/** A prior that the stream has drifted away from, with the new estimate and what it would be worth. */
export interface Drift {
  readonly change: PriorChange;
  /** Shots that the estimate was made from. */
  readonly shots: number;
  readonly suspects: readonly DriftSuspect[];
  readonly gain: PredictedGain;
}

/** What shots since an adoption say of the prior in use, against the one before it. */
export interface PriorReview {
  readonly verdict: "waiting" | "confirmed" | "worse";
  readonly shots: number;
  /** Shots decoded wrongly with the prior in use, and with the one before; both 0 where nobody knows. */
  readonly mistakes: number;
  readonly mistakesBefore: number;
}

/** Shots between two looks for drift, shots that an estimate rests on, and shots that are pooled where all is well. */
const lookShots = 2048;
const estimateShots = 4096;
const pooledShots = 8192;
/** A new prior that has made no difference in so many shots is kept. */
const patientShots = 20_000;
/** Shots by which a gain is predicted, for each detector of a code: small codes are cheap. */
const gainWork = 1_000_000;

type Phase = "watching" | "measuring" | "proposed" | "reviewing";

/**
 * Watches a decoder's prior over a stream without end. Drift is told only where two stretches of shots agree on it; the
 * estimate is made from the second, which began after the drift did. A prior that was adopted is compared with the one
 * before it, on shots that neither was made from.
 */
export class PriorWatch {
  /** What is wrong with the prior now. */
  drift: Drift | undefined;
  decoder: Decoder;
  /** Counts up whenever the prior is another. */
  version = 0;
  /** The decoder with the prior before, while an adoption is under review. */
  before: Decoder | undefined;
  readonly #keeper: PriorKeeper;
  readonly #lattice: MemoryLattice;
  readonly #gainShots: number;
  #phase: Phase = "watching";
  #hint: readonly ClassChange[] | undefined;
  #review: PriorReview | undefined;
  #lookedAt = 0;

  constructor(model: ErrorModel, lattice: MemoryLattice, detectors: number) {
    this.#keeper = new PriorKeeper(model, { minimumShots: lookShots });
    this.#lattice = lattice;
    this.decoder = createDecoder("matching", model);
    this.#gainShots = Math.max(300, Math.min(8192, Math.floor(gainWork / Math.max(1, detectors))));
  }

  get model(): ErrorModel {
    return this.#keeper.model;
  }

  /** The last adoption's, until the prior changes again. */
  get review(): PriorReview | undefined {
    return this.#review;
  }

  /** Somebody knows that something has just changed: what was counted before is of no use. */
  alert(): void {
    if (this.#phase !== "watching") return;
    this.#keeper.forget();
    this.#hint = undefined;
    this.#begin("measuring");
  }

  /**
   * Counts the next shots, and how many of them were decoded wrongly with the prior in use and the one before.
   * `mistakesBefore` counts only under review.
   */
  add(detectors: ShotBatch, mistakes: number, mistakesBefore: number): void {
    this.#keeper.addShots(detectors);
    const held = this.#review;
    if (this.#phase !== "reviewing" || held === undefined) return;
    this.#review = {
      ...held,
      shots: held.shots + detectors.shots,
      mistakes: held.mistakes + mistakes,
      mistakesBefore: held.mistakesBefore + mistakesBefore,
    };
  }

  /** Says what the shots so far mean, where they are enough. */
  judge(): void {
    if (this.#phase === "reviewing") return this.#compare();
    const needed = this.#phase === "watching" ? lookShots : estimateShots;
    if (this.#keeper.shots - this.#lookedAt < needed) return;
    this.#lookedAt = this.#keeper.shots;
    const proposal = this.#keeper.propose();
    switch (this.#phase) {
      case "watching":
        if (proposal !== undefined) {
          this.#hint = sure(proposal);
          this.#restart("measuring");
        } else if (this.#keeper.shots >= pooledShots) this.#restart("watching");
        break;
      case "measuring":
        if (proposal === undefined || !agree(this.#hint, sure(proposal))) return this.#restart("watching");
        this.#propose(proposal);
        break;
      case "proposed":
        if (proposal === undefined) {
          this.drift = undefined;
          this.#restart("watching");
        } else if (isAboutOthers(this.drift, driftSuspects(proposal.changes, this.#lattice))) this.#propose(proposal);
        else this.#restart("proposed");
    }
  }

  /** Decodes by the changed prior from here on. */
  adopt(change: PriorChange): void {
    this.#keeper.adopt(change);
    this.version++;
    this.before = this.decoder;
    this.decoder = createDecoder("matching", this.#keeper.model);
    this.drift = undefined;
    this.#review = { verdict: "waiting", shots: 0, mistakes: 0, mistakesBefore: 0 };
    this.#begin("reviewing");
  }

  /** Goes back to the prior that was given; for what was adopted since, it is to be adopted again. */
  reset(model: ErrorModel): void {
    this.version++;
    this.#keeper.restart(model);
    this.decoder = createDecoder("matching", model);
    this.before = undefined;
    this.drift = undefined;
    this.#review = undefined;
    this.#begin("watching");
  }

  #compare(): void {
    const held = this.#review!;
    const verdict = held.verdict === "worse" ? "worse" : this.#keeper.review();
    this.#review = { ...held, verdict };
    if (verdict === "worse" || (verdict === "waiting" && held.shots < patientShots)) return;
    this.#review = { ...held, verdict: "confirmed" };
    this.before = undefined;
    this.#restart("watching");
  }

  #propose(proposal: PriorProposal): void {
    const { change, shots, changes, model } = proposal;
    const gain = predictedGain(this.model, model, new Rng(1), this.#gainShots);
    this.drift = { change, shots, suspects: driftSuspects(changes, this.#lattice), gain };
    this.#restart("proposed");
  }

  #restart(phase: Phase): void {
    this.#keeper.forget();
    this.#begin(phase);
  }

  #begin(phase: Phase): void {
    this.#phase = phase;
    this.#lookedAt = 0;
  }
}

function sure({ changes }: PriorProposal): ClassChange[] {
  return changes.filter(({ certainty }) => certainty > 0.99);
}

/** Whether two estimates have a class in common that changed the same way; without a first one, the second counts. */
function agree(hint: readonly ClassChange[] | undefined, changes: readonly ClassChange[]): boolean {
  if (hint === undefined) return changes.length > 0;
  const key = ({ sites, span, when, before, now }: ClassChange) => `${sites.join("|")} ${span} ${when} ${now > before}`;
  const known = new Set(hint.map(key));
  return changes.some((change) => known.has(key(change)));
}

function isAboutOthers(drift: Drift | undefined, suspects: readonly DriftSuspect[]): boolean {
  return drift?.suspects[0]?.qubit !== suspects[0]?.qubit;
}
