import { Rng } from "../../kernel/index.ts";
import { ArrivalModel } from "./arrival-model.ts";
import { DemandModel } from "./demand-model.ts";
import { HomeAccount } from "./home-account.ts";
import { LateRisk } from "./late-risk.ts";
import type { SwimAction, SwimManager, SwimObservation, SwimPlant } from "./manager.ts";
import { type Plan, PlantModel, type PlantState, type ServerMove } from "./plant-model.ts";

/** Courses of the load that each plan is tried on, and how many of the best plans are tried on all of them. */
const scenarios = 128;
const finalists = 6;
/** Minutes that are looked ahead beyond the time that a server takes to boot. */
const minutesBeyondBoot = 12;
/** What a plan's utility is reduced by for each standard deviation of what late minutes cost it. */
const caution = 0.25;
/** What moving a server must gain at least; calling off one that boots must gain four times as much. */
const inertia = 6;
const bootInertia = 4 * inertia;
/** The use at which whoever set the system up will have sized its first servers for the highest load they thought of. */
const sizedForUse = 0.9;

/**
 * Model-predictive control: learns how requests come and what they cost while it runs, tries each plan for the coming
 * minute on many courses of the load, and takes the one with the best mean utility, less for the risk of being late.
 * The same parameters for every configuration; it sees what every other manager sees.
 *
 * @param seed of the chance in the imagined courses
 */
export function homeostatManager(seed = 1): SwimManager {
  return new HomeostatManager(seed);
}

class HomeostatManager implements SwimManager {
  readonly #rng: Rng;
  readonly #arrivals = new ArrivalModel();
  readonly #demand = new DemandModel();
  readonly #risk = new LateRisk();
  #inSystem = 0;
  readonly #home = new HomeAccount();
  #bootStartedAt = 0;

  constructor(seed: number) {
    this.#rng = new Rng(seed);
  }

  watch(observation: SwimObservation): void {
    const { arrivalRate, recentArrivalRate, optional, low, busyShares, nowSeconds } = observation;
    this.#home.meet(observation);
    this.#demand.learn(observation);
    this.#arrivals.learn(arrivalRate, recentArrivalRate);
    this.#risk.learn(observation, this.#demand);
    // What came and did not leave is still there; servers with time to spare have nothing of note waiting.
    const came = Math.min(60, nowSeconds) * (arrivalRate - optional.rate - low.rate);
    this.#inSystem = Math.max(...busyShares) < 0.9 ? 0 : Math.max(0, this.#inSystem + came);
  }

  decide(observation: SwimObservation, plant: SwimPlant): readonly SwimAction[] {
    this.watch(observation);
    const { servers, activeServers, dimmer, nowSeconds } = observation;
    const model = new PlantModel({ arrivals: this.#arrivals, demand: this.#demand, risk: this.#risk }, plant);
    const isBooting = servers > activeServers;
    const moves: ServerMove[] = ["keep"];
    if (!isBooting && servers < plant.maxServers) moves.push("add");
    if (isBooting || activeServers > 1) moves.push("remove");

    const state = this.#stateOf(model, observation, plant);
    this.#home.add(observation, model, state.served, plant);
    const plan = this.#bestPlan(model, state, moves, plant);
    const actions: SwimAction[] = [];
    if (plan.dimmer !== dimmer) actions.push({ kind: "set-dimmer", dimmer: plan.dimmer });
    if (plan.move === "add") {
      actions.push({ kind: "add-server" });
      this.#bootStartedAt = nowSeconds;
    }
    if (plan.move === "remove") actions.push({ kind: "remove-server" });
    return actions;
  }

  #stateOf(model: PlantModel, observation: SwimObservation, { maxServers, bootSeconds }: SwimPlant): PlantState {
    const { activeServers, servers, dimmer, nowSeconds } = observation;
    const served = new Float64Array(maxServers);
    served.set(this.#demand.served.slice(0, maxServers));
    const backlog = new Float64Array(maxServers);
    for (let i = 0; i < activeServers; i++) {
      backlog[i] = (this.#inSystem / activeServers) * model.work(served[i]!, dimmer);
    }
    const minutesUp = (nowSeconds - this.#bootStartedAt) / 60;
    const bootLeft = Math.max(0, Math.round(Math.ceil(bootSeconds / 60) - minutesUp));
    return { active: activeServers, bootLeft: servers > activeServers ? bootLeft : -1, served, backlog };
  }

  /**
   * Tries every plan on a quarter of the courses, and the best of them on all. Going back to how the plant was set up,
   * and staying there, is a plan, too; the more we are behind it, the more another one must promise.
   */
  #bestPlan(model: PlantModel, start: PlantState, moves: readonly ServerMove[], plant: SwimPlant): Plan {
    const minutes = Math.ceil(plant.bootSeconds / 60) + minutesBeyondBoot;
    const plausible = (sizedForUse * this.#home.servers) / this.#demand.warm;
    const courses = this.#arrivals.imagine(this.#rng, scenarios, minutes + 1, plausible);
    const few = courses.slice(0, scenarios / 4);
    const steps = plant.dimmerLevels - 1;
    const plans = moves
      .flatMap((move) => Array.from({ length: steps + 1 }, (_, k): Plan => ({ move, dimmer: (steps - k) / steps })))
      .map((plan) => ({ plan, worth: worthOf(model, start, few, plan) }))
      .sort((a, b) => b.worth - a.worth);
    const effort = ({ move }: Plan) => (move === "keep" ? 0 : start.bootLeft >= 0 ? bootInertia : inertia);
    const { servers, arrears } = this.#home;
    let best = plans[0]!.plan;
    let bestWorth = Number.NEGATIVE_INFINITY;
    if (this.#home.bears(this.#arrivals.rate)) {
      best = model.homePlan(start, servers);
      bestWorth = worthOf(model, start, courses, best, servers) - effort(best) + arrears;
    }
    for (const { plan } of plans.slice(0, finalists)) {
      const worth = worthOf(model, start, courses, plan) - effort(plan);
      if (worth > bestWorth + 1e-6) {
        best = plan;
        bestWorth = worth;
      }
    }
    return best;
  }
}

function worthOf(
  model: PlantModel,
  start: PlantState,
  courses: readonly Float64Array[],
  plan: Plan,
  home?: number,
): number {
  let utility = 0;
  let loss = 0;
  let squares = 0;
  for (const course of courses) {
    const prospect = model.rollOut(start, course, plan, home);
    utility += prospect.utility;
    loss += prospect.lateLoss;
    squares += prospect.lateLoss ** 2;
  }
  const n = courses.length;
  return utility / n - caution * Math.sqrt(Math.max(0, squares / n - (loss / n) ** 2));
}
