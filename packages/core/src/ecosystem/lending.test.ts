import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSystem } from "../system/index.ts";
import { possibleLoans, type Standing } from "./index.ts";

const model = parseSystem(`name: shop
components:
  - { id: web, kind: gateway, replicas: 4, isCritical: true }
  - { id: shop, kind: service, replicas: 2 }
  - { id: ads, kind: service, replicas: 4, requiredReplicas: 2 }
  - { id: mail, kind: service, replicas: 3 }
  - { id: rates, kind: service, replicas: 4 }
  - { id: guarded, kind: service, replicas: 4, isProtected: true }
  - { id: db, kind: database, replicas: 3 }
dependencies:
  - { from: web, to: shop }
  - { from: shop, to: db }
  - { from: shop, to: rates }
`);
const idle: Standing = { replicasUp: 4, utilisation: 0.1, isHealthy: true };
const standings = (changed: Record<string, Partial<Standing>> = {}) =>
  new Map(model.components.map(({ id, replicas }) => [id, { ...idle, replicasUp: replicas, ...changed[id] }]));
const busy = { shop: { utilisation: 0.9 } };

describe("possibleLoans", () => {
  it("borrows what is wanted from whom it hurts least, never from what is critical, protected or needed", () => {
    const loans = possibleLoans(model, "shop", standings({ ...busy, mail: { utilisation: 0.05 } }));
    expect(loans.map(({ lender, replicas }) => `${lender} ${replicas}`)).toEqual(["mail 1", "ads 1"]);
    expect(loans[1]!.lenderUtilisation).toBeCloseTo(0.1 * (4 / 3));
  });

  it("lends nothing that is unwell, busy or not known", () => {
    const all = standings({ ...busy, mail: { isHealthy: false }, ads: { utilisation: 0.6 } });
    expect(possibleLoans(model, "shop", all)).toEqual([]);
    expect(possibleLoans(model, "shop", new Map([["shop", all.get("shop")!]]))).toEqual([]);
    expect(possibleLoans(model, "db", standings())).toEqual([]);
    expect(possibleLoans(model, "nobody", standings())).toEqual([]);
  });

  it("is bounded, whatever the load: two replicas at most, the lender keeps what it requires and stays comfortable", () => {
    const standing = fc.record({
      replicasUp: fc.nat(8),
      utilisation: fc.double({ min: 0, max: 3, noNaN: true }),
      isHealthy: fc.boolean(),
    });
    const any = fc.tuple(...model.components.map(() => standing));
    fc.assert(
      fc.property(any, fc.constantFrom(...model.components.map(({ id }) => id)), (given, borrower) => {
        const all = new Map(model.components.map(({ id }, i) => [id, given[i]!]));
        for (const { lender, replicas, lenderUtilisation } of possibleLoans(model, borrower, all)) {
          const component = model.components.find(({ id }) => id === lender)!;
          expect(component.isCritical || component.isProtected || lender === borrower).toBe(false);
          expect(replicas).toBeGreaterThanOrEqual(1);
          expect(replicas).toBeLessThanOrEqual(2);
          expect(all.get(lender)!.replicasUp - replicas).toBeGreaterThanOrEqual(component.requiredReplicas);
          expect(lenderUtilisation).toBeLessThanOrEqual(0.6 + 1e-9);
        }
      }),
    );
  });
});
