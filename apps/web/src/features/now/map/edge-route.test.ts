import { describe, expect, it } from "vitest";
import { edgeRoute, nodeSize, pointOn } from "./edge-route.ts";

const from = { x: 0, y: 0 };
const to = { x: 900, y: 400 };
const pass = { x: 500, y: 120 };

describe("the route of a dependency", () => {
  it("leaves its caller on the right and arrives on the left of what is needed, both in the middle", () => {
    const route = edgeRoute(from, to, [pass]);
    expect(pointOn(route, 0)).toEqual([nodeSize.width, nodeSize.height / 2]);
    expect(pointOn(route, 1)).toEqual([900, 400 + nodeSize.height / 2]);
    expect(route.path.startsWith(`M${nodeSize.width} ${nodeSize.height / 2}C`)).toBe(true);
  });

  it("runs level through the gap of a column that it passes", () => {
    const { trail } = edgeRoute(from, to, [pass]);
    const inGap: number[] = [];
    for (let i = 0; i < trail.length; i += 2) {
      if (Math.abs(trail[i]! - pass.x) < nodeSize.width / 2) inGap.push(trail[i + 1]!);
    }
    expect(inGap.length).toBeGreaterThan(10);
    for (const y of inGap) expect(y).toBeCloseTo(pass.y, 3);
  });

  it("is walked at one speed from end to end", () => {
    const route = edgeRoute(from, to, [pass]);
    const step = route.lengthPx / 200;
    for (let i = 1; i <= 200; i++) {
      const [x0, y0] = pointOn(route, (i - 1) / 200);
      const [x1, y1] = pointOn(route, i / 200);
      expect(Math.hypot(x1 - x0, y1 - y0)).toBeLessThan(step * 1.01);
      expect(Math.hypot(x1 - x0, y1 - y0)).toBeGreaterThan(step * 0.85);
    }
  });
});
