import type { ArrivalModel, Load } from "./arrival-model.ts";
import type { DemandModel } from "./demand-model.ts";
import { lateProbability, type LateRisk } from "./late-risk.ts";
import type { SwimPlant } from "./manager.ts";
import { periodUtility } from "./utility.ts";

export type ServerMove = "keep" | "add" | "remove";

/** What a manager does in one minute. */
export interface Plan {
  readonly move: ServerMove;
  readonly dimmer: number;
}

/** The plant as it is thought to be. */
export interface PlantState {
  readonly active: number;
  /** Minutes until a server that boots takes requests; −1 for none. */
  readonly bootLeft: number;
  /** Requests that each server has served, and seconds of work that wait at it; by its number from 0. */
  readonly served: Float64Array;
  readonly backlog: Float64Array;
}

/** What is expected of one course of events. */
export interface Prospect {
  readonly utility: number;
  /** The part of it that late minutes cost. */
  readonly lateLoss: number;
}

type MutableState = { -readonly [K in keyof PlantState]: PlantState[K] };

const stepsInMinute = 4;
const stepSeconds = 60 / stepsInMinute;
/** Use of the busiest server above which the usual manager dims, adds a server, and below which it removes one. */
const dimAt = 0.9;
const addAt = 0.85;
const removeAt = 0.72;

/** What is learned of the plant: how requests come, what they cost, and how unevenly. */
export interface Beliefs {
  readonly arrivals: ArrivalModel;
  readonly demand: DemandModel;
  readonly risk: LateRisk;
}

/** Plays the coming minutes through in a fluid model of the plant: work flows in and out, what is left over waits. */
export class PlantModel {
  readonly #beliefs: Beliefs;
  readonly #plant: SwimPlant;
  readonly #bootMinutes: number;

  constructor(beliefs: Beliefs, plant: SwimPlant) {
    this.#beliefs = beliefs;
    this.#plant = plant;
    this.#bootMinutes = Math.ceil(plant.bootSeconds / 60);
  }

  /** Seconds of work of a mean request. */
  work(served: number, dimmer: number): number {
    const { demand } = this.#beliefs;
    return dimmer * demand.optionalWork(served) + (1 - dimmer) * demand.low;
  }

  /** What leads to so many servers with all the content, and stays there. */
  homePlan({ active, bootLeft }: PlantState, servers: number): Plan {
    const coming = active + (bootLeft >= 0 ? 1 : 0);
    if (coming > servers) return { move: "remove", dimmer: 1 };
    return { move: coming < servers && bootLeft < 0 ? "add" : "keep", dimmer: 1 };
  }

  /** Lives one minute at an even rate: what is expected of it, and the plant as it is then. */
  live(before: PlantState, dimmer: number, rate: number): { readonly state: PlantState; readonly prospect: Prospect } {
    const state = copyOf(before);
    const prospect = this.#liveMinute(state, dimmer, rate, rate, rate);
    return { state, prospect };
  }

  /**
   * Follows a plan for its minute, and a rule after it, along one course of rates.
   *
   * @param course requests a second in each minute; the last one is only looked at for the slope
   * @param home go to so many servers with all the content and stay there; else a plain threshold rule follows the plan
   */
  rollOut(start: PlantState, course: Float64Array, plan: Plan, home?: number): Prospect {
    const state = copyOf(start);
    const ruleAt = (load: Load) => (home === undefined ? this.#usualPlan(state, load) : this.homePlan(state, home));
    let load: Load = this.#beliefs.arrivals;
    let utility = 0;
    let lateLoss = 0;
    for (let minute = 0; minute < course.length - 1; minute++) {
      const { move, dimmer } = minute === 0 ? plan : ruleAt(load);
      this.#apply(state, move);
      const prospect = this.#liveMinute(state, dimmer, load.rate, course[minute]!, course[minute + 1]!);
      utility += prospect.utility;
      lateLoss += prospect.lateLoss;
      if (state.bootLeft > 0) state.bootLeft--;
      load = this.#beliefs.arrivals.after(load, course[minute]!);
    }
    return { utility, lateLoss };
  }

  #apply(state: MutableState, move: ServerMove): void {
    if (move === "add") state.bootLeft = this.#bootMinutes;
    if (move === "remove") {
      if (state.bootLeft >= 0) state.bootLeft = -1;
      else state.active--;
    }
    if (state.bootLeft === 0) {
      state.bootLeft = -1;
      state.backlog[state.active] = 0;
      state.active++;
    }
  }

  #usualPlan(state: PlantState, load: Load): Plan {
    return { move: this.#usualMove(state, load), dimmer: this.#usualDimmer(state, load) };
  }

  #usualMove({ active, bootLeft, served }: PlantState, load: Load): ServerMove {
    if (bootLeft >= 0) return "keep";
    const ahead = this.#beliefs.arrivals.forecast(this.#bootMinutes + 1, load);
    if (active < this.#plant.maxServers && this.#use(served, active, ahead, 1) > addAt) return "add";
    if (active > 1 && this.#use(served, active - 1, Math.max(load.rate, ahead), 1) < removeAt) return "remove";
    return "keep";
  }

  #usualDimmer({ active, bootLeft, served, backlog }: PlantState, load: Load): number {
    const ahead = this.#beliefs.arrivals.forecast(1, load);
    let waits = 0;
    for (let i = 0; i < active; i++) waits = Math.max(waits, backlog[i]! / 60);
    const soon = active + (bootLeft === 0 ? 1 : 0);
    const steps = this.#plant.dimmerLevels - 1;
    for (let level = steps; level > 0; level--) {
      if (this.#use(served, soon, ahead, level / steps) + waits <= dimAt) return level / steps;
    }
    return 0;
  }

  /** The busiest server's use at a rate. */
  #use(served: Float64Array, active: number, rate: number, dimmer: number): number {
    let most = 0;
    for (let i = 0; i < active; i++) most = Math.max(most, (rate / active) * this.work(served[i]!, dimmer));
    return most;
  }

  #liveMinute(state: PlantState, dimmer: number, before: number, rate: number, after: number): Prospect {
    const { active, served, backlog } = state;
    const slope = (after - before) / 2;
    let time = 0;
    let requests = 0;
    for (let step = 0; step < stepsInMinute; step++) {
      const each = Math.max(0, rate + slope * ((step + 0.5) / stepsInMinute - 0.5)) / active;
      for (let i = 0; i < active; i++) {
        const work = this.work(served[i]!, dimmer);
        const use = each * work;
        const waiting = backlog[i]!;
        const left = Math.max(0, waiting + (use - 1) * stepSeconds);
        backlog[i] = left;
        served[i]! += each * stepSeconds;
        time += each * ((waiting + left) / 2 + work + this.#beliefs.risk.wait(work, use));
        requests += each;
      }
    }
    const late = requests > 0 ? lateProbability(time / requests, this.#plant.responseTimeLimit) : 0;
    const period = { arrivalRate: rate, dimmer, servers: active + (state.bootLeft >= 0 ? 1 : 0), responseTime: 0 };
    const { revenue, bonus } = periodUtility(period, this.#plant);
    const { penalty } = periodUtility({ ...period, responseTime: Number.POSITIVE_INFINITY }, this.#plant);
    const lateLoss = late * (revenue + bonus - penalty);
    return { utility: revenue + bonus - lateLoss, lateLoss };
  }
}

function copyOf(state: PlantState): MutableState {
  return { ...state, served: state.served.slice(), backlog: state.backlog.slice() };
}
