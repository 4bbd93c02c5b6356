import type { SwimObservation, SwimPlant } from "./manager.ts";
import type { PlantModel, PlantState } from "./plant-model.ts";
import { periodUtility } from "./utility.ts";

/**
 * What was gained, minute by minute, over leaving the plant as it was set up: its first servers, all the content. What
 * that would have earned is reckoned with the plant's model at the rates that came.
 */
export class HomeAccount {
  #servers = 0;
  #backlog: Float64Array | undefined;
  #gain = 0;

  /** How many servers the plant was set up with. */
  get servers(): number {
    return this.#servers;
  }

  /** Utility by which we are behind; 0 while we are ahead. */
  get arrears(): number {
    return Math.max(0, -this.#gain);
  }

  /** Sees the plant for the first time, or again. */
  meet({ activeServers }: SwimObservation): void {
    if (this.#servers === 0) this.#servers = activeServers;
  }

  /** Adds the last minute. */
  add(observation: SwimObservation, model: PlantModel, served: Float64Array, plant: SwimPlant): void {
    const { revenue, bonus, penalty } = periodUtility(observation, plant);
    const backlog = this.#backlog ?? new Float64Array(plant.maxServers);
    const home: PlantState = { active: this.#servers, bootLeft: -1, served, backlog };
    const { state, prospect } = model.live(home, 1, observation.arrivalRate);
    this.#backlog = state.backlog;
    this.#gain += revenue + bonus + penalty - prospect.utility;
  }
}
