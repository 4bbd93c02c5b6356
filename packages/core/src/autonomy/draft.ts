import type { EpochMs } from "../kernel/index.ts";
import { type ConsoleState, type Entry, fold, type JournalEvent } from "../journal/index.ts";

/** Events in the making: each is folded at once, so that what comes next sees its effect. */
export class Draft {
  readonly now: EpochMs;
  readonly events: JournalEvent[] = [];
  #state: ConsoleState;

  readonly #onEntry: (entry: Entry) => void;

  constructor(state: ConsoleState, now: EpochMs, onEntry: (entry: Entry) => void) {
    this.#state = state;
    this.now = now;
    this.#onEntry = onEntry;
  }

  get state(): ConsoleState {
    return this.#state;
  }

  emit(event: JournalEvent): void {
    const entry = { seq: this.#state.seq + 1, at: this.now, event };
    this.#state = fold(this.#state, entry);
    this.events.push(event);
    this.#onEntry(entry);
  }

  emitAll(events: readonly JournalEvent[]): void {
    for (const event of events) this.emit(event);
  }
}
