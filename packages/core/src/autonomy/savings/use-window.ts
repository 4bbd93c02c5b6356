import { type DurationMs, type EpochMs, quantile } from "../../kernel/index.ts";
import type { ComponentLoad } from "../../green/index.ts";

/** One measurement of what a component is asked and draws. */
export interface UseSample {
  readonly use: number;
  readonly replicasUp: number;
  readonly powerW: number;
  readonly requestRate: number;
}

interface Bucket {
  readonly from: EpochMs;
  count: number;
  highest: number;
  use: number;
  powerW: number;
  requestRate: number;
}

/** How many spans a window is kept in; its high use is that of their highest samples. */
const buckets = 30;

/** What a component was asked over a sliding window of time, while its replicas stayed the same. */
export class UseWindow {
  readonly #buckets: Bucket[] = [];
  #replicasUp = -1;

  /** Takes in a sample; returns whether a span of the window has just ended, so that something new can be said. */
  add(now: EpochMs, { use, replicasUp, powerW, requestRate }: UseSample, windowMs: DurationMs): boolean {
    if (replicasUp !== this.#replicasUp) this.clear();
    this.#replicasUp = replicasUp;
    let last = this.#buckets.at(-1);
    const isNew = last === undefined || now - last.from >= windowMs / buckets;
    if (last === undefined || isNew) {
      last = { from: now, count: 0, highest: 0, use: 0, powerW: 0, requestRate: 0 };
      this.#buckets.push(last);
      if (this.#buckets.length > buckets + 1) this.#buckets.shift();
    }
    last.count++;
    last.highest = Math.max(last.highest, use);
    last.use += use;
    last.powerW += powerW;
    last.requestRate += requestRate;
    return isNew;
  }

  clear(): void {
    this.#buckets.length = 0;
    this.#replicasUp = -1;
  }

  /** When its first sample came; undefined while there is none. */
  get since(): EpochMs | undefined {
    return this.#buckets[0]?.from;
  }

  /** Whether it reaches back over the whole window. */
  isFull(now: EpochMs, windowMs: DurationMs): boolean {
    return this.since !== undefined && now - this.since >= windowMs;
  }

  /** The load over what is kept of the window, and the mean power. */
  load(): ComponentLoad & { readonly powerW: number } {
    const count = this.#sum("count");
    return {
      replicasUp: this.#replicasUp,
      meanUse: this.#sum("use") / count,
      highUse: quantile(
        this.#buckets.map(({ highest }) => highest),
        0.95,
      ),
      requestRate: this.#sum("requestRate") / count,
      powerW: this.#sum("powerW") / count,
    };
  }

  #sum(of: "count" | "use" | "powerW" | "requestRate"): number {
    return this.#buckets.reduce((sum, bucket) => sum + bucket[of], 0);
  }
}
