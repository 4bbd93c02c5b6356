import type { PlacementModel } from "./placement-model.ts";

/** Where each job starts, the load that follows from it, and what it costs. Jobs may be left out, at a penalty. */
export class Placement {
  readonly model: PlacementModel;
  readonly load: Float64Array;
  /** The position at which each job starts; −1 where it is left out. */
  readonly start: Int32Array;
  /** What leaving a job out costs: above anything that placing it could. */
  readonly penalty: Float64Array;
  /** Σ intensity · power over all placed jobs, and the penalties of the others. */
  cost = 0;
  left = 0;
  readonly #firstPenalty: Float64Array;

  constructor(model: PlacementModel) {
    this.model = model;
    this.load = new Float64Array(model.positions);
    this.start = new Int32Array(model.jobs).fill(-1);
    const dearest = 1 + model.intensity.reduce((a, b) => Math.max(a, b), 0);
    this.penalty = model.power.map((power, j) => 2 * power * model.duration[j]! * dearest);
    this.#firstPenalty = this.penalty.slice();
    this.left = model.jobs;
    for (const penalty of this.penalty) this.cost += penalty;
  }

  /** Puts a job that is left out at a position; −1 leaves it out. */
  put(job: number, start: number): void {
    if (start < 0) return;
    const { power, duration, intensityBefore } = this.model;
    const p = power[job]!;
    const end = start + duration[job]!;
    for (let t = start; t < end; t++) this.load[t]! += p;
    this.start[job] = start;
    this.left--;
    this.cost += p * (intensityBefore[end]! - intensityBefore[start]!) - this.penalty[job]!;
  }

  /** Leaves a job out and says where it was. */
  take(job: number): number {
    const start = this.start[job]!;
    if (start < 0) return -1;
    const { power, duration, intensityBefore } = this.model;
    const p = power[job]!;
    const end = start + duration[job]!;
    for (let t = start; t < end; t++) this.load[t]! -= p;
    this.start[job] = -1;
    this.left++;
    this.cost -= p * (intensityBefore[end]! - intensityBefore[start]!) - this.penalty[job]!;
    return start;
  }

  /** Makes leaving this job out dearer, by a share of what it cost to begin with. */
  raisePenalty(job: number, share: number): void {
    const more = this.#firstPenalty[job]! * share;
    this.penalty[job]! += more;
    if (this.start[job]! < 0) this.cost += more;
  }

  /** Takes over other starts, and sums the loads and the cost anew. */
  restore(starts: Int32Array): void {
    this.load.fill(0);
    this.start.fill(-1);
    this.left = starts.length;
    this.cost = 0;
    for (const penalty of this.penalty) this.cost += penalty;
    for (let j = 0; j < starts.length; j++) this.put(j, starts[j]!);
  }

  /** The earliest slot at which `job` may start for what must end before it, as far as that is placed. */
  earliest(job: number): number {
    const { before, duration, slots } = this.model;
    let slot = 0;
    for (const i of before[job]!) {
      const start = this.start[i]!;
      if (start >= 0) slot = Math.max(slot, (start % slots) + duration[i]!);
    }
    return slot;
  }

  /** The latest slot at which `job` may start for what waits for it, as far as that is placed. */
  latest(job: number): number {
    const { behind, duration, slots } = this.model;
    let slot = slots - duration[job]!;
    for (const i of behind[job]!) {
      const start = this.start[i]!;
      if (start >= 0) slot = Math.min(slot, (start % slots) - duration[job]!);
    }
    return slot;
  }

  /** Calls `visit` with each position at which `job`, which is left out, would fit, in ascending order. */
  fits(job: number, starts: Int32Array): number {
    const { model, load } = this;
    const { cap, duration, firstSegment, low, high, slots, tolerance } = model;
    const d = duration[job]!;
    const room = model.power[job]! - tolerance;
    let count = 0;
    for (let g = firstSegment[job]!; g < firstSegment[job + 1]!; g++) {
      let from = low[g]!;
      let to = high[g]!;
      if (model.hasPrecedence) {
        const region = Math.floor(from / slots) * slots;
        from = Math.max(from, region + this.earliest(job));
        to = Math.min(to, region + this.latest(job));
      }
      let free = 0;
      for (let t = from, end = to + d; t < end; t++) {
        if (load[t]! + room > cap[t]!) free = 0;
        else if (++free >= d) starts[count++] = t + 1 - d;
      }
    }
    return count;
  }
}
