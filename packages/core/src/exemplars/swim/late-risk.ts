import { clamp } from "../../kernel/index.ts";
import type { DemandModel } from "./demand-model.ts";
import type { SwimObservation } from "./manager.ts";

/** How far the mean response time of a minute strays from what was expected, as a logarithm. */
const spread = 0.4;

/**
 * How long requests wait because they come and cost unevenly, learned from minutes that were busy but not too busy: the
 * wait beside that of a queue with Poisson arrivals (variability 1).
 */
export class LateRisk {
  #variability = 0.7;
  #weight = 3;

  learn({ busyShares, dimmer, optional, activeServers }: SwimObservation, demand: DemandModel): void {
    if (dimmer < 1 || optional.rate <= 0 || Math.max(...busyShares) > 0.9 || Math.min(...busyShares) < 0.3) return;
    let own = 0;
    let wait = 0;
    for (const [i, use] of busyShares.entries()) {
      const work = demand.optionalWork(demand.served[i]!);
      own += work / activeServers;
      wait += (work * use) / (1 - use) / activeServers;
    }
    const seen = clamp((optional.responseTime - own) / wait, 0.1, 3);
    const weight = wait / 0.1;
    this.#variability = (this.#variability * this.#weight + seen * weight) / (this.#weight + weight);
    this.#weight = Math.min(20, this.#weight + weight);
  }

  /** Mean wait in seconds at a server: that of a queue in balance, or what a minute can build up, whichever is less. */
  wait(work: number, use: number): number {
    if (use <= 0) return 0;
    const balanced = use < 0.999 ? (this.#variability * work * use) / (1 - use) : Number.POSITIVE_INFINITY;
    return Math.min(balanced, 0.5 * Math.sqrt(120 * work * this.#variability));
  }
}

/** How likely a minute is late whose mean response time is expected to be so long: what comes of it is log-logistic. */
export function lateProbability(expectedSeconds: number, limitSeconds: number): number {
  if (expectedSeconds <= 0) return 0;
  return 1 / (1 + Math.exp((-1.7 * Math.log(expectedSeconds / limitSeconds)) / spread));
}
