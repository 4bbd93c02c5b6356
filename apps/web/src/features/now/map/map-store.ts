import type { Affected } from "@homeostat/core/ecosystem";
import { create } from "zustand";
import { useLive } from "../../../live/index.ts";
import { readSetting, writeSetting } from "../../../theme/index.ts";
import { type Fold, needsFolding } from "./folds.ts";
import { type Figure, figures } from "./node-facts.ts";

/** Which way the map is looked at; belongs to the page, not to the journal. */
interface MapStore {
  readonly onlyUnhealthy: boolean;
  /** Groups of the system file that are folded by hand. */
  readonly collapsed: ReadonlySet<string>;
  /** Folds that were opened on a map which folds everything, the newest last. */
  readonly opened: readonly string[];
  /** Components that the fault in the form would reach, by id; null while no form is open. */
  readonly blast: Readonly<Record<string, Affected["how"]>> | null;
  readonly moving: boolean;
  /** The number that each component shows, on the map and in the outline. */
  readonly figure: Figure;
  /** Whether a person has panned or zoomed; from then on the map stays where they put it. */
  readonly movedByHand: boolean;
}

export const useMap = create<MapStore>(() => ({
  onlyUnhealthy: false,
  collapsed: new Set<string>(),
  opened: [],
  blast: null,
  moving: false,
  figure: readSetting("figure", figures, "usual"),
  movedByHand: false,
}));

export function setFigure(figure: Figure): void {
  writeSetting("figure", figure);
  useMap.setState({ figure });
}

export function toggleOnlyUnhealthy(): void {
  useMap.setState(({ onlyUnhealthy }) => ({ onlyUnhealthy: !onlyUnhealthy }));
}

export function toggleGroup(group: string): void {
  useMap.setState(({ collapsed }) => {
    const next = new Set(collapsed);
    if (!next.delete(group)) next.add(group);
    return { collapsed: next };
  });
}

/** Opens a fold, in place of those opened before where there is no room for them all. */
export function openFold({ id, label }: Fold): void {
  const { model } = useLive.getState().shown;
  const { opened } = useMap.getState();
  if (model !== null && !needsFolding(model)) toggleGroup(label.by === "group" ? (label.group ?? "") : id);
  else useMap.setState({ opened: [...opened.filter((one) => one !== id), id], movedByHand: false });
}

/** Folds every group into one node each, or, where any is folded, unfolds them all. */
export function collapseAll(): void {
  const { collapsed, opened } = useMap.getState();
  if (opened.length > 0) return useMap.setState({ opened: [], movedByHand: false });
  const groups = useLive.getState().shown.model?.components.flatMap(({ group }) => group ?? []) ?? [];
  useMap.setState({ collapsed: collapsed.size > 0 ? new Set() : new Set(groups) });
}
