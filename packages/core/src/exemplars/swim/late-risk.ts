import { clamp } from "../../kernel/index.ts";
import type { DemandModel } from "./demand-model.ts";
import type { SwimObservation } from "./manager.ts";

/** Beyond this use a queue is not in balance within a minute, and its waits tell nothing of its variability. */
const highestUse = 0.97;
/** How far the mean response time of a minute strays from what was expected, as a logarithm: by the model, and at most by the queue. */
const modelError = 0.2;
const largestDeviation = 0.8;

/**
 * How long requests wait because they come and cost unevenly, learned from minutes that were busy but not too busy: the
 * wait beside that of a queue with Poisson arrivals (variability 1).
 */
export class LateRisk {
  #variability = 0.7;
  #weight = 3;

  learn({ busyShares, dimmer, optional, activeServers }: SwimObservation, demand: DemandModel): void {
    if (dimmer < 1 || optional.rate <= 0 || Math.max(...busyShares) > highestUse || Math.min(...busyShares) < 0.3)
      return;
    let own = 0;
    let wait = 0;
    for (const [i, use] of busyShares.entries()) {
      const work = demand.optionalWork(demand.served[i]!);
      own += work / activeServers;
      wait += (work * use) / (1 - use) / activeServers;
    }
    const seen = clamp((optional.responseTime - own) / wait, 0.1, 3);
    const weight = Math.min(3, wait / 0.1);
    this.#variability = (this.#variability * this.#weight + seen * weight) / (this.#weight + weight);
    this.#weight = Math.min(20, this.#weight + weight);
  }

  /** Mean wait in seconds at a server: that of a queue in balance, or what a minute can build up, whichever is less. */
  wait(work: number, use: number): number {
    if (use <= 0) return 0;
    const balanced = use < 0.999 ? (this.#variability * work * use) / (1 - use) : Number.POSITIVE_INFINITY;
    return Math.min(balanced, 0.5 * Math.sqrt(120 * work * this.#variability));
  }

  /**
   * How likely a minute is late whose mean response time is expected to be so long. What comes of it is log-normal: the
   * mean of a queue's waits strays the further the nearer the queue is to full, and the less the more queues there are.
   *
   * @param busiest the busiest server's use and the work of a request there, and how many servers there are
   */
  lateProbability(
    expectedSeconds: number,
    limitSeconds: number,
    { use, work, servers }: { readonly use: number; readonly work: number; readonly servers: number },
  ): number {
    if (expectedSeconds <= 0) return 0;
    const queueing = Math.sqrt((2 * work * this.#variability) / (60 * servers)) / Math.max(0.02, 1 - use);
    const deviation = Math.hypot(modelError, Math.min(largestDeviation, queueing));
    return normalCdf(Math.log(expectedSeconds / limitSeconds) / deviation);
  }
}

/** The standard normal distribution (Page, 1977), within 0.0002. */
function normalCdf(z: number): number {
  return 1 / (1 + Math.exp(-z * (1.5976 + 0.07056 * z * z)));
}
