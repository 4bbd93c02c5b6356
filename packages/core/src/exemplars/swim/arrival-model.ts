import { clamp, type Rng } from "../../kernel/index.ts";
import { RidgeRegression } from "./ridge-regression.ts";

/** What was seen of the shares fades with this factor a minute, of shocks, and of jumps. */
const memory = { shares: 0.99, shocks: 0.97, jumps: 0.98 } as const;
/** How many minutes of its own the prior of the shocks is worth, and how wide it is as a logarithm of the rate. */
const priorMinutes = 12;
const priorScale = 0.06;
/** Before anything was seen, this many jumps up in so many minutes are reckoned with; the smallest, and what they have beyond it in the mean, as logarithms of the rate. */
const priorJumps = 0.33;
const priorJumpMinutes = 40;
const smallestJump = 0.2;
const meanJump = 0.4;
/** Time constant of the level that the rate is drawn back to, minutes. */
const levelMinutes = 8;
/** The load is not thought to go beyond so many times what it is, nor beyond what it has been at its highest. */
const beyondNow = 1.1;
/** Growth of a minute that is taken at face value; one jump must not decide what comes next. */
const plainGrowth = 0.15;
const largestShock = Math.log(4);
/** Draws that stand for the prior. */
const draws = 400;
/** What a steady growth shows in the last third of a minute: a third of itself. */
const leadOfGrowth = 1 / 3;
/** Shares of the last growth, of the distance from the level and of the lead in the next growth, before anything was seen. */
const priorShares = [0.2, 0, 1];
const priorWeights = [0.01, 0.01, 0.01];

const logOf = (rate: number): number => Math.log(Math.max(0.1, rate));
const plain = (growth: number): number => clamp(growth, -plainGrowth, plainGrowth);

/** The load at one minute: its rate, how the rate's logarithm has just grown, and its mean of the last minutes. */
export interface Load {
  readonly rate: number;
  readonly growth: number;
  readonly level: number;
}

/** One way in which the load may go. */
export interface Course {
  /** Requests a second in each minute. */
  readonly rates: Float64Array;
  /** How likely it is; the weights of all courses sum to 1. */
  readonly weight: number;
}

/**
 * How requests will come, learned from how they came. The logarithm of the rate grows by a share of its last growth,
 * by a share of what the last seconds were ahead of their minute, and is drawn back to its mean of the last minutes;
 * then comes a shock. The shares are fitted as it goes (a regression with fading memory). Shocks are drawn from those
 * that were seen and from a prior, Student's t with three degrees of freedom. Jumps up are counted by themselves.
 */
export class ArrivalModel implements Load {
  rate = 0;
  growth = 0;
  level = 0;
  #lead = 0;
  #minutes = 0;
  #highest = 0;
  /** Jumps, and minutes in which they could have been seen; both fade. */
  #jumps = 0;
  #watched = 0;
  #shares = [...priorShares];
  readonly #shocks: number[] = [];
  readonly #regression = new RidgeRegression(priorShares, priorWeights);

