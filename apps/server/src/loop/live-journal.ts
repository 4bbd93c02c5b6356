import { type ConsoleState, type Entry, fold, initialState, type JournalEvent, replay } from "@homeostat/core/journal";
import { type EpochMs, minuteMs } from "@homeostat/core/kernel";
import type { CommandRecord, JournalStore } from "../store/index.ts";

/** Entries that are read at once when the newest state is put together. */
const readAtOnce = 1_000;
/** How often the state is stored, so that a moment in the past is near one. */
const stateEveryMs = minuteMs;
const stateEveryEntries = 1_000;

/** What is on disk: the entries that were just written, and the state after them. */
export type CommitListener = (entries: readonly Entry[], state: ConsoleState) => void;

interface Pending {
  readonly entries: readonly Entry[];
  readonly state: ConsoleState;
  readonly command: CommandRecord | undefined;
  readonly settle: (error?: unknown) => void;
}

/**
 * The one writer of the journal. What is recorded takes its number and is folded at once, so the next decision is
 * made on it; it is written together with whatever else waits (group commit), and only then acknowledged and told to
 * listeners. When the store fails, nothing more is recorded.
 */
export class LiveJournal {
  readonly store: JournalStore;
  #recorded: ConsoleState;
  #committed: ConsoleState;
  #pending: Pending[] = [];
  #flushing: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;
  #stored: { seq: number; at: EpochMs };
  readonly #listeners = new Set<CommitListener>();
  readonly #onFailure: (error: unknown) => void;

  private constructor(store: JournalStore, state: ConsoleState, onFailure: (error: unknown) => void) {
    this.store = store;
    this.#recorded = state;
    this.#committed = state;
    this.#stored = { seq: state.seq, at: state.at };
    this.#onFailure = onFailure;
  }

  /** Folds what the store holds. `onFailure` is told once when the store can no longer be written. */
  static async open(store: JournalStore, onFailure: (error: unknown) => void): Promise<LiveJournal> {
    let state = (await store.stateBefore({})) ?? initialState;
    for (;;) {
      const entries = await store.read({ from: state.seq + 1, limit: readAtOnce });
      if (entries.length === 0) break;
      state = replay(entries, state);
    }
    return new LiveJournal(store, state, onFailure);
  }

  /** With everything that was recorded; decisions are made on it. */
  get state(): ConsoleState {
    return this.#recorded;
  }

  /** What is on disk; browsers see this. */
  get committed(): ConsoleState {
    return this.#committed;
  }

  /**
   * Records events that happened at `now`, all or none. Time in the journal never runs backwards.
   *
   * @param answer makes the answer to a command that these events carry out; it is remembered together with them
   * @returns the number of the newest entry, when they are on disk
   */
  record(events: readonly JournalEvent[], now: EpochMs, commandId?: string): Promise<number> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    const at = Math.max(now, this.#recorded.at);
    let state = this.#recorded;
    const entries: Entry[] = [];
    for (const event of events) {
      const entry = { seq: state.seq + 1, at, event };
      state = fold(state, entry);
      entries.push(entry);
    }
    this.#recorded = state;
    if (entries.length === 0 && commandId === undefined) return Promise.resolve(state.seq);
    const command =
      commandId === undefined ? undefined : { id: commandId, at, result: { ok: true as const, seq: state.seq } };
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => (error === undefined ? resolve(state.seq) : reject(error));
      this.#pending.push({ entries, state, command, settle });
      this.#flushing ??= this.#flush();
    });
  }

  /** Resolves when everything recorded so far is on disk. */
  async settled(): Promise<void> {
    await this.#flushing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** @returns what ends the subscription */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #flush(): Promise<void> {
    // One turn of the event loop gathers whatever else is about to be recorded.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#pending.length > 0) {
      const group = this.#pending;
      this.#pending = [];
      try {
        await this.store.append(
          group.flatMap(({ entries }) => entries),
          group.flatMap(({ command }) => command ?? []),
        );
      } catch (error) {
        this.#fail(error, group);
        break;
      }
      this.#publish(group);
      await this.#storeState();
    }
    this.#flushing = undefined;
  }

  #publish(group: readonly Pending[]): void {
    const last = group.at(-1) as Pending;
    this.#committed = last.state;
    const entries = group.flatMap((pending) => pending.entries);
    for (const { settle } of group) settle();
    if (entries.length > 0) for (const listener of this.#listeners) listener(entries, last.state);
  }

  #fail(error: unknown, group: readonly Pending[]): void {
    this.#failure = { error };
    for (const { settle } of [...group, ...this.#pending]) settle(error);
    this.#pending = [];
    this.#onFailure(error);
  }

  async #storeState(): Promise<void> {
    const { seq, at } = this.#committed;
    if (seq - this.#stored.seq < stateEveryEntries && at - this.#stored.at < stateEveryMs) return;
    this.#stored = { seq, at };
    await this.store.saveState(this.#committed).catch((error: unknown) => this.#fail(error, []));
  }
}
