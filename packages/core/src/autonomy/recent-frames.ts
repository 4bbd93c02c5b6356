import { type EpochMs, mean } from "../kernel/index.ts";
import type { Frame } from "../system/index.ts";

/** Frames kept of each component. */
const kept = 120;

/** The newest frames of every component, to look back on when something goes wrong. */
export class RecentFrames {
  readonly #frames = new Map<string, Frame[]>();

  add(frame: Frame): void {
    const held = this.#frames.get(frame.component);
    if (held === undefined) this.#frames.set(frame.component, [frame]);
    // Twice as many come before the older half goes, so that a frame costs a push and no more.
    else if (held.push(frame) >= 2 * kept) held.splice(0, kept);
  }

  /** The mean of a metric of a component from `from` to before `to`; undefined where nothing was measured. */
  meanOf(component: string, metric: string, from: EpochMs, to: EpochMs): number | undefined {
    const values = this.between(component, from, to).flatMap(({ samples }) => samples[metric] ?? []);
    return values.length === 0 ? undefined : mean(values);
  }

  /** The frames of a component from `from` to before `to`, oldest first. */
  between(component: string, from: EpochMs, to: EpochMs): readonly Frame[] {
    return (this.#frames.get(component) ?? []).filter(({ at }) => at >= from && at < to);
  }
}