  /** Learns from one minute: its rate, and that of its last seconds. */
  learn(rate: number, recentRate: number): void {
    const log = logOf(rate);
    if (this.#minutes === 0) this.level = log;
    else {
      const growth = log - logOf(this.rate);
      if (this.#minutes > 2) {
        const distance = logOf(this.rate) - this.level;
        const expected = this.#expectedGrowth(this.growth, distance, this.#lead);
        const shock = growth - expected;
        this.#jumps *= memory.jumps;
        this.#watched = this.#watched * memory.jumps + 1;
        // What has jumped down shows that the load jumps, and came or will come up as well.
        if (shock > smallestJump) this.#jumps++;
        else this.#shocks.push(Math.max(shock, -largestShock));
        if (shock < -smallestJump) this.#jumps += 0.5;
        this.#regression.fade(memory.shares);
        this.#regression.add([plain(this.growth), plain(distance), plain(this.#lead)], plain(growth));
        const [persistence, pull, lead] = this.#regression.solve();
        this.#shares = [clamp(persistence!, -0.4, 0.8), clamp(pull!, -0.8, 0), clamp(lead!, 0, 3)];
      }
      this.growth = growth;
      this.level += (log - this.level) / levelMinutes;
    }
    this.#lead = logOf(recentRate) - log;
    this.rate = rate;
    this.#highest = Math.max(this.#highest, rate);
    this.#minutes++;
  }

  /** The load one minute on, when the rate has become `rate`. */
  after({ rate: before, level }: Load, rate: number): Load {
    const log = logOf(rate);
    return { rate, growth: log - logOf(before), level: level + (log - level) / levelMinutes };
  }

  /** The expected rate so many minutes ahead of a load. */
  forecast(minutes: number, { rate, growth, level }: Load): number {
    const start = logOf(rate);
    let log = start;
    let step = growth;
    let mean = level;
    for (let h = 0; h < minutes; h++) {
      step = this.#expectedGrowth(step, log - mean, plain(step) * leadOfGrowth);
      log += step;
      mean += (log - mean) / levelMinutes;
    }
    return rate * Math.exp(clamp(log - start, -1, 1));
  }

  /**
   * Possible courses of the next minutes' rates: the first half without a jump, the other half with one each, spread
   * evenly over the minutes and over their sizes. Each minute's shocks are spread evenly over their distribution.
   *
   * @param plausible a rate that the load may reach even if it has never been near it
   */
  imagine(rng: Rng, count: number, minutes: number, plausible: number): Course[] {
    const logs = new Float64Array(count).fill(logOf(this.rate));
    const steps = new Float64Array(count).fill(this.growth);
    const levels = new Float64Array(count).fill(this.level);
    const highest = logOf(Math.max(plausible, beyondNow * this.rate, this.#highest));
    const quantiles = this.#shockQuantiles(rng, count);
    const jumping = count / 2;
    const jumpIn = (priorJumps + this.#jumps) / (priorJumpMinutes + this.#watched);
    const calm = (1 - jumpIn) ** minutes;
    const courses = Array.from({ length: count }, (_, s) => ({
      rates: new Float64Array(minutes),
      weight: (s < jumping ? calm : 1 - calm) / jumping,
    }));
    const sizes = rng.shuffle(Array.from({ length: jumping }, (_, k) => (k + rng.next()) / jumping));
    for (let h = 0; h < minutes; h++) {
      const shocks = rng.shuffle(Array.from(quantiles));
      for (let s = 0; s < count; s++) {
        const lead = h === 0 ? this.#lead : plain(steps[s]!) * leadOfGrowth;
        steps[s] = this.#expectedGrowth(steps[s]!, logs[s]! - levels[s]!, lead) + shocks[s]!;
        if (s >= jumping && Math.floor(((s - jumping) * minutes) / jumping) === h) {
          steps[s]! += smallestJump - meanJump * Math.log(sizes[s - jumping]!);
        }
        logs[s] = Math.min(highest, logs[s]! + steps[s]!);
        levels[s]! += (logs[s]! - levels[s]!) / levelMinutes;
        courses[s]!.rates[h] = Math.exp(logs[s]!);
      }
    }
    return courses;
  }

  #expectedGrowth(growth: number, distance: number, lead: number): number {
    const [persistence, pull, leading] = this.#shares;
    return persistence! * plain(growth) + pull! * plain(distance) + leading! * plain(lead) + (lead - plain(lead));
  }

  /** Shocks at evenly spaced quantiles of what is expected of them. */
  #shockQuantiles(rng: Rng, count: number): Float64Array {
    const pool: { value: number; weight: number }[] = [];
    let total = priorMinutes;
    for (let k = this.#shocks.length - 1, weight = 1; k >= 0; k--, weight *= memory.shocks) {
      pool.push({ value: this.#shocks[k]!, weight });
      total += weight;
    }
    for (let k = 0; k < draws; k++) {
      const plainShock = (priorScale * rng.normal()) / Math.sqrt((2 * rng.gamma(1.5)) / 3);
      pool.push({ value: clamp(plainShock, -largestShock, smallestJump), weight: priorMinutes / draws });
    }
    pool.sort((a, b) => a.value - b.value);
    const quantiles = new Float64Array(count);
    for (let s = 0, at = 0, reached = 0; s < count; s++) {
      const target = ((s + 0.5) / count) * total;
      while (at < pool.length - 1 && reached + pool[at]!.weight < target) reached += pool[at++]!.weight;
      quantiles[s] = pool[at]!.value;
    }
    return quantiles;
  }
}
