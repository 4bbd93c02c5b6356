import { type Decoder, UnexplainedEvents } from "../decoders/index.ts";
import { AncillaMonitor, type FailingAncilla, type PriorChange } from "../drift/index.ts";
import { countErrorModel, detectorCoordinates, type ErrorModel } from "../error-model/index.ts";
import { bitOf, SetBitScanner, type ShotBatch, shotBatch, sliceShots } from "../shots/index.ts";
import { type DistanceResult, logicalErrorPerRound, type RateEstimate } from "../statistics/index.ts";
import { type LayeredModel, layeredModel } from "../window/index.ts";
import { type LogicalErrorExcess, LogicalErrorWatch } from "./logical-error-watch.ts";
import { siteName } from "./drift-suspects.ts";
import { type Drift, type PriorReview, PriorWatch } from "./prior-watch.ts";
import type { StreamLayout } from "./stream-layout.ts";
import { StreamStatistics } from "./stream-statistics.ts";

export interface ShotStreamOptions {
  /** The error model that the decoder starts from. */
  readonly model: ErrorModel;
  readonly layout: StreamLayout;
  /** Time of one round on the hardware, microseconds. */
  readonly cycleUs: number;
  /** A clock for the decoder's pace, microseconds; without it no pace is told. */
  readonly nowUs?: (() => number) | undefined;
}

/** An ancilla that was named, by its place in the lattice. */
export interface NamedAncilla extends FailingAncilla {
  readonly stabilizer: number;
}

/** An ancilla that fails: detection events a round since it began, what a healthy one has, and for how many rounds. */
export interface AncillaReport {
  readonly qubit: number;
  readonly seen: number;
  readonly expected: number;
  readonly rounds: number;
}

/** What a stream shows of its hardware and of its decoder, as plain data. */
export interface StreamSummary {
  readonly shots: number;
  readonly detectionFraction: number;
  /** A round, over the newest `of` shots; undefined where no observable was told. */
  readonly logicalError: (RateEstimate & { readonly mistakes: number; readonly of: number }) | undefined;
  /** Of the decoder for a round, median, microseconds; undefined until it has warmed up. */
  readonly decodeUs: number | undefined;
  readonly ancillas: readonly AncillaReport[];
  readonly drift: Drift | undefined;
  readonly review: PriorReview | undefined;
  /** Where logical errors are surely more than the prior promises. */
  readonly excess: LogicalErrorExcess | undefined;
}

/** What a stream has counted, as plain data: enough for its rates to go on after a restart. */
export interface ShotCounts {
  readonly shots: number;
  readonly mistakes: number;
  readonly unexplained: number;
  /** Shots whose observables were told. */
  readonly judged: number;
  /** Shots and mistakes of the newest stretches, oldest first. */
  readonly rates: readonly { readonly shots: number; readonly mistakes: number }[];
}

/** Verdicts are reached after every so many shots of a stream, in whatever pieces these come. */
const verdictShots = 64;
/** Shots that rates rest on, those that fractions rest on at least, and those that are kept to be looked at. */
const rateShots = 8192;
const fractionShots = 8192;
const keptShots = 256;
/** Shots before the decoder's time counts: until then it is being compiled and fills its tables. */
const warmUpShots = 1500;
/** An ancilla that was not named again in so many rounds has recovered, or the decoder knows it by now. */
const recoveredRounds = 4000;
/** Layers of a window that the monitor's model must look like. */
const monitoredLayers = 4;

/**
 * A stream of shots without end, decoded as they come: what the decoder makes of them, how it keeps up, and whether the
 * hardware is still what the decoder believes.
 */
export class ShotStream {
  readonly layout: StreamLayout;
  readonly rounds: number;
  readonly detectors: number;
  readonly observables: number;
  readonly prior: PriorWatch;
  readonly statistics: StreamStatistics;
  /** Shots that no combination of the model's errors explains; they are decoded as if nothing had happened. */
  unexplained = 0;
  /** Shots whose observables were told. */
  judged = 0;
  /** The newest shots, oldest first. */
  recent: ShotBatch;
  readonly #given: ErrorModel;
  readonly #logicalErrors: LogicalErrorWatch;
  readonly #nowUs: (() => number) | undefined;
  readonly #events: Int32Array;
  readonly #rates: { shots: number; mistakes: number }[] = [];
  readonly #ancillas = new Map<string, NamedAncilla>();
  #monitor: { readonly model: LayeredModel; readonly monitor: AncillaMonitor; readonly slots: Int32Array } | undefined;
  #unfaded = 0;
  /** Shots decoded here, and not counted before a restart. */
  #decoded = 0;
  /** An ancilla was named since the last verdict. */
  #isAlarmed = false;

