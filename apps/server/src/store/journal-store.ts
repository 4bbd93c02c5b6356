import type { TwinCheckpoint } from "@homeostat/core/fork";
import type { ConsoleState, Entry, EventKind } from "@homeostat/core/journal";
import type { EpochMs } from "@homeostat/core/kernel";
import type { AcrossAnswer, CommandResult, MetricsAnswer } from "@homeostat/core/protocol";
import type { ShotCounts } from "@homeostat/core/quantum";

/** A command that was carried out, so that the same id is never carried out again. */
export interface CommandRecord {
  readonly id: string;
  readonly at: EpochMs;
  readonly result: CommandResult;
}

export interface ReadRange {
  /** First entry wanted. */
  readonly from: number;
  /** Last entry wanted; the newest where it is left out. */
  readonly to?: number | undefined;
  /** Entries later than that are left out. */
  readonly until?: EpochMs | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
}

/** A stream of shots that a lab defined. */
export interface StoredStream {
  readonly name: string;
  /** Its circuit or error model. */
  readonly text: string;
  /** Undefined for one that has counted nothing. */
  readonly counts: ShotCounts | undefined;
}

export interface Retention {
  /** Telemetry younger than that is kept whole. */
  readonly wholeMs: number;
  /** Of older telemetry, one entry in so many keeps its samples. */
  readonly keepOneIn: number;
  /** Telemetry older than that keeps no samples. Everything else is kept for good. */
  readonly samplesMs: number;
}

/**
 * Where the journal is kept. There is one writer; entries are numbered from 1 without a gap, and what `append` has
 * acknowledged survives the death of the process and of the machine. Nothing is ever taken out of the numbering:
 * old telemetry is thinned by emptying entries, which then change nothing but the number and the time of a state.
 */
export interface JournalStore {
  /** The name of this journal for as long as it exists. */
  readonly journal: string;
  /** A secret of this journal's own, for signing sessions. */
  readonly sessionKey: Uint8Array;
  /** Writes all of it or nothing; resolves when it is on disk. */
  append(entries: readonly Entry[], commands: readonly CommandRecord[]): Promise<void>;
  read(range: ReadRange): Promise<Entry[]>;
  /** Everything but telemetry between two moments, oldest first; the newest `limit` where there are more. */
  marks(from: EpochMs, to: EpochMs, limit: number): Promise<Entry[]>;
  /** When the entry of a kind (never telemetry) nearest before (−1) or after (1) a moment was written. */
  nearest(kind: EventKind, at: EpochMs, step: -1 | 1): Promise<EpochMs | undefined>;
  /** All entries of the given kinds (never telemetry) since a moment. */
  ofKinds(kinds: readonly EventKind[], since: EpochMs): Promise<Entry[]>;
  /** The newest stored state that is no newer than either bound; undefined where none is stored. */
  stateBefore(bound: { readonly at?: EpochMs; readonly seq?: number }): Promise<ConsoleState | undefined>;
  saveState(state: ConsoleState): Promise<void>;
  /** What `saveLearned` was last given, by component. */
  learned(): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Stores, in place of what was stored before, what has been learned of some components. */
  saveLearned(bodies: ReadonlyMap<string, Uint8Array>): Promise<void>;
  /** The newest stored twin that is no newer than an entry; undefined where none is stored. */
  twinBefore(seq: number): Promise<TwinCheckpoint | undefined>;
  saveTwin(checkpoint: TwinCheckpoint): Promise<void>;
  /** The streams of shots that labs defined. */
  streams(): Promise<StoredStream[]>;
  /** Stores a stream's definition in place of the one before; it has counted nothing yet. */
  saveStream(name: string, text: string): Promise<void>;
  saveStreamCounts(name: string, counts: ShotCounts): Promise<void>;
  removeStream(name: string): Promise<void>;
  /** One component's samples, oldest first, thinned to at most `maxRows` rows. */
  samples(component: string, from: EpochMs, to: EpochMs, maxRows: number): Promise<MetricsAnswer>;
  /** One metric of all components, oldest first, thinned to at most `maxRows` moments. */
  across(metric: string, from: EpochMs, to: EpochMs, maxRows: number): Promise<AcrossAnswer>;
  /** What the command with this id was answered, where it was carried out. */
  commandResult(id: string): Promise<CommandResult | undefined>;
  /** The first and last number and moment that the journal knows; zeros for an empty one. */
  span(): Promise<{ readonly fromSeq: number; readonly toSeq: number; readonly from: EpochMs; readonly to: EpochMs }>;
  /** Applies the retention to a bounded piece of the past; true while there is more to do. */
  thin(now: EpochMs, retention: Retention): Promise<boolean>;
  close(): Promise<void>;
}
