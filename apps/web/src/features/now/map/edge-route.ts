import type { Point } from "../../../workers/index.ts";

/** Size of a node on the map, CSS pixels at zoom 1. */
export const nodeSize = { width: 172, height: 58 } as const;

/** Pixels between two points of a route's trail. */
const stepPx = 8;
/** Into how many pieces a bend is cut to be measured. */
const bendPieces = 16;

/** How a dependency runs on the map. */
export interface EdgeRoute {
  /** As the `d` of an SVG path. */
  readonly path: string;
  /** Points along it, x and y in turn, all equally far apart. */
  readonly trail: Float32Array;
  readonly lengthPx: number;
}

/**
 * The way from a caller's right side to the left side of what it needs: level through the gaps in the columns that it
 * passes, bent in between.
 *
 * @param from the caller's top left corner
 * @param passes the middles of the gaps, from left to right
 */
export function edgeRoute(from: Point, to: Point, passes: readonly Point[]): EdgeRoute {
  const half = { x: nodeSize.width / 2, y: nodeSize.height / 2 };
  const stops: Point[] = [{ x: from.x + nodeSize.width, y: from.y + half.y }];
  for (const { x, y } of passes) stops.push({ x: x - half.x, y }, { x: x + half.x, y });
  stops.push({ x: to.x, y: to.y + half.y });
  const line: Point[] = [stops[0]!];
  let path = `M${stops[0]!.x} ${stops[0]!.y}`;
  for (let i = 1; i < stops.length; i++) {
    const [start, end] = [stops[i - 1]!, stops[i]!];
    if (i % 2 === 0) {
      path += `H${end.x}`;
      line.push(end);
      continue;
    }
    const reach = Math.max(20, Math.abs(end.x - start.x) * 0.45);
    path += `C${start.x + reach} ${start.y} ${end.x - reach} ${end.y} ${end.x} ${end.y}`;
    for (let piece = 1; piece <= bendPieces; piece++) line.push(onBend(start, end, reach, piece / bendPieces));
  }
  return { path, ...evenly(line) };
}

/** Where a route is after a share 0..1 of its length. */
export function pointOn({ trail }: EdgeRoute, share: number): readonly [x: number, y: number] {
  const last = trail.length / 2 - 1;
  const place = Math.min(share * last, last);
  const at = Math.min(Math.floor(place), last - 1);
  const rest = place - at;
  const between = (offset: number) => {
    const start = trail[2 * at + offset]!;
    return start + (trail[2 * at + 2 + offset]! - start) * rest;
  };
  return [between(0), between(1)];
}

/** On the cubic Bézier curve that leaves and arrives level. */
function onBend(start: Point, end: Point, reach: number, t: number): Point {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return {
    x: a * start.x + b * (start.x + reach) + c * (end.x - reach) + d * end.x,
    y: (a + b) * start.y + (c + d) * end.y,
  };
}

function evenly(line: readonly Point[]): Pick<EdgeRoute, "trail" | "lengthPx"> {
  const upTo = [0];
  for (let i = 1; i < line.length; i++) {
    upTo.push(upTo[i - 1]! + Math.hypot(line[i]!.x - line[i - 1]!.x, line[i]!.y - line[i - 1]!.y));
  }
  const lengthPx = upTo.at(-1)!;
  const steps = Math.max(1, Math.round(lengthPx / stepPx));
  const trail = new Float32Array(2 * (steps + 1));
  let piece = 1;
  for (let step = 0; step <= steps; step++) {
    const way = (lengthPx * step) / steps;
    while (piece < line.length - 1 && upTo[piece]! < way) piece++;
    const [start, end] = [line[piece - 1]!, line[piece]!];
    const span = upTo[piece]! - upTo[piece - 1]!;
    const rest = span === 0 ? 0 : (way - upTo[piece - 1]!) / span;
    trail[2 * step] = start.x + (end.x - start.x) * rest;
    trail[2 * step + 1] = start.y + (end.y - start.y) * rest;
  }
  return { trail, lengthPx };
}
