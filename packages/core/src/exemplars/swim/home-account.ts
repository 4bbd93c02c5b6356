import type { SwimObservation, SwimPlant } from "./manager.ts";
import type { PlantModel, PlantState } from "./plant-model.ts";
import { periodUtility } from "./utility.ts";

/** A rate from this share on of one at which the plant as it was set up was late is held to be too much for it. */
const nearlyTooMuch = 0.95;

/**
 * What was gained, minute by minute, over leaving the plant as it was set up: its first servers, all the content. What
 * that would have earned is reckoned with the plant's model at the rates that came; what was seen of it goes before.
 */
export class HomeAccount {
  #servers = 0;
  #backlog: Float64Array | undefined;
  #gain = 0;
  /** The lowest rate at which the first servers were seen to be late. */
  #lateFrom = Number.POSITIVE_INFINITY;
  #wasLate = false;
  #rateBefore = 0;

  /** How many servers the plant was set up with. */
  get servers(): number {
    return this.#servers;
  }

  /** Utility by which we are behind; 0 while we are ahead. */
  get arrears(): number {
    return Math.max(0, -this.#gain);
  }

  /** Whether the plant as it was set up is held to bear a rate. */
  bears(rate: number): boolean {
    return rate < nearlyTooMuch * this.#lateFrom;
  }

  /** Sees the plant for the first time, or again. */
  meet({ activeServers }: SwimObservation): void {
    if (this.#servers === 0) this.#servers = activeServers;
  }

  /** Adds the last minute. */
  add(observation: SwimObservation, model: PlantModel, served: Float64Array, plant: SwimPlant): void {
    const { arrivalRate, activeServers, dimmer, responseTime } = observation;
    const isLate = responseTime > plant.responseTimeLimit;
    const hasFirstServers = activeServers === this.#servers;
    // Late with them and no more than all the content; what waits from the minute before proves nothing.
    if (hasFirstServers && isLate && !this.#wasLate) {
      this.#lateFrom = Math.min(this.#lateFrom, Math.max(arrivalRate, this.#rateBefore));
    }
    this.#wasLate = isLate;
    this.#rateBefore = arrivalRate;

    const backlog = this.#backlog ?? new Float64Array(plant.maxServers);
    const home: PlantState = { active: this.#servers, bootLeft: -1, served, backlog };
    const { state, prospect } = model.live(home, 1, arrivalRate);
    this.#backlog = state.backlog;
    if (hasFirstServers && observation.servers === activeServers && dimmer === 1) return;
    const own = sumOf(observation, plant);
    const late = sumOf({ ...observation, responseTime: Number.POSITIVE_INFINITY }, plant);
    this.#gain += own - (this.bears(arrivalRate) ? prospect.utility : late);
  }
}

function sumOf(period: SwimObservation, plant: SwimPlant): number {
  const { revenue, bonus, penalty } = periodUtility(period, plant);
  return revenue + bonus + penalty;
}
