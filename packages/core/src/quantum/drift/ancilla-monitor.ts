import type { LayeredModel } from "../window/layered-model.ts";
import { type DetectorEvidence, readoutEvidence } from "./readout-evidence.ts";

/** An ancilla whose readout has failed. */
export interface FailingAncilla {
  /** Where it is: the coordinates of its detectors. */
  readonly site: string;
  /** The round in which it was named, and the one from which its events speak of failure. */
  readonly round: number;
  readonly since: number;
  /** Detection events per round at the site from then on, and what a healthy one has. */
  readonly seen: number;
  readonly expected: number;
}

export interface AncillaMonitorOptions {
  /** The readout error that counts as failed, on top of the prior's; 0.12 by default. */
  readonly failedReadout?: number;
  /** How many rounds the whole processor is to run, on average, between two false alarms; 10⁷ by default. */
  readonly roundsBetweenFalseAlarms?: number;
}

/**
 * A sum passes L by chance less often than once in e^L rounds of its site; in fact twenty times less often (measured at
 * distances 3 to 7, p = 0.001 to 0.01, 10⁶ rounds each, with limits so low that they were passed 50 to 3,000 times).
 */
const boundSlack = 20;

/** How many layers are held: one is judged when the layer after it has come. */
const held = 3;

/**
 * Names an ancilla whose readout fails, from the stream alone. Each layer is judged when the next has come, as an event
 * beside it may explain one in it. The log likelihood ratio of a failed against a healthy readout is summed for each
 * site, never below zero, and the first sum to pass a limit is named (Page's CUSUM, 1954).
 */
export class AncillaMonitor {
  readonly sites: readonly string[];
  /** The sum of each site; it names the site at `limit`. */
  readonly sums: Float64Array;
  readonly limit: number;
  round = 0;
  readonly #model: LayeredModel;
  readonly #evidence: readonly DetectorEvidence[];
  /** Per held layer and slot whether it had an event, and its `logEven` with what events beside it add. */
  readonly #fired: Uint8Array;
  readonly #logEven: Float64Array;
  readonly #width: number;
  /** How likely it is that the last readout of each site was wrong, if the ancilla is well and if it fails. */
  readonly #wrongIfWell: Float64Array;
  readonly #wrongIfFailed: Float64Array;
  readonly #since: Int32Array;
  readonly #events: Int32Array;
  #judged = 0;

  constructor(model: LayeredModel, options: AncillaMonitorOptions = {}) {
    const { failedReadout = 0.12, roundsBetweenFalseAlarms = 1e7 } = options;
    this.#model = model;
    this.#evidence = readoutEvidence(model, failedReadout);
    this.sites = [...new Set(model.sites)];
    const n = this.sites.length;
    this.limit = Math.log((n * roundsBetweenFalseAlarms) / boundSlack);
    this.sums = new Float64Array(n);
    this.#width = model.templateLayers.reduce((most, layer) => Math.max(most, layer.length), 0);
    this.#fired = new Uint8Array(held * this.#width);
    this.#logEven = new Float64Array(held * this.#width);
    this.#wrongIfWell = new Float64Array(n);
    this.#wrongIfFailed = new Float64Array(n);
    this.#since = new Int32Array(n);
    this.#events = new Int32Array(n);
  }

  /**
   * Takes the next layer of the stream: the first `count` of `slots` had an event. Returns the ancilla that is named in
   * this round, whose sum then starts again.
   */
  pushRound(layer: number, slots: Int32Array, count: number): FailingAncilla | undefined {
    if (layer === 0) this.#expect(0);
    if (layer + 1 < this.#model.layers) this.#expect(layer + 1);
    const detectors = this.#detectorsOf(layer);
    const base = this.#rowOf(layer);
    for (let i = 0; i < count; i++) {
      const slot = slots[i]!;
      this.#fired[base + slot] = 1;
      const { places, shifts } = this.#evidence[detectors[slot]!]!.reach;
      for (let k = 0; k < shifts.length; k++)
        this.#logEven[this.#rowOf(layer + places[2 * k]!) + places[2 * k + 1]!]! += shifts[k]!;
    }
    let named = layer > 0 ? this.#judge(layer - 1) : undefined;
    if (layer + 1 === this.#model.layers) named = this.#judge(layer) ?? named;
    this.round++;
    return named;
  }

  #detectorsOf(layer: number): readonly number[] {
    return this.#model.templateLayers[this.#model.templateLayer(layer, 1)]!;
  }

  #rowOf(layer: number): number {
    return (layer % held) * this.#width;
  }

  /** Makes room for a layer that is to come. */
  #expect(layer: number): void {
    const detectors = this.#detectorsOf(layer);
    const base = this.#rowOf(layer);
    for (let slot = 0; slot < detectors.length; slot++) {
      this.#fired[base + slot] = 0;
      this.#logEven[base + slot] = this.#evidence[detectors[slot]!]!.logEven;
    }
  }

  /** Adds what a layer says to the sums. A site that passes the limit while another is named is named a round later. */
  #judge(layer: number): FailingAncilla | undefined {
    const detectors = this.#detectorsOf(layer);
    const base = this.#rowOf(layer);
    const { sums } = this;
    let named: FailingAncilla | undefined;
    for (let slot = 0; slot < detectors.length; slot++) {
      const { site, wrong, wrongBefore, rate } = this.#evidence[detectors[slot]!]!;
      const fired = this.#fired[base + slot]!;
      const even = Math.exp(this.#logEven[base + slot]!);
      const beforeIfWell = wrongBefore === undefined ? this.#wrongIfWell[site]! : wrongBefore.ifWell;
      const beforeIfFailed = wrongBefore === undefined ? this.#wrongIfFailed[site]! : wrongBefore.ifFailed;
      // How likely all but the readout now makes an event; then that with it.
      const restIfWell = (1 - even * (1 - 2 * beforeIfWell)) / 2;
      const restIfFailed = (1 - even * (1 - 2 * beforeIfFailed)) / 2;
      const ifWell = likelihood(fired, restIfWell, wrong.ifWell);
      const ifFailed = likelihood(fired, restIfFailed, wrong.ifFailed);
      const sum = sums[site]! + Math.log(ifFailed / ifWell);
      const wrongNow = (wrong.ifWell * (fired === 1 ? 1 - restIfWell : restIfWell)) / ifWell;
      this.#wrongIfWell[site] = wrongNow;
      if (sum <= 0) {
        this.#restart(site);
        continue;
      }
      this.#wrongIfFailed[site] = (wrong.ifFailed * (fired === 1 ? 1 - restIfFailed : restIfFailed)) / ifFailed;
      this.#events[site]! += fired;
      sums[site] = sum;
      if (sum < this.limit || named !== undefined) continue;
      const since = this.#since[site]!;
      const seen = this.#events[site]! / (this.#judged + 1 - since);
      named = { site: this.sites[site]!, round: this.round, since, seen, expected: rate };
      this.#restart(site);
    }
    this.#judged++;
    return named;
  }

  /** Takes a site as well up to here. */
  #restart(site: number): void {
    this.sums[site] = 0;
    this.#since[site] = this.#judged + 1;
    this.#events[site] = 0;
    this.#wrongIfFailed[site] = this.#wrongIfWell[site]!;
  }
}

/** How likely it is that exactly one of two things happens (1), or none or both (0). */
function likelihood(fired: number, p: number, q: number): number {
  const odd = p + q - 2 * p * q;
  return Math.max(fired === 1 ? odd : 1 - odd, 1e-9);
}
