import { type BlastRadius, blastRadius, type SinglePoint } from "@homeostat/core/reliability";
import type { SystemModel } from "@homeostat/core/system";
import type { Highlight } from "./trial-store.ts";

/** What the graph says of a component; the first that holds is drawn. */
export type GraphMark = "selected" | "pointedOut" | "down" | "degraded" | "delayed" | "spof";

export interface GraphMarks {
  readonly of: ReadonlyMap<string, GraphMark>;
  /** What the failure of the selected component reaches. */
  readonly radius: BlastRadius | undefined;
}

/** Marks what is pointed out; where nothing is, what the selected component's failure reaches; and single points always. */
export function graphMarks(
  model: SystemModel,
  points: readonly SinglePoint[],
  highlight: Highlight | null,
  selection: string | null,
): GraphMarks {
  const marks = new Map<string, GraphMark>();
  for (const { subject } of points) if (subject.kind === "component") marks.set(subject.id, "spof");
  const isKnown = model.components.some(({ id }) => id === selection);
  const radius = selection !== null && isKnown ? blastRadius(model, selection) : undefined;
  if (highlight !== null) for (const id of highlight.components) marks.set(id, "pointedOut");
  else if (radius !== undefined && selection !== null) {
    for (const kind of ["delayed", "degraded", "down"] as const) for (const id of radius[kind]) marks.set(id, kind);
    marks.set(selection, "selected");
  }
  return { of: marks, radius };
}
