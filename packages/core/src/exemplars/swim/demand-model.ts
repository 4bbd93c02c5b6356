import type { SwimObservation } from "./manager.ts";
import { RidgeRegression } from "./ridge-regression.ts";

/** Busy shares from here on no longer tell the demand: the server was asked for more than it could do. */
const saturatedFrom = 0.97;
/** E-folds of the cache for each request served that are tried. */
const warmingRates = Float64Array.from({ length: 24 }, (_, k) => 1e-5 * 10 ** (k / 8));
/**
 * What whoever sets such a plant up knows of it: seconds of work with optional content, more of it while cold, and without
 * the content; and the requests after which a cache has done the better half of its warming.
 */
const prior = { warm: 0.04, cold: 0.05, low: 0.002, warmingRequests: 2_250 } as const;
/** What it costs a warming rate to be e times the one that was known, in weighted squared busy shares. */
const warmingWeight = 0.5;
/** What it costs each to be twice what was known, likewise. What is seen of cold servers is little, and often saturated. */
const priorWeights = [0.02, 20, 0.02] as const;
/** What was seen fades with this factor a minute. */
const memory = 0.995;

interface Sample {
  readonly served: number;
  readonly optionalRate: number;
  readonly lowRate: number;
  readonly busyShare: number;
  weight: number;
}

/**
 * What a request costs a server, learned while it runs: busy share = rate of optional responses · (warm + cold ·
 * e^(−r · served)) + rate of the others · low. For each warming rate r of a grid the rest is a ridge regression; the r
 * that explains best is taken.
 */
export class DemandModel {
  /** Requests that each server has served, by its number from 0; caches outlive their servers. */
  readonly served: number[] = [];
  warm: number = prior.warm;
  cold: number = prior.cold;
  low: number = prior.low;
  warmingRate = 1 / prior.warmingRequests;
  #samples: Sample[] = [];
  #activeBefore = -1;

  /** Seconds of work of a request with optional content on a server that has served so many. */
  optionalWork(served: number): number {
    return this.warm + this.cold * Math.exp(-this.warmingRate * served);
  }

  /** Learns from one minute. */
  learn({ activeServers, busyShares, optional, low }: SwimObservation): void {
    while (this.served.length < activeServers) this.served.push(0);
    for (const sample of this.#samples) sample.weight *= memory;
    // A server that joined within the minute took its share of the requests for a part of it only.
    const before = this.#activeBefore === -1 ? activeServers : this.#activeBefore;
    this.#activeBefore = activeServers;
    const usual = Math.max(1e-9, ...busyShares.slice(0, before));
    const presence = busyShares.map((share, i) => (i < before ? 1 : Math.min(1, share / usual)));
    const present = presence.reduce((sum, share) => sum + share, 0);
    for (let i = 0; i < activeServers; i++) {
      const optionalRate = (optional.rate * presence[i]!) / present;
      const lowRate = (low.rate * presence[i]!) / present;
      const requests = 60 * (optionalRate + lowRate);
      const busyShare = busyShares[i]!;
      if (before === activeServers && busyShare > 0.02 && busyShare < saturatedFrom) {
        this.#samples.push({ served: this.served[i]! + requests / 2, optionalRate, lowRate, busyShare, weight: 1 });
      }
      this.served[i]! += requests;
    }
    this.#fit();
  }

  #fit(): void {
    let best = Number.POSITIVE_INFINITY;
    for (const rate of warmingRates) {
      const fit = this.#fitAt(rate);
      if (fit.error >= best) continue;
      best = fit.error;
      [this.warm, this.cold, this.low] = fit.work;
      this.warmingRate = rate;
    }
  }

  /** Ridge regression of the three demands at one warming rate, none below zero. */
  #fitAt(rate: number): { work: [number, number, number]; error: number } {
    const center = [prior.warm, prior.cold, prior.low];
    const scale = center.map((value, k) => priorWeights[k]! / value ** 2);
    const regression = new RidgeRegression(center, scale);
    // Busy shares are sums of many requests: their variance grows with the share.
    for (const { served, optionalRate, lowRate, busyShare, weight } of this.#samples) {
      const features = [optionalRate, optionalRate * Math.exp(-rate * served), lowRate];
      regression.add(features, busyShare, (weight * 100) / busyShare);
    }
    const work = regression.solve().map((value) => Math.max(0, value)) as [number, number, number];
    const strayed = Math.log(rate * prior.warmingRequests);
    let error = warmingWeight * strayed ** 2;
    error += center.reduce((sum, value, k) => sum + scale[k]! * (work[k]! - value) ** 2, 0);
    for (const { served, optionalRate, lowRate, busyShare, weight } of this.#samples) {
      const expected = optionalRate * (work[0] + work[1] * Math.exp(-rate * served)) + lowRate * work[2];
      error += ((weight * 100) / busyShare) * (busyShare - expected) ** 2;
    }
    return { work, error };
  }
}
