import type { DependencyKind, SystemModel } from "@homeostat/core/system";
import type { Fold } from "./folds.ts";

/** What the map draws: components, and folds of them as one node each. */
export interface MapNode {
  /** A component's id, or its fold's. */
  readonly id: string;
  /** The components that it stands for; one for a component itself. */
  readonly members: readonly string[];
  /** Undefined for a component. */
  readonly fold: Fold | undefined;
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

/**
 * The graph with some components folded; edges within a fold, or between the parts of one that was divided, vanish,
 * parallel ones become one.
 */
export function topologyOf(model: SystemModel, folded: readonly Fold[]): Topology {
  const foldOf = new Map(folded.flatMap((fold) => fold.members.map((id) => [id, fold] as const)));
  const nodes = new Map<string, MapNode>();
  const nodeOf = new Map<string, string>();
  for (const { id } of model.components) {
    const fold = foldOf.get(id);
    const node: MapNode =
      fold === undefined ? { id, members: [id], fold } : { id: fold.id, members: fold.members, fold };
    nodeOf.set(id, node.id);
    if (!nodes.has(node.id)) nodes.set(node.id, node);
  }
  const edges = new Map<
    string,
    { id: string; from: string; to: string; kind: DependencyKind; dependencies: number[] }
  >();
  for (const [place, { from, to, kind }] of model.dependencies.entries()) {
    const [start, end] = [nodeOf.get(from), nodeOf.get(to)];
    if (start === undefined || end === undefined || start === end) continue;
    const [startLabel, endLabel] = [foldOf.get(from)?.label, foldOf.get(to)?.label];
    if (startLabel !== undefined && startLabel === endLabel) continue;
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
