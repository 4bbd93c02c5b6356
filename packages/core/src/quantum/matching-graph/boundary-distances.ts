import { BinaryHeap } from "../../kernel/index.ts";

interface Rows {
  readonly detectors: number;
  readonly rowStart: Int32Array;
  readonly halfEdges: Int32Array;
  readonly halfEdgeEdge: Int32Array;
  readonly edgeWeight: Float64Array;
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
}

/**
 * The distance of every detector to the boundary (Dijkstra, 1959), the connected part that it lies in when the boundary
 * is taken away, and `longest`: no region of a matching decoder ever grows for longer than this.
 */
export function boundaryDistances(graph: Rows): { distance: Float64Array; part: Int32Array; longest: number } {
  const { detectors, edgeFrom, edgeTo, edgeWeight } = graph;
  const part = partsOf(graph);
  const distance = new Float64Array(detectors).fill(Infinity);
  const starts: [number, number][] = [];
  for (let e = 0; e < edgeFrom.length; e++) if (edgeTo[e] === detectors) starts.push([edgeFrom[e]!, edgeWeight[e]!]);
  spread(graph, distance, starts);
  let longest = 0;
  const measured = new Set<number>();
  for (let d = 0; d < detectors; d++) {
    if (distance[d]! < Infinity) {
      longest = Math.max(longest, distance[d]!);
    } else if (!measured.has(part[d]!)) {
      measured.add(part[d]!);
      // Without a way to the boundary, no two nodes are farther apart than twice the farthest from any one.
      const around = new Float64Array(detectors).fill(Infinity);
      spread(graph, around, [[d, 0]]);
      for (const reach of around) if (reach < Infinity) longest = Math.max(longest, 2 * reach);
    }
  }
  return { distance, part, longest };
}

function spread(graph: Rows, distance: Float64Array, starts: readonly (readonly [number, number])[]): void {
  const { detectors, rowStart, halfEdges, halfEdgeEdge, edgeWeight } = graph;
  const heap = new BinaryHeap<readonly [number, number]>((a, b) => a[1] < b[1]);
  const offer = (node: number, reach: number) => {
    if (node === detectors || reach >= distance[node]!) return;
    distance[node] = reach;
    heap.push([node, reach]);
  };
  for (const [node, reach] of starts) offer(node, reach);
  for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
    const [node, reach] = top;
    if (reach > distance[node]!) continue;
    for (let h = rowStart[node]!; h < rowStart[node + 1]!; h++)
      offer(halfEdges[2 * h]!, reach + edgeWeight[halfEdgeEdge[h]!]!);
  }
}

/** The connected part of each detector, named by its lowest detector's turn. */
function partsOf({ detectors, rowStart, halfEdges }: Rows): Int32Array {
  const part = new Int32Array(detectors).fill(-1);
  let parts = 0;
  for (let seed = 0; seed < detectors; seed++) {
    if (part[seed] !== -1) continue;
    const stack = [seed];
    part[seed] = parts;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (let h = rowStart[node]!; h < rowStart[node + 1]!; h++) {
        const other = halfEdges[2 * h]!;
        if (other === detectors || part[other] !== -1) continue;
        part[other] = parts;
        stack.push(other);
      }
    }
    parts++;
  }
  return part;
}