  constructor({ model, layout, cycleUs, nowUs }: ShotStreamOptions) {
    const { detectors, observables } = countErrorModel(model);
    this.layout = layout;
    this.rounds = Math.max(1, layout.layers - 1);
    this.detectors = detectors;
    this.observables = observables;
    this.prior = new PriorWatch(model, layout.lattice, detectors);
    this.statistics = new StreamStatistics(layout.places, layout.lattice.stabilizers.length, this.rounds, cycleUs);
    this.recent = shotBatch(detectors, 0);
    this.#given = model;
    this.#logicalErrors = new LogicalErrorWatch(model, detectors, this.rounds);
    this.#nowUs = nowUs;
    this.#events = new Int32Array(detectors + 8);
    this.#watchAncillas();
  }

  /** Logical errors a round over the newest shots by the prior in use; undefined where no observable was told. */
  get logicalError(): StreamSummary["logicalError"] {
    if (this.#rates.length === 0) return undefined;
    const { shots, mistakes } = this.#newest();
    return { ...logicalErrorPerRound(mistakes, shots, this.rounds), mistakes, of: shots };
  }

  /** The same as counts, for comparing distances. */
  result(distance: number): DistanceResult {
    return { distance, rounds: this.rounds, ...this.#newest() };
  }

  /** Whether the decoder's time counts yet. */
  get isWarm(): boolean {
    return this.#nowUs !== undefined && this.#decoded >= warmUpShots;
  }

  get ancillas(): readonly NamedAncilla[] {
    const round = this.#monitor?.monitor.round ?? 0;
    return [...this.#ancillas.values()].filter((named) => round - named.round < recoveredRounds);
  }

  /** What `recount` goes on from. */
  counts(): ShotCounts {
    const { statistics, unexplained, judged } = this;
    const rates = this.#rates.map((stretch) => ({ ...stretch }));
    return { shots: statistics.shots, mistakes: statistics.mistakes, unexplained, judged, rates };
  }

  /** Goes on from what a stream of the same circuit had counted; for one that has taken no shots yet. */
  recount({ shots, mistakes, unexplained, judged, rates }: ShotCounts): void {
    this.statistics.shots = shots;
    this.statistics.mistakes = mistakes;
    this.unexplained = unexplained;
    this.judged = judged;
    this.#rates.push(...rates.map((stretch) => ({ ...stretch })));
  }

  summary(): StreamSummary {
    const { statistics, logicalError, prior, layout } = this;
    const round = this.#monitor?.monitor.round ?? 0;
    return {
      shots: statistics.shots,
      detectionFraction: statistics.detectionFraction,
      logicalError,
      decodeUs: this.isWarm ? statistics.decodeUsPerRound().p50 : undefined,
      ancillas: this.ancillas.map(({ stabilizer, seen, expected, since }) => ({
        qubit: layout.lattice.stabilizers[stabilizer]?.ancilla ?? -1,
        seen,
        expected,
        rounds: round + 1 - since,
      })),
      drift: prior.drift,
      review: prior.review,
      excess: this.#logicalErrors.excess,
    };
  }

  /**
   * Takes the next shots; `observables` is what was read of the logical qubits, where that is known. What comes of them
   * does not depend on the pieces in which they are given.
   *
   * @returns how many were decoded wrongly; 0 where nobody knows
   */
  take(detectors: ShotBatch, observables?: ShotBatch): number {
    let mistakes = 0;
    for (let from = 0; from < detectors.shots; ) {
      const count = Math.min(detectors.shots - from, verdictShots - (this.statistics.shots % verdictShots));
      mistakes += this.#takePart(
        sliceShots(detectors, from, count),
        observables && sliceShots(observables, from, count),
      );
      from += count;
    }
    return mistakes;
  }

  /** Decodes by a changed prior from here on. */
  adopt(change: PriorChange): void {
    this.prior.adopt(change);
    this.#judgeAnew();
    this.#watchAncillas();
  }

  /** Goes back to the prior that the stream began with. */
  reset(): void {
    this.prior.reset(this.#given);
    this.#judgeAnew();
    this.#watchAncillas();
  }

  #takePart(detectors: ShotBatch, observables: ShotBatch | undefined): number {
    const { prior, statistics } = this;
    const { before } = prior;
    const start = this.#nowUs?.() ?? 0;
    const wrong = this.#decode(prior.decoder, detectors, observables, true);
    const decodeUs = ((this.#nowUs?.() ?? 0) - start) / detectors.shots;
    const wrongBefore = before === undefined ? undefined : this.#decode(before, detectors, observables, false);
    const time = this.isWarm ? decodeUs : undefined;
    for (let s = 0; s < detectors.shots; s++) statistics.add(detectors, s, wrong[s] === 1, time);
    const mistakes = sum(wrong);
    this.#count(detectors.shots, mistakes, observables !== undefined);
    this.#keep(detectors);
    if (this.#listen(detectors)) this.#isAlarmed = true;
    prior.add(detectors, mistakes, wrongBefore === undefined ? 0 : sum(wrongBefore));
    if (statistics.shots % verdictShots === 0) this.#judge();
    return mistakes;
  }

  /** Another decoder's mistakes say nothing of this one's. */
  #judgeAnew(): void {
    this.#rates.length = 0;
    this.#logicalErrors.restart();
  }

  #judge(): void {
    if (this.#isAlarmed) this.prior.alert();
    this.#isAlarmed = false;
    this.prior.judge();
    const { mistakes, shots } = this.#newest();
    this.#logicalErrors.judge(mistakes, shots, verdictShots);
  }

  /** Which shots were decoded wrongly. */
  #decode(decoder: Decoder, detectors: ShotBatch, observables: ShotBatch | undefined, counts: boolean): Uint8Array {
    const { prediction } = decoder;
    const wrong = new Uint8Array(detectors.shots);
    const scanner = new SetBitScanner(detectors);
    for (let s = 0; s < detectors.shots; s++) {
      try {
        decoder.decode(this.#events, scanner.scan(s, this.#events));
      } catch (error) {
        if (!(error instanceof UnexplainedEvents)) throw error;
        if (counts) this.unexplained++;
        prediction.fill(0);
      }
      if (observables === undefined) continue;
      for (let o = 0; o < observables.bitsPerShot; o++)
        if (((prediction[o >>> 5]! >>> (o & 31)) & 1) !== bitOf(observables, s, o)) wrong[s] = 1;
    }
    return wrong;
  }

  #newest(): { shots: number; mistakes: number } {
    return this.#rates.reduce((a, b) => ({ shots: a.shots + b.shots, mistakes: a.mistakes + b.mistakes }), {
      shots: 0,
      mistakes: 0,
    });
  }

  #count(shots: number, mistakes: number, isTold: boolean): void {
    this.#decoded += shots;
    this.#unfaded += shots;
    if (this.#unfaded >= fractionShots) {
      this.statistics.fade(0.5);
      this.#unfaded = 0;
    }
    if (!isTold) return;
    this.judged += shots;
    const last = this.#rates.at(-1);
    if (last !== undefined && last.shots < verdictShots) {
      last.shots += shots;
      last.mistakes += mistakes;
    } else this.#rates.push({ shots, mistakes });
    if (this.#newest().shots >= rateShots + verdictShots) this.#rates.shift();
  }

  #keep({ rows, shots, bytesPerShot, bitsPerShot }: ShotBatch): void {
    const from = Math.max(0, shots - keptShots);
    const fresh = rows.slice(from * bytesPerShot, shots * bytesPerShot);
    const kept = Math.min(this.recent.shots, keptShots - (shots - from));
    const old = this.recent.rows.slice((this.recent.shots - kept) * bytesPerShot, this.recent.shots * bytesPerShot);
    const joined = new Uint8Array(old.length + fresh.length);
    joined.set(old);
    joined.set(fresh, old.length);
    this.recent = shotBatch(bitsPerShot, kept + shots - from, joined);
  }

