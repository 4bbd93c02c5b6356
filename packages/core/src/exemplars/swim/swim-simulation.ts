import { BinaryHeap } from "../../kernel/index.ts";
import type { SwimAction, SwimManager, SwimObservation, SwimPlant } from "./manager.ts";
import { MersenneTwister } from "./mersenne-twister.ts";
import { SlidingWindow } from "./sliding-window.ts";
import { instantUtility, type Period, periodUtility, type SwimScore } from "./utility.ts";
import { type Job, second, toPicoseconds, WebServer } from "./web-server.ts";

export interface SwimOptions {
  /** Seconds between requests, in their order. */
  readonly interArrivalSeconds: ArrayLike<number>;
  readonly maxServers: number;
  /** @default 3 */
  readonly initialServers?: number;
  readonly dimmerLevels: number;
  readonly bootSeconds: number;
  readonly seed: number;
  readonly manager: SwimManager;
}

/** One decision of a run. */
export interface SwimDecision {
  readonly observation: SwimObservation;
  readonly actions: readonly SwimAction[];
}

export interface SwimRun extends SwimScore {
  /** The scored minutes. */
  readonly periods: readonly Period[];
  readonly decisions: readonly SwimDecision[];
}

const endAt = 6_300 * second;
const scoredFrom = 900 * second;
const firstDecisionAt = 540 * second;
const minute = 60 * second;
const recentSpan = 20 * second;
const initialDimmer = 0.9;
const responseTimeLimit = 0.75;

/** Order among events of one instant. */
const ordinary = 0;
const decision = 3;
const record = 4;

interface Event {
  readonly at: number;
  readonly priority: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * SWIM (Moreno, Schmerl & Garlan, 2018): a web application behind a load balancer, with servers that can be added and
 * removed and a dimmer for optional content. Equal to the original simulator in every figure that it prints.
 */
export function simulateSwim(options: SwimOptions): SwimRun {
  return new Simulation(options).run();
}

class Simulation {
  readonly #options: SwimOptions;
  readonly #plant: SwimPlant;
  readonly #events = new BinaryHeap<Event>(
    (a, b) =>
      a.at < b.at || (a.at === b.at && (a.priority < b.priority || (a.priority === b.priority && a.order < b.order))),
  );
  readonly #chance: { readonly service: MersenneTwister; readonly brownout: MersenneTwister };
  #order = 0;
  #now = 0;

  #dimmer = initialDimmer;
  /** Servers that the balancer knows, in the order of their numbers. */
  readonly #connected: WebServer[] = [];
  readonly #draining = new Set<WebServer>();
  #booting: { isCancelled: boolean } | undefined;
  /** Requests served by each server name so far: its cache outlives it. */
  readonly #warmth = new Map<string, number>();
  readonly #completionAt = new Map<WebServer, number>();
  #turn = -1;
  #nextRequest = 0;

  readonly #arrivals = new SlidingWindow(minute);
  readonly #optional = new SlidingWindow(minute);
  readonly #low = new SlidingWindow(minute);

  #minuteFrom = 0;
  #minuteArrivals = 0;
  #minuteGaps = 0;
  #minuteResponses = 0;
  #minuteResponseTime = 0;
  #changedAt = 0;
  #dimmerTime = 0;
  #serverTime = 0;

  readonly #periods: Period[] = [];
  readonly #decisions: SwimDecision[] = [];
  #icac = 0;
  #responses = 0;
  #lowResponses = 0;
  #lateResponses = 0;

