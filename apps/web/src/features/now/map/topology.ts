import type { DependencyKind, SystemModel } from "@homeostat/core/system";

/** What the map draws: components, and groups that are collapsed into one node. */
export interface MapNode {
  /** A component's id, or `group:NAME`. */
  readonly id: string;
  /** The components that it stands for; one for a component itself. */
  readonly members: readonly string[];
  readonly group: string | undefined;
}

export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The strongest kind of the dependencies that it stands for. */
  readonly kind: DependencyKind;
  /** The dependencies that it stands for, as places in the model. */
  readonly dependencies: readonly number[];
}

export interface Topology {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  /** The same text for the same nodes and edges: a layout is made anew only when it changes. */
  readonly key: string;
}

const strength: Record<DependencyKind, number> = { hard: 2, soft: 1, async: 0 };

/** The graph with some groups collapsed; edges within a collapsed group vanish, parallel ones become one. */
export function topologyOf(model: SystemModel, collapsed: ReadonlySet<string>): Topology {
  const nodes = new Map<string, { id: string; members: string[]; group: string | undefined }>();
  const nodeOf = new Map<string, string>();
  for (const { id, group } of model.components) {
    const isFolded = group !== undefined && collapsed.has(group);
    const node = isFolded ? groupNodeId(group) : id;
    nodeOf.set(id, node);
    const before = nodes.get(node);
    if (before === undefined) nodes.set(node, { id: node, members: [id], group });
    else before.members.push(id);
  }
  const edges = new Map<
    string,
    { id: string; from: string; to: string; kind: DependencyKind; dependencies: number[] }
  >();
  for (const [place, { from, to, kind }] of model.dependencies.entries()) {
    const [start, end] = [nodeOf.get(from), nodeOf.get(to)];
    if (start === undefined || end === undefined || start === end) continue;
    const id = `${start}→${end}`;
    const before = edges.get(id);
    if (before === undefined) edges.set(id, { id, from: start, to: end, kind, dependencies: [place] });
    else {
      before.dependencies.push(place);
      if (strength[kind] > strength[before.kind]) before.kind = kind;
    }
  }
  const key = [...nodes.keys(), "|", ...edges.keys()].join("\n");
  return { nodes: [...nodes.values()], edges: [...edges.values()], key };
}

export function groupNodeId(group: string): string {
  return `group:${group}`;
}

export function isGroup(node: MapNode): boolean {
  return node.id.startsWith("group:");
}
