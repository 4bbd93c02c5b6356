import type { FlatError } from "../error-model/index.ts";
import type { LayeredModel } from "../window/layered-model.ts";

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
  /** How many rounds the whole processor is to run, on average, between two false alarms; 2·10⁷ by default. */
  readonly roundsBetweenFalseAlarms?: number;
}

/**
 * A sum passes L by chance less often than once in e^L rounds of its site; in fact fifty times less often (measured at
 * distances 3 and 5, p = 0.001 to 0.01, 10⁶ rounds each).
 */
const boundSlack = 50;

/** ln of the odds of failed against healthy for an event (1) or none (0), after none, an event, or nothing known. */
interface Evidence {
  readonly after: readonly [Float64Array, Float64Array, Float64Array];
  readonly rate: number;
}

/**
 * Names an ancilla whose readout fails, from the stream alone. A wrong readout causes events in two rounds in a row, so
 * each event is judged by what its site did in the round before: the log likelihood ratio of a failed against a healthy
 * readout is summed for each site, never below zero, and the first to pass a limit is named (Page's CUSUM, 1954).
 */
export class AncillaMonitor {
  readonly sites: readonly string[];
  /** The sum of each site; it names the site at `limit`. */
  readonly sums: Float64Array;
  readonly limit: number;
  round = 0;
  readonly #model: LayeredModel;
  readonly #siteOf: Int32Array;
  readonly #evidence: readonly Evidence[];
  /** What each site did in the round before: 0, 1, or 2 for not known. */
  readonly #before: Uint8Array;
  readonly #isActive: Uint8Array;
  readonly #since: Int32Array;
  readonly #events: Int32Array;

  constructor(model: LayeredModel, options: AncillaMonitorOptions = {}) {
    const { failedReadout = 0.12, roundsBetweenFalseAlarms = 2e7 } = options;
    this.#model = model;
    this.sites = [...new Set(model.sites)];
    const index = new Map(this.sites.map((site, i) => [site, i]));
    this.#siteOf = Int32Array.from(model.sites, (site) => index.get(site)!);
    const n = this.sites.length;
    this.limit = Math.log((n * roundsBetweenFalseAlarms) / boundSlack);
    this.sums = new Float64Array(n);
    this.#before = new Uint8Array(n).fill(2);
    this.#isActive = new Uint8Array(n);
    this.#since = new Int32Array(n);
    this.#events = new Int32Array(n);
    this.#evidence = evidenceOf(model, failedReadout);
  }

  /**
   * Takes the next layer of the stream: the first `count` of `slots` had an event. Returns the ancilla that is named in
   * this round, whose sum then starts again.
   */
  pushRound(layer: number, slots: Int32Array, count: number): FailingAncilla | undefined {
    const template = this.#model.templateLayer(layer, 1);
    const detectors = this.#model.templateLayers[template]!;
    const active = this.#isActive;
    const before = this.#before;
    const { sums } = this;
    if (template === 0) before.fill(2);
    for (let i = 0; i < count; i++) active[slots[i]!] = 1;
    let named: FailingAncilla | undefined;
    for (let slot = 0; slot < detectors.length; slot++) {
      const d = detectors[slot]!;
      const site = this.#siteOf[d]!;
      const fired = active[slot]!;
      active[slot] = 0;
      const { after, rate } = this.#evidence[d]!;
      const sum = sums[site]! + after[before[site]!]![fired]!;
      before[site] = fired;
      if (sum <= 0) {
        sums[site] = 0;
        this.#since[site] = this.round + 1;
        this.#events[site] = 0;
        continue;
      }
      this.#events[site]! += fired;
      sums[site] = sum;
      if (sum < this.limit || named !== undefined) continue;
      const since = this.#since[site]!;
      const seen = this.#events[site]! / (this.round + 1 - since);
      named = { site: this.sites[site]!, round: this.round, since, seen, expected: rate };
      sums[site] = 0;
      this.#since[site] = this.round + 1;
      this.#events[site] = 0;
    }
    this.round++;
    return named;
  }
}

function evidenceOf(model: LayeredModel, failedReadout: number): Evidence[] {
  const { templateLayers, layerOf, sites, errors } = model;
  const detectors = layerOf.length;
  const earlier = new Int32Array(detectors).fill(-1);
  const later = new Int32Array(detectors).fill(-1);
  const last = new Map<string, number>();
  for (const layer of templateLayers) {
    for (const d of layer) {
      const e = last.get(sites[d]!);
      if (e !== undefined && layerOf[e] === layerOf[d]! - 1) {
        earlier[d] = e;
        later[e] = d;
      }
      last.set(sites[d]!, d);
    }
  }
  const { logMean, logBoth } = moments(errors, earlier);
  const wrong = Math.log1p(-2 * failedReadout);
  return Array.from({ length: detectors }, (_, d): Evidence => {
    const e = earlier[d]!;
    // The first and the last detector of a site compare one readout of its ancilla; all others two.
    const readouts = (x: number) => (earlier[x] === -1 || later[x] === -1 ? 1 : 2);
    const healthyMean = logMean[d]!;
    const failedMean = healthyMean + readouts(d) * wrong;
    const rate = (1 - Math.exp(healthyMean)) / 2;
    const none = oddsOf(healthyMean, failedMean);
    if (e === -1) return { after: [none, none, none], rate };
    const failedBefore = logMean[e]! + readouts(e) * wrong;
    const healthy = conditional(logMean[e]!, healthyMean, logBoth[d]!);
    const failed = conditional(failedBefore, failedMean, logBoth[d]! + wrong);
    const odds = (k: 0 | 1) =>
      Float64Array.of(Math.log((1 - failed[k]) / (1 - healthy[k])), Math.log(failed[k] / healthy[k]));
    return { after: [odds(0), odds(1), none], rate };
  });
}

function oddsOf(healthyMean: number, failedMean: number): Float64Array {
  return Float64Array.of(
    Math.log((1 + Math.exp(failedMean)) / (1 + Math.exp(healthyMean))),
    Math.log((1 - Math.exp(failedMean)) / Math.max(1 - Math.exp(healthyMean), 1e-9)),
  );
}

/** The probability of an event after none, and after one, from the means of (−1)^event; kept within 1e-6..1 − 1e-6. */
function conditional(logBefore: number, logNow: number, logBoth: number): readonly [number, number] {
  const before = (1 - Math.exp(logBefore)) / 2;
  const now = (1 - Math.exp(logNow)) / 2;
  const odd = (1 - Math.exp(logBefore + logNow - 2 * logBoth)) / 2;
  const both = (before + now - odd) / 2;
  const keep = (p: number) => Math.min(Math.max(p, 1e-6), 1 - 1e-6);
  return [keep((now - both) / (1 - before)), keep(both / Math.max(before, 1e-9))];
}

/** Per detector ln of the mean of (−1)^event, and Σ ln(1 − 2p) over the errors that also flip its earlier one. */
function moments(errors: readonly FlatError[], earlier: Int32Array): { logMean: Float64Array; logBoth: Float64Array } {
  const logMean = new Float64Array(earlier.length);
  const logBoth = new Float64Array(earlier.length);
  for (const { probability, components } of errors) {
    const term = Math.log1p(-2 * Math.min(probability, 0.49));
    const symptoms = new Set<number>();
    for (const c of components) for (const d of c.detectors) if (!symptoms.delete(d)) symptoms.add(d);
    for (const d of symptoms) {
      logMean[d]! += term;
      if (symptoms.has(earlier[d]!)) logBoth[d]! += term;
    }
  }
  return { logMean, logBoth };
}
