import { memoryLattice } from "@homeostat/core/quantum";
import { describe, expect, it, test } from "vitest";
import { fitView, neighbour, qubitAt, qubitsOf, reveal, zoomAt } from "./lattice-view.ts";

const lattice = memoryLattice("rotated_memory_x", 5);
const qubits = qubitsOf(lattice);
const size = { width: 800, height: 600 };

test("the whole lattice fits, and every qubit is found where it is drawn", () => {
  const view = fitView(lattice, size);
  expect(qubits).toHaveLength(49);
  for (const one of qubits) {
    const [x, y] = [view.left + one.x * view.scale, view.top + one.y * view.scale];
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(size.width);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(size.height);
    expect(qubitAt(qubits, view, x + 2, y - 2)).toBe(one);
  }
  expect(qubitAt(qubits, view, 5, 5)).toBeUndefined();
});

test("zooming keeps the place under the pointer, within bounds", () => {
  const view = fitView(lattice, size);
  const near = zoomAt(view, 1.5, 300, 200);
  expect((300 - near.left) / near.scale).toBeCloseTo((300 - view.left) / view.scale, 9);
  expect(zoomAt(view, 1e9, 0, 0).scale).toBe(90);
  expect(zoomAt(view, 1e-9, 0, 0).scale).toBe(3);
});

describe("arrow keys", () => {
  it("reach every qubit from any other", () => {
    const reached = new Set([qubits[0]!]);
    for (const one of reached)
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        const next = neighbour(qubits, one, dx, dy);
        if (next !== undefined) reached.add(next);
      }
    expect(reached.size).toBe(qubits.length);
  });

  it("bring what they reach into view", () => {
    const view = zoomAt(fitView(lattice, size), 5, 0, 0);
    const far = { x: 9, y: 9 };
    const moved = reveal(view, far, size);
    expect(moved.left + far.x * moved.scale).toBeLessThan(size.width);
    expect(moved.top + far.y * moved.scale).toBeLessThan(size.height);
    expect(reveal(moved, far, size)).toBe(moved);
  });
});
