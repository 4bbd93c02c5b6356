import type { SwimObservation, SwimPlant } from "./manager.ts";
import { periodUtility } from "./utility.ts";

/** Below this use of its busiest server the plant as it was set up is held to answer in time. */
const bearableUse = 0.95;
/** Old gains and losses count less, by this factor a minute. */
const memory = 0.98;

/** What was gained, minute by minute, over leaving the plant as it was set up: its first servers, with all the content. */
export class HomeAccount {
  #gain = 0;

  /** Utility by which we are behind; 0 while we are ahead. */
  get arrears(): number {
    return Math.max(0, -this.#gain);
  }

  /**
   * Adds a minute. One that would have been too much for the plant as it was set up proves nothing: what it would have
   * earned then is not known. Neither does one with no fewer servers and all the content: more caution is no answer to
   * what caution costs.
   *
   * @param homeUse of its busiest server at the rate that came
   */
  add(observation: SwimObservation, homeServers: number, homeUse: number, plant: SwimPlant): void {
    this.#gain *= memory;
    const isInsured = observation.activeServers >= homeServers && observation.dimmer === 1;
    if (homeUse > bearableUse || (isInsured && observation.responseTime <= plant.responseTimeLimit)) return;
    const home = { ...observation, servers: homeServers, dimmer: 1, responseTime: 0 };
    this.#gain += sumOf(observation, plant) - sumOf(home, plant);
  }
}

function sumOf(period: SwimObservation, plant: SwimPlant): number {
  const { revenue, bonus, penalty } = periodUtility(period, plant);
  return revenue + bonus + penalty;
}
