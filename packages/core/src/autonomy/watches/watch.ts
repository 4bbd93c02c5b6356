import type { EpochMs } from "../../kernel/index.ts";
import type { ConsoleState, FindingVerdict, TaughtMetric } from "../../journal/index.ts";
import type { Frame } from "../../system/index.ts";
import type { Condition } from "./finding-tracker.ts";

/** One way of seeing that something is wrong: limits, silence, a detector, a forecast. */
export interface Watch {
  /** Takes in a frame as it comes. */
  observe(frame: Frame): void;
  /** What is wrong at this moment, as far as this watch can tell. */
  conditions(state: ConsoleState, now: EpochMs): readonly Condition[];
  /** Figures of its own that are recorded beside a component's samples, by metric name. */
  derived?(component: string): Readonly<Record<string, number>>;
  /** A person's verdict on what it found; gives what that has taught it, by metric. */
  judge?(component: string, verdict: FindingVerdict): readonly TaughtMetric[];
  /** Watches that learn: what was learned of a component, as plain data; undefined where there is nothing. */
  learned?(component: string): unknown;
  /** Goes on from what `learned` gave. Throws where that was given by another version. */
  relearn?(component: string, learned: unknown): void;
}
