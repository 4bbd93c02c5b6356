import { Rng } from "../../kernel/index.ts";
import { ArrivalModel, type Course } from "./arrival-model.ts";
import { DemandModel } from "./demand-model.ts";
import { HomeAccount } from "./home-account.ts";
import { LateRisk } from "./late-risk.ts";
import type { SwimAction, SwimManager, SwimObservation, SwimPlant } from "./manager.ts";
import { type Plan, PlantModel, type PlantState, type Prospect, type ServerMove } from "./plant-model.ts";

/**
 * Courses of the load; each plan is tried on one in so many of them, and so many of the best plans on all. Half of the
 * courses have no jump and the others one each, in the order of its minute.
 */
const scenarios = 96;
const partOfCourses = 6;
const finalists = 5;
/** A server that was busy for so much of the minute may have requests waiting. */
const fullFrom = 0.9;
/** Minutes that are looked ahead beyond the time that a server takes to boot. */
const minutesBeyondBoot = 12;
/** Late minutes are charged so much of their cost beyond it. */
const caution = 0.5;
/** It grows by 1 for so much utility by which the plant is behind what it would have earned as it was set up. */
const arrearsThatDouble = 300;
const mostCaution = 3;
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
  /** How many servers the plant was set up with. */
  #home = 0;
  readonly #account = new HomeAccount();
  #hasDecided = false;
  #bootStartedAt = 0;

  constructor(seed: number) {
    this.#rng = new Rng(seed);
  }

  watch(observation: SwimObservation): void {
    const { arrivalRate, recentArrivalRate, optional, low, busyShares, nowSeconds } = observation;
    if (this.#home === 0) this.#home = observation.activeServers;
    this.#demand.learn(observation);
    this.#arrivals.learn(arrivalRate, recentArrivalRate);
    this.#risk.learn(observation, this.#demand);
    // What came and did not leave is still there; servers with time to spare have nothing of note waiting.
    const came = Math.min(60, nowSeconds) * (arrivalRate - optional.rate - low.rate);
    this.#inSystem = Math.max(...busyShares) < fullFrom ? 0 : Math.max(0, this.#inSystem + came);
  }

  decide(observation: SwimObservation, plant: SwimPlant): readonly SwimAction[] {
    this.watch(observation);
    const { servers, activeServers, dimmer, nowSeconds } = observation;
    const model = new PlantModel({ arrivals: this.#arrivals, demand: this.#demand, risk: this.#risk }, plant);
    const isBooting = servers > activeServers;
    const moves: ServerMove[] = ["keep"];
    if (!isBooting && servers < plant.maxServers) moves.push("add");
    if (isBooting || activeServers > 1) moves.push("remove");

    const state = this.#stateOf(observation, plant);
    if (this.#hasDecided) {
      const homeUse = model.use(state.served, this.#home, observation.arrivalRate, 1);
      this.#account.add(observation, this.#home, homeUse, plant);
    }
    this.#hasDecided = true;
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

  #stateOf(observation: SwimObservation, { maxServers, bootSeconds }: SwimPlant): PlantState {
    const { activeServers, servers, busyShares, nowSeconds } = observation;
    const served = new Float64Array(maxServers);
    served.set(this.#demand.served.slice(0, maxServers));
    const backlog = new Float64Array(maxServers);
    const full = busyShares.map((share) => (share > fullFrom ? 1 : 0));
    const sharing = full.reduce<number>((sum, one) => sum + one, 0);
    for (const [i, isFull] of full.entries()) backlog[i] = sharing > 0 ? (isFull * this.#inSystem) / sharing : 0;
    const minutesUp = (nowSeconds - this.#bootStartedAt) / 60;
    const bootLeft = Math.max(0, Math.round(Math.ceil(bootSeconds / 60) - minutesUp));
    return { active: activeServers, bootLeft: servers > activeServers ? bootLeft : -1, served, backlog };
  }

  /**
   * Parallel rollout (Chang, Givan & Chong, 2004): a plan is worth what the best of the policies makes of it. Tries
   * every plan on a sixth of the courses, and the best of them on all. The more it is behind what the plant would have
   * earned as it was set up, the more it charges for the risk of being late.
   */
  #bestPlan(model: PlantModel, start: PlantState, moves: readonly ServerMove[], plant: SwimPlant): Plan {
    const minutes = Math.ceil(plant.bootSeconds / 60) + minutesBeyondBoot;
    const plausible = (sizedForUse * this.#home) / this.#demand.warm;
    const courses = this.#arrivals.imagine(this.#rng, scenarios, minutes + 1, plausible);
    const few = courses.filter((_, k) => k % partOfCourses === 0);
    const policies = model.policies(this.#home);
    const lateCharge = Math.min(mostCaution, caution + this.#account.arrears / arrearsThatDouble);
    const effort = ({ move }: Plan) => (move === "keep" ? 0 : start.bootLeft >= 0 ? bootInertia : inertia);
    const worth = (plan: Plan, among: readonly Course[]) =>
      Math.max(
        ...policies.map((policy) =>
          meanWorth(
            among.map(({ rates }) => model.rollOut(start, rates, plan, policy)),
            among,
            lateCharge,
          ),
        ),
      ) - effort(plan);
    const steps = plant.dimmerLevels - 1;
    const plans = moves
      .flatMap((move) => Array.from({ length: steps + 1 }, (_, k): Plan => ({ move, dimmer: (steps - k) / steps })))
      .map((plan) => ({ plan, worth: worth(plan, few) }))
      .sort((a, b) => b.worth - a.worth);
    let best = plans[0]!.plan;
    let bestWorth = Number.NEGATIVE_INFINITY;
    for (const { plan } of plans.slice(0, finalists)) {
      const found = worth(plan, courses);
      if (found > bestWorth + 1e-6) {
        best = plan;
        bestWorth = found;
      }
    }
    return best;
  }
}

/** The mean utility of many courses, late minutes charged beyond what they cost. */
function meanWorth(prospects: readonly Prospect[], courses: readonly Course[], lateCharge: number): number {
  let worth = 0;
  let weights = 0;
  for (const [k, { weight }] of courses.entries()) {
    const { utility, lateLoss } = prospects[k]!;
    worth += weight * (utility - lateCharge * lateLoss);
    weights += weight;
  }
  return worth / weights;
}
