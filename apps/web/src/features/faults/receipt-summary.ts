import { quantile } from "@homeostat/core/kernel";
import type { Receipt } from "../../ui/index.ts";

interface Spread {
  readonly median: number;
  readonly slowest: number;
}

/** What the receipts of a time say together; undefined where none of them can tell. */
export interface ReceiptSummary {
  readonly count: number;
  readonly healedShare: number;
  readonly detectMs: Spread | undefined;
  readonly decideMs: Spread | undefined;
  readonly healMs: Spread | undefined;
  /** Share of the predicted components that were affected, 0..1. */
  readonly precision: number | undefined;
  /** Share of the affected components that were predicted, 0..1. */
  readonly recall: number | undefined;
}

/** Faults that nothing was seen of say nothing of the reach. */
export function summarize(receipts: readonly Receipt[]): ReceiptSummary {
  let [predicted, affected, both] = [0, 0, 0];
  for (const receipt of receipts.filter(({ incident }) => incident !== undefined)) {
    predicted += receipt.predicted.length;
    affected += receipt.affected.length;
    both += receipt.predicted.filter((id) => receipt.affected.includes(id)).length;
  }
  return {
    count: receipts.length,
    healedShare: receipts.filter(({ healMs }) => healMs !== undefined).length / Math.max(1, receipts.length),
    detectMs: spreadOf(receipts.map(({ detectMs }) => detectMs)),
    decideMs: spreadOf(receipts.map(({ decideMs }) => decideMs)),
    healMs: spreadOf(receipts.map(({ healMs }) => healMs)),
    precision: predicted === 0 ? undefined : both / predicted,
    recall: affected === 0 ? undefined : both / affected,
  };
}

function spreadOf(times: readonly (number | undefined)[]): Spread | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : { median: quantile(known, 0.5), slowest: Math.max(...known) };
}
