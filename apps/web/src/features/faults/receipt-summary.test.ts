import { describe, expect, it } from "vitest";
import type { Receipt } from "../../ui/faults/receipts.ts";
import { summarize } from "./receipt-summary.ts";

function receipt(more: Partial<Receipt>): Receipt {
  return {
    id: "x",
    fault: { kind: "crash", component: "db" },
    by: "ana",
    at: 0,
    clearedAt: undefined,
    incident: "i",
    detectMs: 1_000,
    decideMs: undefined,
    healMs: undefined,
    predicted: [],
    affected: [],
    ...more,
  };
}

describe("the summary of receipts", () => {
  it("has the median and the slowest of each step, and the share that healed", () => {
    const summary = summarize([receipt({ healMs: 10_000 }), receipt({ healMs: 30_000, detectMs: 3_000 }), receipt({})]);
    expect(summary.healedShare).toBeCloseTo(2 / 3);
    expect(summary.detectMs).toEqual({ median: 1_000, slowest: 3_000 });
    expect(summary.healMs).toEqual({ median: 20_000, slowest: 30_000 });
    expect(summary.decideMs).toBeUndefined();
  });

  it("says how right the predicted reach was, leaving out faults that nothing was seen of", () => {
    const summary = summarize([
      receipt({ predicted: ["a", "b"], affected: ["b", "c", "d"] }),
      receipt({ predicted: ["z"], incident: undefined }),
    ]);
    expect(summary.precision).toBe(0.5);
    expect(summary.recall).toBeCloseTo(1 / 3);
  });

  it("says nothing where there is nothing", () => {
    expect(summarize([])).toMatchObject({ count: 0, precision: undefined, recall: undefined, healMs: undefined });
  });
});
