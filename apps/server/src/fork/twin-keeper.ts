import type { ConsoleState } from "@homeostat/core/journal";
import { type DurationMs, type EpochMs, minuteMs } from "@homeostat/core/kernel";
import type { StoredTwinState } from "@homeostat/core/twin";
import type { Stand } from "../rehearsal/index.ts";
import type { JournalStore } from "../store/index.ts";

const keepEveryMs = 5 * minuteMs;
const keepEveryEntries = 1_000;

export interface TwinKeeperOptions {
  readonly store: JournalStore;
  /** The twin that stands for the managed system now. */
  readonly stand: () => Stand | undefined;
  readonly tickMs: DurationMs;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Stores the twin that stands for the system now and then. Between two stored ones the journal says all that was done to
 * it, so that it can be had at every moment.
 */
export class TwinKeeper {
  readonly #options: TwinKeeperOptions;
  #kept: { readonly seq: number; readonly at: EpochMs; readonly twin: StoredTwinState } | undefined;

  constructor(options: TwinKeeperOptions) {
    this.#options = options;
  }

  /** Right after a batch of telemetry, when nothing is half done: the twin is then that of the state's last entry. */
  look({ seq, at }: ConsoleState): void {
    const kept = this.#kept;
    if (kept !== undefined && seq - kept.seq < keepEveryEntries && at - kept.at < keepEveryMs) return;
    const { store, stand, tickMs, onProblem } = this.#options;
    const held = stand();
    if (held === undefined) return;
    const { of, twin, faults, stepMs = tickMs } = held;
    this.#kept = { seq, at, twin };
    if (twin !== kept?.twin) store.saveTwin({ seq, at, of, twin, tickMs, stepMs, faults }).catch(onProblem);
  }
}
