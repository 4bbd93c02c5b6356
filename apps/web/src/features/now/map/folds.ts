import type { SystemModel } from "@homeostat/core/system";

/** The most nodes that the map draws. */
export const mostDrawn = 300;

/** By what components are folded together: the system file's groups, the beginning of their names, or who needs whom. */
export type FoldedBy = "group" | "name" | "layer";

/** What the components of a fold have in common. */
export type FoldLabel =
  | { readonly by: "group"; readonly group: string | undefined }
  | { readonly by: "name"; readonly stem: string }
  /** How many calls they are away from where requests enter, at least. */
  | { readonly by: "layer"; readonly from: number; readonly to: number };

/** Components that are drawn as one node while they are folded. */
export interface Fold {
  readonly id: string;
  readonly label: FoldLabel;
  /** Where what has this label was divided into folds, which share it; undefined for a whole. */
  readonly part: { readonly number: number; readonly of: number } | undefined;
  readonly members: readonly string[];
}

export interface Folding {
  readonly by: FoldedBy;
  readonly folds: readonly Fold[];
  /** More components than can be drawn: everything is folded, and a few folds are opened at a time. */
  readonly isNeeded: boolean;
}

/** Folds are opened in place of each other; so many of them leave room for what is in one. */
const mostFolds = 150;
/** What has more members than that is divided: groups and names seldom, layers so that they fill the map's height. */
const mostMembers = { group: 100, name: 100, layer: 40 };
/** Layers are joined until one has about this share of all components: so many fit beside each other and can be read. */
const layerShare = 1 / 12;

/**
 * How a system's components fold together. Up to `mostDrawn` components only the system file's groups do, each by hand.
 * Beyond that all are folded: by those groups, else by the beginning of their names (`payments-api`, `payments-db`), else
 * by how many calls they are away from where requests enter; the first of these that gives neither too many folds nor one
 * for nearly all. The same model always folds the same way.
 */
export function foldingOf(model: SystemModel): Folding {
  const isNeeded = needsFolding(model);
  if (!isNeeded) return { by: "group", folds: foldsBy(groupLabels(model), Infinity), isNeeded };
  const most = (by: FoldedBy) => Math.max(mostMembers[by], Math.ceil(model.components.length / 100));
  for (const [by, labels] of [
    ["group", groupLabels(model)],
    ["name", stemLabels(model)],
  ] as const) {
    if (!isUseful(labels, model.components.length)) continue;
    const folds = foldsBy(withRest(model, labels), most(by));
    if (folds.length <= mostFolds) return { by, folds, isNeeded };
  }
  return { by: "layer", folds: foldsBy(layerLabels(model), most("layer")), isNeeded };
}

/** Whether there are more components than can be drawn. */
export function needsFolding({ components }: SystemModel): boolean {
  return components.length > mostDrawn;
}

/**
 * The folds that are drawn as one node each.
 *
 * @param collapsed groups that are folded by hand, where none needs to be
 * @param opened folds that were opened, the newest last, where all need to be folded: as many of the newest as there is
 *   room for stay open
 */
export function foldedNow(
  { folds, isNeeded }: Folding,
  collapsed: ReadonlySet<string>,
  opened: readonly string[],
): readonly Fold[] {
  if (!isNeeded) return folds.filter(({ label }) => label.by === "group" && collapsed.has(label.group ?? ""));
  let drawn = folds.length;
  const open = new Set<string>();
  for (const id of opened.toReversed()) {
    const fold = folds.find((one) => one.id === id);
    if (fold === undefined || drawn + fold.members.length - 1 > mostDrawn) continue;
    drawn += fold.members.length - 1;
    open.add(id);
  }
  return folds.filter(({ id }) => !open.has(id));
}

type Labels = ReadonlyMap<string, FoldLabel>;

function groupLabels({ components }: SystemModel): Labels {
  return new Map(
    components.flatMap(({ id, group }) => (group === undefined ? [] : [[id, { by: "group", group }] as const])),
  );
}

