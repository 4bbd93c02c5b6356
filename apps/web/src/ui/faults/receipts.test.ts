import type { Entry, Incident, JournalEvent } from "@homeostat/core/journal";
import { describe, expect, it } from "vitest";
import { receiptsOf } from "./receipts.ts";

const incident = {
  id: "i",
  root: "db",
  findings: ["f"],
  openedAt: 3_000,
  affected: ["db", "web"],
} as unknown as Incident;

/** Entries a second apart, from 1,000 on. */
function journal(...events: readonly unknown[]): Entry[] {
  return events.map((event, i) => ({ seq: i + 1, at: 1_000 * (i + 1), event: event as JournalEvent }));
}

const injected = {
  kind: "FaultInjected",
  handle: { id: "x", fault: { kind: "crash", component: "db" } },
  by: "ana",
  predicted: ["db", "shop"],
};

describe("a receipt", () => {
  it("tells how long the fault took to be seen, decided on and healed, and whom it reached", () => {
    const [receipt] = receiptsOf(
      journal(
        injected,
        { kind: "FindingOpened", finding: { id: "passing", component: "db" } },
        { kind: "FindingOpened", finding: { id: "f", component: "shop" } },
        { kind: "IncidentOpened", incident },
        { kind: "ProposalMade", proposal: { id: "p", incident: "i" } },
        { kind: "ProposalDecided", decision: { proposal: "p" } },
        { kind: "FaultCleared", fault: "x", by: "ana" },
        { kind: "IncidentHealed", incident: "i" },
      ),
    );
    expect(receipt).toMatchObject({
      by: "ana",
      detectMs: 1_000,
      decideMs: 5_000,
      healMs: 7_000,
      clearedAt: 7_000,
      predicted: ["db", "shop"],
      affected: ["db", "web"],
      incident: "i",
    });
  });

  it("is not that of a symptom which showed first and passed", () => {
    const passing = { ...incident, id: "early", root: "shop", findings: ["symptom"] };
    const [receipt] = receiptsOf(
      journal(
        injected,
        { kind: "FindingOpened", finding: { id: "symptom", component: "shop" } },
        { kind: "IncidentOpened", incident: passing },
        { kind: "IncidentHealed", incident: "early" },
        { kind: "FindingOpened", finding: { id: "f", component: "db" } },
        { kind: "IncidentOpened", incident },
      ),
    );
    expect(receipt).toMatchObject({ detectMs: 1_000, healMs: undefined, incident: "i" });
  });

  it("of a fault that nothing came of says so", () => {
    const [receipt] = receiptsOf(
      journal(injected, { kind: "FindingOpened", finding: { id: "f", component: "far-away" } }),
    );
    expect(receipt).toMatchObject({ detectMs: undefined, healMs: undefined, incident: undefined, affected: [] });
  });

  it("comes with the newest first", () => {
    const second = { ...injected, handle: { id: "y", fault: { kind: "hang", component: "db" } } };
    expect(receiptsOf(journal(injected, second)).map(({ id }) => id)).toEqual(["y", "x"]);
  });
});
