import { describe, expect, it } from "vitest";
import { initialState, replay, replayUntil, stateHash } from "@homeostat/core/journal";
import { Past } from "./past.ts";
import { recordedJournal } from "./recorded-journal.fixture.ts";

const entries = recordedJournal(900);

describe("Past", () => {
  it("gives the state of any moment, forward and backward, as a replay from the start does", () => {
    const past = new Past({ journal: "j", base: initialState, entries });
    for (const at of [500_500, 900_000, 120_000, 1_000, 600_999, 250_000, 251_000]) {
      expect(stateHash(past.stateAt(at))).toBe(stateHash(replayUntil(entries, at)));
    }
  });

  it("begins at its base and covers what its entries cover", () => {
    const base = replay(entries.slice(0, 400));
    const past = new Past({ journal: "j", base, entries: entries.slice(400) });
    expect(past.covers(400_000)).toBe(false);
    expect(past.covers(401_000)).toBe(true);
    expect(past.covers(902_000)).toBe(false);
    expect(past.stateAt(400_999)).toBe(base);
    expect(past.stateAt(700_000).seq).toBe(700);
  });
});
