import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseFaultTree, type ExactAnalysis } from "./analysis.ts";
import { compileFaultTree } from "./compile-fault-tree.ts";
import type { FaultTree } from "./fault-tree.ts";
import { randomTrees } from "./random-trees.fixture.ts";
import { readOpenPsa } from "./read-open-psa.ts";
import { writeOpenPsa } from "./write-open-psa.ts";

/** The truth of the tree's top event for a set of events, by following the gates as they are written. */
function holds(tree: FaultTree, happened: ReadonlySet<string>): boolean {
  const gates = new Map(tree.gates.map((gate) => [gate.name, gate]));
  const houses = new Map(tree.houseEvents.map(({ name, state }) => [name, state]));
  const known = new Map<string, boolean>();
  const value = (name: string): boolean => {
    const gate = gates.get(name);
    if (gate === undefined) return houses.get(name) ?? happened.has(name);
    const before = known.get(name);
    if (before !== undefined) return before;
    const trues = gate.args.filter(value).length;
    const result = {
      and: () => trues === gate.args.length,
      or: () => trues > 0,
      atleast: () => trues >= gate.k!,
      not: () => trues === 0,
      null: () => trues === 1,
      xor: () => trues % 2 === 1,
      nand: () => trues < gate.args.length,
      nor: () => trues === 0,
    }[gate.operator]();
    known.set(name, result);
    return result;
  };
  return value(tree.top);
}

/** Everything that the engine computes, by going through all sets of events. */
function enumerate(given: FaultTree) {
  const { tree, events, probabilities } = compileFaultTree(given);
  const n = events.length;
  const truth = Array.from({ length: 2 ** n }, (_, mask) =>
    holds(tree, new Set(events.filter((_, i) => (mask >> i) & 1).map(({ name }) => name))),
  );
  const weight = (mask: number, without = -1) =>
    probabilities.reduce((w, p, i) => (i === without ? w : w * ((mask >> i) & 1 ? p : 1 - p)), 1);
  const sumWhere = (isIn: (mask: number) => boolean, without = -1) =>
    truth.reduce((sum, isTrue, mask) => (isTrue && isIn(mask) ? sum + weight(mask, without) : sum), 0);
  const minimal = truth.flatMap((isTrue, mask) =>
    isTrue && !truth.some((isAlso, sub) => isAlso && sub !== mask && (sub & mask) === sub) ? [mask] : [],
  );
  return {
    p: sumWhere(() => true),
    q: truth.reduce((sum, isTrue, mask) => (isTrue ? sum : sum + weight(mask)), 0),
    whenTrue: events.map((_, i) => sumWhere((mask) => ((mask >> i) & 1) === 1, i)),
    whenFalse: events.map((_, i) => sumWhere((mask) => ((mask >> i) & 1) === 0, i)),
    minimal: minimal.map((mask) => ({
      events: events.map((_, i) => i).filter((i) => (mask >> i) & 1),
      probability: probabilities.reduce((w, p, i) => ((mask >> i) & 1 ? w * p : w), 1),
    })),
  };
}

const exact = (tree: FaultTree): ExactAnalysis => {
  const analysis = analyseFaultTree(tree);
  if (analysis.kind !== "exact") throw new Error("a tree of nine events must fit");
  return analysis;
};
const isClose = (actual: number, expected: number) => Math.abs(actual - expected) <= 1e-12 * Math.max(expected, 0.1);

describe("against brute force, for random trees of every gate type", () => {
  it("gives the same probability of the top event and of its opposite", () => {
    fc.assert(
      fc.property(randomTrees, (tree) => {
        const { p, q } = exact(tree).probability();
        const expected = enumerate(tree);
        expect([isClose(p, expected.p), isClose(q, expected.q)]).toEqual([true, true]);
      }),
      { numRuns: 400 },
    );
  });

  it("gives the same minimal cut sets, counted by order and listed by probability", () => {
    fc.assert(
      fc.property(randomTrees, (tree) => {
        const analysis = exact(tree);
        const { minimal } = enumerate(tree);
        const orders: bigint[] = [];
        for (const { events } of minimal) {
          while (orders.length <= events.length) orders.push(0n);
          orders[events.length]! += 1n;
        }
        const counted = [...analysis.cutSetOrders()!];
        while (counted.at(-1) === 0n) counted.pop();
        expect(counted).toEqual(orders);
        const listed = analysis.topCutSets(1000)!;
        const key = ({ events }: { events: readonly number[] }) => events.join();
        expect(listed.map(key).sort()).toEqual(minimal.map(key).sort());
        for (let i = 1; i < listed.length; i++)
          expect(listed[i]!.probability).toBeLessThanOrEqual(listed[i - 1]!.probability * (1 + 1e-12));
        const best = analysis.topCutSets(3)!;
        expect(best.map(({ probability }) => probability)).toEqual(
          listed.slice(0, 3).map(({ probability }) => probability),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("gives the same importances, with their signs", () => {
    fc.assert(
      fc.property(randomTrees, (tree) => {
        const { p, whenTrue, whenFalse } = enumerate(tree);
        const wrong = exact(tree)
          .importances()
          .filter(({ event, probability, birnbaum, criticality, fussellVesely, raw, rrw }) => {
            const [one, zero] = [whenTrue[event]!, whenFalse[event]!];
            if (!isClose(birnbaum, one - zero)) return true;
            if (p < 1e-9) return false;
            const isRight =
              isClose(raw * p, one) &&
              isClose(p / rrw, zero) &&
              isClose(criticality * p, probability * (one - zero)) &&
              isClose(fussellVesely * p, probability * one);
            return !isRight || (rrw === Number.POSITIVE_INFINITY) !== (zero === 0);
          });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("encloses the probability where the budget is far too small", () => {
    fc.assert(
      fc.property(randomTrees, fc.integer({ min: 1, max: 40 }), (tree, maxSteps) => {
        const analysis = analyseFaultTree(tree, { maxNodes: 5_000, maxSteps });
        const { p } = enumerate(tree);
        const [low, high] = analysis.kind === "exact" ? [p, p] : analysis.bounds;
        // The enumeration sums thousands of terms and is itself right to some ulps only.
        expect(low).toBeLessThanOrEqual(p * (1 + 1e-12));
        expect(high).toBeGreaterThanOrEqual(p * (1 - 1e-12));
      }),
      { numRuns: 300 },
    );
  });

  it("reads back from Open-PSA what it writes", () => {
    fc.assert(
      fc.property(randomTrees, (tree) => {
        const text = writeOpenPsa(tree);
        const read = readOpenPsa(text, { top: tree.top });
        expect(writeOpenPsa(read)).toBe(text);
        expect(isClose(exact(read).probability().p, exact(tree).probability().p)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
