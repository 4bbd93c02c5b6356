import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayMs } from "../kernel/index.ts";
import { MemoryBank } from "./memory-bank.ts";
import { type Signature, SignatureRecorder, signatureSimilarity } from "./signature.ts";

const second = 1_000;

function incident(...moves: [seconds: number, component: string, metric: string, direction: 1 | -1][]): Signature {
  const recorder = new SignatureRecorder(0);
  for (const [at, component, metric, direction] of moves)
    recorder.record(at * second, { component, metric, direction, strength: 0.8 });
  return recorder.signature(30 * second);
}

const leak = incident([0, "db", "memory", 1], [4, "db", "latencyMs", 1], [9, "shop", "latencyMs", 1]);
const crash = incident([0, "db", "replicasUp", -1], [1, "shop", "errorRate", 1], [9, "shop", "latencyMs", 1]);
const bank = () => new MemoryBank<string>({ isSameLesson: (a, b) => a === b });

describe("MemoryBank", () => {
  it("recognises a repeat in its first seconds, and tells it from another incident", () => {
    const memory = bank();
    memory.remember(leak, "restart db", 0);
    memory.remember(crash, "fail over db", 0);
    const recorder = new SignatureRecorder(100_000);
    recorder.record(100_000, { component: "db", metric: "memory", direction: 1, strength: 0.7 });
    const [best, second] = memory.recognise(recorder.signature(102_000));
    expect(best!.cell.lesson).toBe("restart db");
    expect(best!.similarity).toBeCloseTo(1);
    expect(second).toBeUndefined();
  });

  it("adds exposures of the same incident to one cell, and keeps another repair apart", () => {
    const memory = bank();
    const cell = memory.remember(leak, "restart db", 0);
    const again = memory.remember(
      incident([0, "db", "memory", 1], [5, "db", "latencyMs", 1], [11, "shop", "latencyMs", 1]),
      "restart db",
      dayMs,
    );
    expect(again).toMatchObject({ id: cell.id, exposures: 2, bornAt: 0, lastSeenAt: dayMs });
    memory.remember(leak, "scale db", dayMs);
    expect(memory.cells).toHaveLength(2);
  });

  it("holds the order of moves against a match", () => {
    const forwards = incident([0, "a", "cpu", 1], [10, "b", "cpu", 1], [20, "c", "cpu", 1]);
    const backwards = incident([20, "a", "cpu", 1], [10, "b", "cpu", 1], [0, "c", "cpu", 1]);
    expect(signatureSimilarity(forwards, forwards)).toBeCloseTo(1);
    expect(signatureSimilarity(forwards, backwards)).toBeCloseTo(0.75);
  });

  it("gives similarities in 0..1, and 1 to itself", () => {
    const move = fc.tuple(
      fc.nat(60),
      fc.constantFrom("a", "b"),
      fc.constantFrom("cpu", "memory"),
      fc.constantFrom<1 | -1>(1, -1),
    );
    const any = fc.array(move, { minLength: 1, maxLength: 8 }).map((moves) => incident(...moves));
    fc.assert(
      fc.property(any, any, (a, b) => {
        const similarity = signatureSimilarity(a, b);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1 + 1e-12);
        expect(signatureSimilarity({ ...a, spanMs: 60_000 }, a)).toBeCloseTo(1);
      }),
    );
  });

  it("forgets the cell that was least used, and continues from a saved state", () => {
    const memory = new MemoryBank<string>({ isSameLesson: (a, b) => a === b, capacity: 2 });
    memory.remember(leak, "restart db", 0);
    memory.remember(leak, "restart db", 1);
    memory.remember(crash, "fail over db", 2);
    memory.remember(crash, "scale db", 3);
    expect(memory.cells.map(({ lesson }) => lesson)).toEqual(["restart db", "scale db"]);
    const copy = bank();
    copy.load(JSON.parse(JSON.stringify(memory.save())));
    expect(copy.recognise(leak)).toEqual(memory.recognise(leak));
    expect(copy.forget(copy.cells[0]!.id)).toBe(true);
  });
});
