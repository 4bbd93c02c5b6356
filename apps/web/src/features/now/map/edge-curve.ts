/** Size of a node on the map, CSS pixels at zoom 1. */
export const nodeSize = { width: 172, height: 58 } as const;

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
];

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The way from a caller's right side to the left side of what it needs. */
export function edgeCurve(from: Corner, to: Corner): Curve {
  const [x0, y0] = [from.x + nodeSize.width, from.y + nodeSize.height / 2];
  const [x3, y3] = [to.x, to.y + nodeSize.height / 2];
  const reach = Math.max(20, Math.abs(x3 - x0) * 0.45);
  return [x0, y0, x0 + reach, y0, x3 - reach, y3, x3, y3];
}

export function curvePath([x0, y0, x1, y1, x2, y2, x3, y3]: Curve): string {
  return `M${x0} ${y0}C${x1} ${y1} ${x2} ${y2} ${x3} ${y3}`;
}
