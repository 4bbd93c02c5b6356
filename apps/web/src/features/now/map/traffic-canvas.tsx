import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { useLive } from "../../../live/index.ts";
import { readColour, type Theme, useTheme } from "../../../theme/index.ts";
import { type EdgeRoute, pointOn } from "./edge-route.ts";
import { useMap } from "./map-store.ts";
import type { Topology } from "./topology.ts";
import type { MapLayout } from "./use-layout.ts";

const mostParticles = 600;
const speedPxPerS = 70;
const particleSize = 2.4;

interface Stream {
  readonly route: EdgeRoute;
  readonly dependencies: readonly number[];
}

/**
 * Requests on their way, drawn on one canvas behind the nodes: as many particles on an edge as the logarithm of its
 * calls a second, as many of them in the colour of failure as the share of calls that fail. It follows the metrics, rests
 * while the map is moved, and stands still for who wants less motion.
 */
export function TrafficCanvas({ topology, layout }: { readonly topology: Topology; readonly layout: MapLayout }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const theme = useTheme((s) => s.theme);

  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext("2d");
    if (canvas === null || !context) return;
    const colours = coloursIn(theme);
    const streams = streamsOf(topology, layout);
    const reduced = matchMedia("(prefers-reduced-motion: reduce)");
    let frame = 0;
    const draw = (now: number) => {
      frame = requestAnimationFrame(draw);
      const { transform, width, height } = store.getState();
      const { past, phase, shown } = useLive.getState();
      const rests = useMap.getState().moving || reduced.matches || (past === null && phase !== "following");
      const ratio = Math.min(devicePixelRatio, 1.5);
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (rests) return;
      const [panX, panY, zoom] = transform;
      context.setTransform(zoom * ratio, 0, 0, zoom * ratio, panX * ratio, panY * ratio);
      const seconds = (past === null ? now : past.at) / 1000;
      const box = {
        left: -panX / zoom,
        top: -panY / zoom,
        right: (width - panX) / zoom,
        bottom: (height - panY) / zoom,
      };
      const size = particleSize / Math.max(0.5, zoom);
      const good: number[] = [];
      const bad: number[] = [];
      for (const { route, dependencies } of streams) {
        const { calls, failed } = trafficOn(shown, dependencies);
        const count = Math.min(10, Math.round(Math.log2(1 + calls)));
        const laps = (seconds * speedPxPerS) / route.lengthPx;
        for (let i = 0; i < count; i++) {
          const lap = Math.floor(i / count + laps);
          const [x, y] = pointOn(route, i / count + laps - lap);
          if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
          if (good.length + bad.length >= mostParticles * 2) break;
          (isFailed(i, lap, failed) ? bad : good).push(x, y);
        }
      }
      paint(context, good, colours.good, size);
      paint(context, bad, colours.bad, size * 1.4);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [topology, layout, store, theme]);

  return (
    <canvas
      ref={ref}
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 z-0 size-full"
      data-testid="traffic"
    />
  );
}

/** Of the theme that has just become that of the page. */
function coloursIn(_theme: Theme): { readonly good: string; readonly bad: string } {
  return { good: readColour("accent"), bad: readColour("failing") };
}

function streamsOf(topology: Topology, { routes }: MapLayout): Stream[] {
  return topology.edges.flatMap(({ id, dependencies }) => {
    const route = routes.get(id);
    return route === undefined ? [] : [{ route, dependencies }];
  });
}

type Shown = ReturnType<typeof useLive.getState>["shown"];

/** Calls a second over some dependencies, and the share of them that fail by the callee's own metrics. */
function trafficOn({ model, components }: Shown, places: readonly number[]) {
  let calls = 0;
  let failing = 0;
  for (const place of places) {
    const dependency = model?.dependencies[place];
    if (dependency === undefined) continue;
    const rate = (components[dependency.from]?.metrics["requestRate"] ?? 0) * dependency.callsPerRequest;
    calls += rate;
    failing += rate * (components[dependency.to]?.metrics["errorRate"] ?? 0);
  }
  return { calls, failed: calls > 0 ? failing / calls : 0 };
}

/** Which particles are drawn as failed: the given share of them, the same ones for the whole of a lap. */
function isFailed(index: number, lap: number, share: number): boolean {
  const scattered = ((index * 7 + lap * 13) * 0.618_033_988_75) % 1;
  return scattered < share;
}

function paint(context: CanvasRenderingContext2D, points: readonly number[], colour: string, size: number): void {
  context.fillStyle = colour;
  for (let i = 0; i < points.length; i += 2)
    context.fillRect(points[i]! - size / 2, points[i + 1]! - size / 2, size, size);
}
