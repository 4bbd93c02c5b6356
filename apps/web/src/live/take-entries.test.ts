import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialState, replay, stateHash } from "@homeostat/core/journal";
import { recordedJournal } from "./recorded-journal.fixture.ts";
import { takeEntries } from "./take-entries.ts";

const journal = recordedJournal(30);

describe("takeEntries", () => {
  it("counts an entry once, however often it comes", () => {
    const once = takeEntries(initialState, journal).state;
    const twice = takeEntries(takeEntries(initialState, journal.slice(0, 20)).state, journal.slice(5)).state;
    expect(stateHash(twice)).toBe(stateHash(once));
  });

  it("stops at a gap and says where", () => {
    const { state, gapAt } = takeEntries(initialState, [...journal.slice(0, 4), ...journal.slice(6)]);
    expect(state.seq).toBe(4);
    expect(gapAt).toBe(7);
  });

  it("ends at the server's state whatever was lost, doubled or sent again, once what is missing has been asked for", () => {
    const spans = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 12 });
    fc.assert(
      fc.property(spans, (sent) => {
        let state = initialState;
        for (const [from, length] of sent) {
          const { gapAt, state: next } = takeEntries(state, journal.slice(from, from + length));
          state = next;
          if (gapAt !== undefined) state = takeEntries(state, journal.slice(state.seq, gapAt)).state;
        }
        state = takeEntries(state, journal.slice(state.seq)).state;
        expect(stateHash(state)).toBe(stateHash(replay(journal)));
      }),
      { numRuns: 60 },
    );
  });
});
