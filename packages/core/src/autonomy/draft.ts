import type { EpochMs } from "../kernel/index.ts";
import { type ConsoleState, fold, type JournalEvent } from "../journal/index.ts";

/** Events in the making: each is folded at once, so that what comes next sees its effect. */
export class Draft {
  readonly now: EpochMs;
  readonly events: JournalEvent[] = [];
  #state: ConsoleState;

  constructor(state: ConsoleState, now: EpochMs) {
    this.#state = state;
    this.now = now;
  }

  get state(): ConsoleState {
    return this.#state;
  }

  emit(event: JournalEvent): void {
    this.#state = fold(this.#state, { seq: this.#state.seq + 1, at: this.now, event });
    this.events.push(event);
  }

  emitAll(events: readonly JournalEvent[]): void {
    for (const event of events) this.emit(event);
  }
}
