import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bdd, type Edge } from "./bdd.ts";

const levels = 6;

/** Some functions over six variables, built by random joins of earlier ones. */
const programs = fc.array(
  fc.record({ kind: fc.constantFrom("and", "or", "xor" as const), a: fc.nat(1000), b: fc.nat(1000), flip: fc.nat(3) }),
  { minLength: 1, maxLength: 25 },
);

function build(
  bdd: Bdd,
  program: readonly { kind: "and" | "or" | "xor"; a: number; b: number; flip: number }[],
): Edge[] {
  const edges: Edge[] = Array.from({ length: levels }, (_, level) => bdd.variable(level));
  for (const { kind, a, b, flip } of program) {
    const left = edges[a % edges.length]! ^ (flip & 1);
    edges.push(bdd[kind](left, edges[b % edges.length]! ^ (flip >> 1)));
  }
  return edges.slice(-3);
}

/** The value of an edge for an assignment; `levelOf` says where each variable stands. */
function evaluate(bdd: Bdd, edge: Edge, assignment: number, variableAt: readonly number[]): boolean {
  let at = edge;
  while (at > 1) {
    const isTrue = (assignment >> variableAt[bdd.levelOf(at)]!) & 1;
    at = (isTrue ? bdd.high[at >> 1]! : bdd.low[at >> 1]!) ^ (at & 1);
  }
  return at === 0;
}

describe("reorder", () => {
  it("keeps every function, never grows the diagram, and leaves it reduced", () => {
    fc.assert(
      fc.property(programs, fc.integer({ min: 0, max: 5000 }), (program, maxWork) => {
        const bdd = new Bdd(levels, 100_000);
        const roots = build(bdd, program);
        const start = Array.from({ length: levels }, (_, v) => v);
        const truth = (edges: readonly Edge[], variableAt: readonly number[]) =>
          edges.map((edge) => Array.from({ length: 2 ** levels }, (_, mask) => evaluate(bdd, edge, mask, variableAt)));
        const before = { truth: truth(roots, start), size: bdd.sizeOf(roots) };
        const { roots: moved, levelAfter } = bdd.reorder(roots, maxWork);
        const variableAt = start.map((level) => levelAfter.indexOf(level));
        expect(truth(moved, variableAt)).toEqual(before.truth);
        expect(bdd.sizeOf(moved)).toBeLessThanOrEqual(before.size);
        expect(bdd.count).toBe(bdd.sizeOf(moved) + 1);
        // Building the same functions again in the new order finds the same nodes: the diagram is canonical.
        const again = new Bdd(levels, 100_000);
        const replayed = (edge: Edge): Edge => {
          if (edge < 2) return edge;
          const n = edge >> 1;
          return again.node(bdd.level[n]!, replayed(bdd.high[n]!), replayed(bdd.low[n]!)) ^ (edge & 1);
        };
        const copies = moved.map(replayed);
        expect(again.sizeOf(copies)).toBe(bdd.sizeOf(moved));
      }),
      { numRuns: 300 },
    );
  });
});
