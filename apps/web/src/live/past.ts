import { type ConsoleState, type Entry, fold } from "@homeostat/core/journal";
import type { HistoryAnswer } from "@homeostat/core/protocol";

/** States are kept every so many entries, so that going back folds only a few again. */
const checkpointEvery = 250;

/** A stretch of the journal that can be looked at from any moment in it. */
export class Past {
  readonly journal: string;
  readonly entries: readonly Entry[];
  /** `#checkpoints[i]` is the state before `entries[i * checkpointEvery]`. */
  readonly #checkpoints: ConsoleState[];

  constructor({ journal, base, entries }: HistoryAnswer) {
    this.journal = journal;
    this.entries = entries;
    this.#checkpoints = [base];
  }

  /** The moments between which it knows everything, epoch milliseconds. */
  get from(): number {
    return this.entries[0]?.at ?? this.#checkpoints[0]!.at;
  }

  get to(): number {
    return this.entries.at(-1)?.at ?? this.#checkpoints[0]!.at;
  }

  covers(at: number): boolean {
    return this.entries.length > 0 && at >= this.from && at <= this.to;
  }

  /** The state at a moment: every entry up to and with it. */
  stateAt(at: number): ConsoleState {
    const count = countUpTo(this.entries, at);
    let index = Math.min(Math.floor(count / checkpointEvery), this.#checkpoints.length - 1);
    let state = this.#checkpoints[index]!;
    for (let i = index * checkpointEvery; i < count; i++) {
      state = fold(state, this.entries[i]!);
      if ((i + 1) % checkpointEvery === 0) {
        index++;
        this.#checkpoints[index] ??= state;
      }
    }
    return state;
  }
}

/** How many entries are not later than `at`; entries are in order of time. */
function countUpTo(entries: readonly Entry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
