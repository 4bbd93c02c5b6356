import type { MersenneTwister } from "./mersenne-twister.ts";

/** Picoseconds in a second; simulated time is a whole number of them. */
export const second = 1e12;

export function toPicoseconds(seconds: number): number {
  return Math.floor(seconds * second + 0.5);
}

/** A request: when it came, when it was last put into a queue, and whether it was answered in short. */
export interface Job {
  readonly createdAt: number;
  queuedFor: number;
  isLowFidelity: boolean;
}

const mostThreads = 100;
/** A request that has queued for so long is not served any more. */
const patiencePs = 10 * second;
/** Work below which a request counts as done, seconds. */
const doneBelow = 1e-10;

const demands = {
  optional: { mean: 0.03, cold: 0.05 },
  low: { mean: 0.001, cold: 0.0019 },
} as const;
/** How quickly a server's cache warms: e-folds for each request that it has served. */
function warmingRate(cold: number): number {
  return (-1 / 6750) * (Math.log(0.05 * cold) - Math.log(cold));
}
const warming = { optional: warmingRate(demands.optional.cold), low: warmingRate(demands.low.cold) } as const;

/** The streams that all servers draw from. */
export interface ServerChance {
  readonly service: MersenneTwister;
  readonly brownout: MersenneTwister;
}

interface RunningJob {
  readonly job: Job;
  remaining: number;
}

/** A server: a queue first in, first out, before a hundred threads that share one processor equally. */
export class WebServer {
  readonly name: string;
  /** Requests whose work has been drawn; the cache warms with them, and stays when the server is taken away. */
  served: number;
  brownoutFactor: number;
  isRemoved = false;
  /** Total time with at least one request in service, picoseconds, up to `busyUntil`. */
  readonly busySpans: { from: number; to: number }[] = [];
  readonly #chance: ServerChance;
  readonly #queue: { job: Job; since: number }[] = [];
  #queueHead = 0;
  readonly #running: RunningJob[] = [];
  #updatedAt = 0;
  #busySince = -1;

  constructor(name: string, served: number, brownoutFactor: number, chance: ServerChance) {
    this.name = name;
    this.served = served;
    this.brownoutFactor = brownoutFactor;
    this.#chance = chance;
  }

  get isEmpty(): boolean {
    return this.#running.length === 0 && this.#queueHead === this.#queue.length;
  }

  /** A request arrives. Returns when the next one will be done. */
  arrive(job: Job, now: number): number {
    if (this.#running.length < mostThreads && this.#queueHead === this.#queue.length) this.#enter(job, now);
    else this.#queue.push({ job, since: now });
    return this.#nextCompletion();
  }

  /** The requests that are done now leave. Returns when the next one will be done; infinity for none. */
  complete(now: number, leave: (job: Job) => void): number {
    this.#progress(now);
    while (this.#running.length > 0 && this.#running[0]!.remaining < doneBelow) leave(this.#running.shift()!.job);
    while (this.#running.length < mostThreads && this.#queueHead < this.#queue.length) {
      const { job, since } = this.#queue[this.#queueHead++]!;
      job.queuedFor += now - since;
      this.#enter(job, now);
    }
    if (this.#queueHead > 1_000) {
      this.#queue.splice(0, this.#queueHead);
      this.#queueHead = 0;
    }
    if (this.#running.length === 0 && this.#busySince >= 0) {
      this.busySpans.push({ from: this.#busySince, to: now });
      this.#busySince = -1;
    }
    return this.#nextCompletion();
  }

  /** Share of the time from `from` to `now` with at least one request in service. */
  busyFraction(from: number, now: number): number {
    while (this.busySpans.length > 0 && this.busySpans[0]!.to <= from) this.busySpans.shift();
    let busy = this.#busySince >= 0 ? now - Math.max(from, this.#busySince) : 0;
    for (const span of this.busySpans) busy += span.to - Math.max(from, span.from);
    return busy / (now - from);
  }

  #enter(job: Job, now: number): void {
    const remaining = this.#drawWork(job);
    this.#progress(now);
    let at = this.#running.length;
    while (at > 0 && this.#running[at - 1]!.remaining > remaining) at--;
    this.#running.splice(at, 0, { job, remaining });
    if (this.#busySince < 0) this.#busySince = now;
  }

  #drawWork(job: Job): number {
    if (job.queuedFor >= patiencePs) return 0;
    const isOptional = this.#chance.brownout.next() > this.brownoutFactor;
    job.isLowFidelity = !isOptional;
    const kind = isOptional ? "optional" : "low";
    const { mean, cold } = demands[kind];
    let work = toPicoseconds(this.#truncatedNormal(mean, mean)) / second;
    if (work <= 0) work = 1e-6;
    const n = this.served++;
    return work + cold * Math.exp(-warming[kind] * n);
  }

  #truncatedNormal(mean: number, deviation: number): number {
    for (;;) {
      const u = 1 - this.#chance.service.next();
      const v = 1 - this.#chance.service.next();
      const x = mean + deviation * Math.sqrt(-2 * Math.log(u)) * Math.cos(Math.PI * 2 * v);
      if (x >= 0) return x;
    }
  }

  #progress(now: number): void {
    const count = this.#running.length;
    if (count > 0) {
      const share = (now - this.#updatedAt) / second / count;
      for (const running of this.#running) running.remaining -= share;
    }
    this.#updatedAt = now;
  }

  #nextCompletion(): number {
    const first = this.#running[0];
    if (first === undefined) return Number.POSITIVE_INFINITY;
    return this.#updatedAt + Math.max(0, toPicoseconds(first.remaining * this.#running.length));
  }
}
