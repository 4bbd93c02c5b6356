import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyseFaultTree } from "./analysis.ts";
import { decodeXml } from "./read-xml.ts";
import { readOpenPsa } from "./read-open-psa.ts";

const root = join(import.meta.dirname, "../../../..");
const data = join(process.env["HOMEOSTAT_DATA"] ?? join(root, "../shared/data"), "reliability");

interface Reference {
  readonly probability_exact_22_digits: string;
  readonly mcs: number;
  readonly mcs_order_distribution_from_order_0: readonly number[];
  readonly events: number;
}
type Importances = Record<
  string,
  { readonly events: Record<string, { readonly P1: string; readonly P0: string; readonly birnbaum: string }> }
>;
const read = (file: string): unknown => JSON.parse(readFileSync(join(data, file), "utf8"));
const references = existsSync(data) ? (read("reference.json") as Record<string, Reference>) : {};
const importances = existsSync(data) ? (read("reference-importance.json") as Importances) : {};

describe.skipIf(!existsSync(data))("the Aralia trees of shared/data/reliability", () => {
  it.each(Object.entries(references))(
    "%s: probability, cut sets and importances are the reference's",
    (name, reference) => {
      const tree = readOpenPsa(decodeXml(readFileSync(join(data, `${name}.xml`))), { file: name });
      expect(tree.events).toHaveLength(reference.events);
      const analysis = analyseFaultTree(tree);
      if (analysis.kind !== "exact") throw new Error(`${name} does not fit the budget`);
      const { p } = analysis.probability();
      expect(Math.abs(p / Number(reference.probability_exact_22_digits) - 1)).toBeLessThan(1e-12);

      const orders = analysis.cutSetOrders()!;
      expect(orders).toEqual(reference.mcs_order_distribution_from_order_0.map(BigInt));
      expect(orders.reduce((sum, count) => sum + count, 0n)).toBe(BigInt(reference.mcs));

      const expected = importances[name]?.events ?? {};
      const named = new Map(analysis.importances().map((row) => [analysis.compiled.events[row.event]!.name, row]));
      const isClose = (actual: number, text: string) =>
        Math.abs(actual - Number(text)) <= 1e-9 * Math.abs(Number(text));
      const wrong = Object.entries(expected).filter(([event, { P1, P0, birnbaum }]) => {
        const row = named.get(event)!;
        const isRrwRight = Number(P0) === 0 ? row.rrw === Number.POSITIVE_INFINITY : isClose(p / row.rrw, P0);
        return !(isClose(row.birnbaum, birnbaum) && isClose(row.raw * p, P1) && isRrwRight);
      });
      expect(wrong).toEqual([]);
    },
  );
});
