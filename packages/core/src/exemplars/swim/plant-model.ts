import type { ArrivalModel, Load } from "./arrival-model.ts";
import type { DemandModel } from "./demand-model.ts";
import { FluidMinute } from "./fluid-minute.ts";
import type { LateRisk } from "./late-risk.ts";
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
  /** Requests that each server has served, and requests that are at it, beyond the usual; by its number from 0. */
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

/** A rule of thumb for the minutes after the first: the busiest server's use from which it dims, adds, and removes. */
interface Rule {
  readonly dimAt: number;
  readonly addAt: number;
  readonly removeAt: number;
}
const rules: readonly Rule[] = [
  { dimAt: 0.9, addAt: 0.85, removeAt: 0.72 },
  { dimAt: 0.97, addAt: 0.93, removeAt: 0.82 },
];

/** What is done in the minutes after the first. */
export type Policy = (state: PlantState, load: Load) => Plan;

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
  readonly #wait: (work: number, use: number) => number;

  constructor(beliefs: Beliefs, plant: SwimPlant) {
    this.#beliefs = beliefs;
    this.#plant = plant;
    this.#bootMinutes = Math.ceil(plant.bootSeconds / 60);
    this.#wait = (work, use) => beliefs.risk.wait(work, use);
  }

  /** Seconds of work of a mean request. */
  work(served: number, dimmer: number): number {
    const { demand } = this.#beliefs;
    return dimmer * demand.optionalWork(served) + (1 - dimmer) * demand.low;
  }

  /**
   * How one may go on after a plan: by a careful rule and a bold one, by leaving everything as it is with all the
   * content, or by going back to so many servers and staying there.
   */
  policies(home: number): Policy[] {
    return [
      ...rules.map(
        (rule): Policy =>
          (state, load) =>
            this.#ruled(rule, state, load),
      ),
      () => ({ move: "keep", dimmer: 1 }),
      (state) => this.homePlan(state, home),
    ];
  }

  /** What leads to so many servers with all the content, and stays there. */
  homePlan({ active, bootLeft }: PlantState, servers: number): Plan {
    const coming = active + (bootLeft >= 0 ? 1 : 0);
    if (coming > servers) return { move: "remove", dimmer: 1 };
    return { move: coming < servers && bootLeft < 0 ? "add" : "keep", dimmer: 1 };
  }

  /**
   * Follows a plan for its minute, and a policy after it, along one course of rates.
   *
   * @param course requests a second in each minute; the last one is only looked at for the slope
   */
  rollOut(start: PlantState, course: Float64Array, plan: Plan, policy: Policy): Prospect {
    const state = copyOf(start);
    let load: Load = this.#beliefs.arrivals;
    let utility = 0;
    let lateLoss = 0;
    for (let minute = 0; minute < course.length - 1; minute++) {
      const { move, dimmer } = minute === 0 ? plan : policy(state, load);
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

  #ruled(rule: Rule, state: PlantState, load: Load): Plan {
    return { move: this.#ruledMove(rule, state, load), dimmer: this.#ruledDimmer(rule, state, load) };
  }

  #ruledMove({ addAt, removeAt }: Rule, { active, bootLeft, served }: PlantState, load: Load): ServerMove {
    if (bootLeft >= 0) return "keep";
    const ahead = this.#beliefs.arrivals.forecast(this.#bootMinutes + 1, load);
    if (active < this.#plant.maxServers && this.use(served, active, ahead, 1) > addAt) return "add";
    if (active > 1 && this.use(served, active - 1, Math.max(load.rate, ahead), 1) < removeAt) return "remove";
    return "keep";
  }

  #ruledDimmer({ dimAt }: Rule, { active, bootLeft, served, backlog }: PlantState, load: Load): number {
    const ahead = this.#beliefs.arrivals.forecast(1, load);
    let waiting = 0;
    for (let i = 0; i < active; i++) waiting = Math.max(waiting, backlog[i]!);
    const soon = active + (bootLeft === 0 ? 1 : 0);
    const steps = this.#plant.dimmerLevels - 1;
    for (let level = steps; level > 0; level--) {
      const dimmer = level / steps;
      if (this.use(served, soon, ahead + (waiting * soon) / 60, dimmer) <= dimAt) return dimmer;
    }
    return 0;
  }

  /** The busiest server's use at a rate. */
  use(served: Float64Array, active: number, rate: number, dimmer: number): number {
    let most = 0;
    for (let i = 0; i < active; i++) most = Math.max(most, (rate / active) * this.work(served[i]!, dimmer));
    return most;
  }

  #liveMinute(state: PlantState, dimmer: number, before: number, rate: number, after: number): Prospect {
    const { active, served, backlog } = state;
    const minute = new FluidMinute();
    const each = {
      before: before / active,
      rate: rate / active,
      slope: (after - before) / 2 / active,
      wait: this.#wait,
    };
    for (let i = 0; i < active; i++) {
      const work = this.work(served[i]! + 30 * each.rate, dimmer);
      backlog[i] = minute.serve(backlog[i]!, { ...each, work });
      served[i]! += 60 * each.rate;
    }
    const late = this.#beliefs.risk.lateProbability(minute.responseTime, this.#plant.responseTimeLimit, {
      use: minute.highestUse,
      work: minute.workThere,
      servers: active,
    });
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
