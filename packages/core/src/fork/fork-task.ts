import type { DurationMs, EpochMs } from "../kernel/index.ts";
import type { ConsoleState, Entry } from "../journal/index.ts";
import type { StoredTwinState } from "../twin/index.ts";
import type { WhatIf } from "./what-if.ts";

/** A twin as it was right after one entry of the journal. */
export interface TwinCheckpoint {
  readonly seq: number;
  readonly at: EpochMs;
  /** `system` where the twin is what was managed; `likeness` where it was calibrated from the telemetry of a real one. */
  readonly of: "system" | "likeness";
  readonly twin: StoredTwinState;
  /** Between two batches of telemetry: by the clock on the wall, and simulated. */
  readonly tickMs: DurationMs;
  readonly stepMs: DurationMs;
  /** The twin's own ids of the faults in force, by their ids in the journal. */
  readonly faults: Readonly<Record<string, string>>;
}

/** A decision of the past, and all that is needed to take it otherwise; plain JSON, so that it can be sent to a worker. */
export interface ForkTask {
  /** The number of the entry that recorded the decision. */
  readonly decisionSeq: number;
  readonly whatIf: WhatIf;
  readonly checkpoint: TwinCheckpoint;
  /** The state before the first of `entries`; no later than the checkpoint, and early enough to know what is usual. */
  readonly base: ConsoleState;
  /** Without a gap, up to the horizon or to the present. */
  readonly entries: readonly Entry[];
  /** Pairs of futures; the first goes on with the chance of that day, the others with chances of their own. */
  readonly seeds: number;
  readonly horizonMs: DurationMs;
}