  constructor(options: SwimOptions) {
    this.#options = options;
    const { maxServers, dimmerLevels, bootSeconds } = options;
    this.#plant = { maxServers, dimmerLevels, bootSeconds, responseTimeLimit };
    this.#chance = {
      service: new MersenneTwister(options.seed * 3),
      brownout: new MersenneTwister(options.seed * 3 + 2),
    };
  }

  run(): SwimRun {
    for (let k = 0; k < (this.#options.initialServers ?? 3); k++) this.#connect(`server${k + 1}`);
    this.#scheduleRequest();
    for (let at = minute; at <= endAt; at += minute) {
      this.#schedule(at, decision, () => this.#decide());
      this.#schedule(at, record, () => this.#closeMinute());
    }
    for (let next = this.#events.pop(); next !== undefined && next.at <= endAt; next = this.#events.pop()) {
      this.#now = next.at;
      next.run();
    }
    return this.#result();
  }

  #schedule(at: number, priority: number, run: () => void): void {
    this.#events.push({ at, priority, order: this.#order++, run });
  }

  // Requests

  #scheduleRequest(): void {
    const gap = this.#options.interArrivalSeconds[this.#nextRequest++];
    if (gap !== undefined) this.#schedule(this.#now + toPicoseconds(gap), ordinary, () => this.#request(gap));
  }

  #request(gap: number): void {
    this.#scheduleRequest();
    this.#arrivals.push(this.#now, gap);
    this.#minuteArrivals++;
    this.#minuteGaps += gap;
    this.#turn = (this.#turn + 1) % this.#connected.length;
    const server = this.#connected[this.#turn]!;
    const job: Job = { createdAt: this.#now, queuedFor: 0, isLowFidelity: false };
    this.#awaitCompletion(server, server.arrive(job, this.#now));
  }

  #awaitCompletion(server: WebServer, at: number): void {
    this.#completionAt.set(server, at);
    if (at === Number.POSITIVE_INFINITY) return;
    this.#schedule(at, ordinary, () => {
      if (this.#completionAt.get(server) !== this.#now) return;
      this.#awaitCompletion(
        server,
        server.complete(this.#now, (job) => this.#respond(job)),
      );
      if (this.#draining.has(server) && server.isEmpty) this.#vanish(server);
    });
  }

  #respond(job: Job): void {
    const time = (this.#now - job.createdAt) / second;
    (job.isLowFidelity ? this.#low : this.#optional).push(this.#now, time);
    this.#minuteResponses++;
    this.#minuteResponseTime += time;
    if (this.#now < scoredFrom) return;
    this.#responses++;
    if (job.isLowFidelity) this.#lowResponses++;
    if (time > responseTimeLimit) this.#lateResponses++;
  }

  // Servers and the dimmer

  get #serverCount(): number {
    return this.#connected.length + this.#draining.size + (this.#booting === undefined ? 0 : 1);
  }

  #connect(name: string): void {
    this.#connected.push(new WebServer(name, this.#warmth.get(name) ?? 0, 1 - this.#dimmer, this.#chance));
  }

  #act(action: SwimAction): void {
    this.#accrue();
    switch (action.kind) {
      case "set-dimmer":
        this.#dimmer = action.dimmer;
        for (const server of [...this.#connected, ...this.#draining]) server.brownoutFactor = 1 - action.dimmer;
        break;
      case "add-server": {
        if (this.#booting !== undefined || this.#serverCount >= this.#plant.maxServers) break;
        const booting = { isCancelled: false };
        const name = `server${this.#serverCount + 1}`;
        this.#booting = booting;
        this.#schedule(this.#now + toPicoseconds(this.#plant.bootSeconds), ordinary, () => {
          if (booting.isCancelled) return;
          this.#booting = undefined;
          this.#connect(name);
        });
        break;
      }
      case "remove-server": {
        if (this.#booting !== undefined) {
          this.#booting.isCancelled = true;
          this.#booting = undefined;
          break;
        }
        if (this.#connected.length <= 1) break;
        const server = this.#connected.pop()!;
        if (server.isEmpty) this.#keepWarmth(server);
        else this.#draining.add(server);
        break;
      }
    }
  }

  #vanish(server: WebServer): void {
    this.#accrue();
    this.#draining.delete(server);
    this.#keepWarmth(server);
  }

  #keepWarmth(server: WebServer): void {
    this.#warmth.set(server.name, server.served);
  }

  // The loop and the score

  #observe(): SwimObservation {
    const now = this.#now;
    for (const window of [this.#arrivals, this.#optional, this.#low]) window.forget(now);
    const span = Math.min(minute, now) / second;
    const optional = { responseTime: this.#optional.mean(), rate: this.#optional.count / span };
    const low = { responseTime: this.#low.mean(), rate: this.#low.count / span };
    const rate = optional.rate + low.rate;
    const from = Math.max(0, now - minute);
    return {
      nowSeconds: now / second,
      dimmer: this.#dimmer,
      servers: this.#serverCount,
      activeServers: this.#connected.length,
      busyShares: this.#connected.map((server) => server.busyFraction(from, now)),
      arrivalRate: this.#arrivals.count / span,
      recentArrivalRate: this.#arrivals.countSince(now - recentSpan) / (recentSpan / second),
      optional,
      low,
      responseTime: rate > 0 ? (optional.responseTime * optional.rate + low.responseTime * low.rate) / rate : 0,
    };
  }

  #decide(): void {
    const observation = this.#observe();
    // What the minute was worth is taken before anything is changed.
    if (this.#now >= scoredFrom) this.#icac += instantUtility(observation, this.#plant);
    const { manager } = this.#options;
    if (this.#now < firstDecisionAt) {
      manager.watch?.(observation, this.#plant);
      return;
    }
    const actions = manager.decide(observation, this.#plant);
    for (const action of actions) this.#act(action);
    this.#decisions.push({ observation, actions });
  }

  /** Adds what has passed since the last change to the means of the minute. */
  #accrue(): void {
    const elapsed = this.#now - this.#changedAt;
    this.#dimmerTime += elapsed * this.#dimmer;
    this.#serverTime += elapsed * this.#serverCount;
    this.#changedAt = this.#now;
  }

  #closeMinute(): void {
    this.#accrue();
    const span = this.#now - this.#minuteFrom;
    if (this.#now > scoredFrom) {
      this.#periods.push({
        arrivalRate: this.#minuteGaps > 0 ? this.#minuteArrivals / this.#minuteGaps : 0,
        dimmer: this.#dimmerTime / span,
        servers: this.#serverTime / span,
        responseTime: this.#minuteResponses > 0 ? this.#minuteResponseTime / this.#minuteResponses : 0,
      });
    }
    this.#minuteFrom = this.#now;
    this.#minuteArrivals = this.#minuteGaps = this.#minuteResponses = this.#minuteResponseTime = 0;
    this.#dimmerTime = this.#serverTime = 0;
  }

  #result(): SwimRun {
    let revenue = 0;
    let bonus = 0;
    let penalty = 0;
    let latePeriods = 0;
    let servers = 0;
    let dimmer = 0;
    for (const period of this.#periods) {
      const utility = periodUtility(period, this.#plant);
      revenue += utility.revenue;
      bonus += utility.bonus;
      penalty += utility.penalty;
      if (period.responseTime > responseTimeLimit) latePeriods++;
      servers += period.servers / this.#periods.length;
      dimmer += period.dimmer / this.#periods.length;
    }
    return {
      utilitySeams2017: revenue + bonus + penalty,
      utilityIcac2016: this.#icac,
      latePeriods,
      revenue,
      bonus,
      penalty,
      percentOptional: this.#responses > 0 ? 100 * (1 - this.#lowResponses / this.#responses) : 0,
      percentLate: this.#responses > 0 ? (100 * this.#lateResponses) / this.#responses : 0,
      meanServers: servers,
      meanDimmer: dimmer,
      responses: this.#responses,
      periods: this.#periods,
      decisions: this.#decisions,
    };
  }
}