/** By the part of an id before its first `-`, `.` or `_`, where others have it too. */
function stemLabels({ components }: SystemModel): Labels {
  const stemOf = (id: string) => /^[^-._]+(?=[-._])/.exec(id)?.[0];
  const counts = new Map<string, number>();
  for (const { id } of components) {
    const stem = stemOf(id);
    if (stem !== undefined) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return new Map(
    components.flatMap(({ id }) => {
      const stem = stemOf(id);
      return stem !== undefined && counts.get(stem)! > 1 ? [[id, { by: "name", stem }] as const] : [];
    }),
  );
}

/**
 * By the least number of calls from what nobody needs; what is reached from nowhere enters by itself. Within a layer those
 * come first that are called by the first ones of the layer before, so that a part of it has mostly callers of its own.
 */
function layerLabels({ components, dependencies }: SystemModel): Labels {
  const needs = Map.groupBy(dependencies, ({ from }) => from);
  const needed = new Set(dependencies.map(({ to }) => to));
  const labels = new Map<string, FoldLabel>();
  const enough = components.length * layerShare;
  const layers = layersFrom(
    [components.flatMap(({ id }) => (needed.has(id) ? [] : [id])), ...components.map(({ id }) => [id])],
    (id) => needs.get(id)?.map(({ to }) => to) ?? [],
  );
  let joined: { from: number; lanes: [string, number][] } | undefined;
  for (const [depth, lanes] of layers.entries()) {
    joined ??= { from: depth, lanes: [] };
    joined.lanes.push(...lanes);
    if (joined.lanes.length < enough && depth < layers.length - 1) continue;
    const label: FoldLabel = { by: "layer", from: joined.from, to: depth };
    for (const [id] of joined.lanes.sort(([, a], [, b]) => a - b)) labels.set(id, label);
    joined = undefined;
  }
  return labels;
}

/** Breadth-first layers, each id with its lane 0..1: the mean of those that called it, or its place among the starts. */
function layersFrom(starts: readonly string[][], next: (id: string) => readonly string[]): [string, number][][] {
  const layers: [string, number][][] = [];
  const seen = new Set<string>();
  for (const start of starts) {
    const fresh = start.filter((id) => !seen.has(id));
    let layer = fresh.map((id, i): [string, number] => [id, (i + 0.5) / fresh.length]);
    for (let depth = 0; layer.length > 0; depth++) {
      for (const [id] of layer) seen.add(id);
      (layers[depth] ??= []).push(...layer);
      const callers = new Map<string, number[]>();
      for (const [id, lane] of layer) {
        for (const to of next(id)) {
          if (seen.has(to)) continue;
          const lanes = callers.get(to);
          if (lanes === undefined) callers.set(to, [lane]);
          else lanes.push(lane);
        }
      }
      layer = [...callers].map(([id, lanes]) => [id, lanes.reduce((a, b) => a + b, 0) / lanes.length]);
    }
  }
  return layers;
}

/** Whether labels tell most components apart: no one label stands for nearly all of them, and few have none. */
function isUseful(labels: Labels, components: number): boolean {
  const sizes = [...Map.groupBy(labels.values(), labelKey).values()].map(({ length }) => length);
  return labels.size >= components / 2 && Math.max(...sizes) <= 0.8 * components;
}

/** The same with a label of their own for those that have none. */
function withRest({ components }: SystemModel, labels: Labels): Labels {
  const rest: FoldLabel = { by: "group", group: undefined };
  return new Map(components.map(({ id }) => [id, labels.get(id) ?? rest]));
}

/** Those with equal labels, in the order of the labels, divided where they are more than `most`. */
function foldsBy(labels: Labels, most: number): Fold[] {
  return [...Map.groupBy(labels, ([, label]) => labelKey(label))].flatMap(([key, labelled]) => {
    const [, label] = labelled[0]!;
    const members = labelled.map(([id]) => id);
    const of = Math.ceil(members.length / most);
    if (of <= 1) return [{ id: key, label, part: undefined, members }];
    const size = Math.ceil(members.length / of);
    return Array.from({ length: of }, (_, i): Fold => {
      const part = { number: i + 1, of };
      return { id: `${key}/${i + 1}`, label, part, members: members.slice(i * size, (i + 1) * size) };
    });
  });
}

function labelKey(label: FoldLabel): string {
  switch (label.by) {
    case "group":
      return `group:${label.group ?? ""}`;
    case "name":
      return `name:${label.stem}`;
    case "layer":
      return `layer:${label.from}`;
  }
}
