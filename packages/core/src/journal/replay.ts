import { type EpochMs, hashOf } from "../kernel/index.ts";
import type { Entry } from "./event.ts";
import { fold } from "./fold.ts";
import { type ConsoleState, initialState } from "./state.ts";

/** The state after all of `entries`, which must follow `from` without a gap. */
export function replay(entries: Iterable<Entry>, from: ConsoleState = initialState): ConsoleState {
  let state = from;
  for (const entry of entries) state = fold(state, entry);
  return state;
}

/** The state as it was at `until`: entries later than that are left out. */
export function replayUntil(entries: Iterable<Entry>, until: EpochMs, from: ConsoleState = initialState): ConsoleState {
  let state = from;
  for (const entry of entries) {
    if (entry.at > until) break;
    state = fold(state, entry);
  }
  return state;
}

/** SHA-256 over the canonical JSON of a state: equal on two machines exactly when the states are. */
export function stateHash(state: ConsoleState): string {
  return hashOf(state);
}