  /** Hands the layers of each shot to the monitor; whether an ancilla was named that was not known. */
  #listen(detectors: ShotBatch): boolean {
    if (this.#monitor === undefined) return false;
    const { model, monitor, slots } = this.#monitor;
    const { layerOf, slotOf } = model;
    const scanner = new SetBitScanner(detectors);
    const layers = model.templateLayers.length;
    let isNew = false;
    for (let s = 0; s < detectors.shots; s++) {
      const count = scanner.scan(s, this.#events);
      for (let layer = 0; layer < layers; layer++) {
        let fired = 0;
        for (let i = 0; i < count; i++)
          if (layerOf[this.#events[i]!] === layer) slots[fired++] = slotOf[this.#events[i]!]!;
        const named = monitor.pushRound(layer, slots, fired);
        if (named === undefined) continue;
        const known = this.ancillas.find(({ site }) => site === named.site);
        if (known === undefined) isNew = true;
        const [x, y] = siteName(named.site).split(",").map(Number);
        const stabilizer = this.layout.lattice.stabilizers.findIndex((at) => at.x === x && at.y === y);
        this.#ancillas.set(named.site, { ...named, since: known?.since ?? named.since, stabilizer });
      }
    }
    return isNew;
  }

  #watchAncillas(): void {
    this.#ancillas.clear();
    this.#monitor = undefined;
    // Without coordinates nobody knows which detectors are of one ancilla.
    const { model } = this.prior;
    if (detectorCoordinates(model).size < this.detectors) return;
    for (const coordinates of detectorCoordinates(model).values()) if (coordinates.length < 2) return;
    const layered = layeredModel(model, monitoredLayers);
    const slots = new Int32Array(this.detectors + 8);
    this.#monitor = { model: layered, monitor: new AncillaMonitor(layered), slots };
  }
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const byte of bytes) total += byte;
  return total;
}
