import type { Topology } from "./topology.ts";
import type { Positions } from "./use-layout.ts";

/**
 * Where an arrow key leads from a node: right to what it needs, left to who needs it (the nearest in height), up and down
 * to the next in its column. Undefined for another key, or where there is nothing that way.
 */
export function neighbourOf(topology: Topology, positions: Positions, from: string, key: string): string | undefined {
  const here = positions.get(from);
  if (here === undefined) return undefined;
  const nearest = (ids: readonly string[], distance: (p: { x: number; y: number }) => number): string | undefined => {
    let best: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const id of ids) {
      const place = positions.get(id);
      if (place === undefined || id === from) continue;
      const far = distance(place);
      if (far < least) [best, least] = [id, far];
    }
    return best;
  };
  const height = ({ y }: { y: number }) => Math.abs(y - here.y);
  const all = topology.nodes.map(({ id }) => id);
  const column = all.filter((id) => Math.abs((positions.get(id)?.x ?? Number.POSITIVE_INFINITY) - here.x) < 90);
  switch (key) {
    case "ArrowRight":
      return nearest(
        topology.edges.filter((edge) => edge.from === from).map(({ to }) => to),
        height,
      );
    case "ArrowLeft":
      return nearest(
        topology.edges.filter((edge) => edge.to === from).map(({ from: caller }) => caller),
        height,
      );
    case "ArrowDown":
      return nearest(
        column.filter((id) => (positions.get(id)?.y ?? 0) > here.y),
        height,
      );
    case "ArrowUp":
      return nearest(
        column.filter((id) => (positions.get(id)?.y ?? 0) < here.y),
        height,
      );
    case "Home":
      return all[0];
    default:
      return undefined;
  }
}
