import { noEdits, type SystemEdits } from "@homeostat/core/reliability";
import { create } from "zustand";

/** What is pointed out on the graph: a weak point or a cut set from one of the lists. */
export interface Highlight {
  readonly key: string;
  readonly components: readonly string[];
}

interface Trial {
  readonly edits: SystemEdits;
  /** The probability that a whole zone is down. */
  readonly zoneFailureProbability: number;
  readonly highlight: Highlight | null;
}

/** What somebody tries out; it stays while they look at other pages. */
export const useTrial = create<Trial>(() => ({ edits: noEdits, zoneFailureProbability: 1e-4, highlight: null }));

/** How many changes are being tried. */
export function changeCount({ failureProbability, replicas, cutEdges }: SystemEdits): number {
  return Object.keys(failureProbability).length + Object.keys(replicas).length + cutEdges.length;
}

export function tryFailureProbability(component: string, probability: number): void {
  edit((edits) => ({ ...edits, failureProbability: { ...edits.failureProbability, [component]: probability } }));
}

export function tryReplicas(component: string, replicas: number): void {
  edit((edits) => ({ ...edits, replicas: { ...edits.replicas, [component]: replicas } }));
}

/** Cuts a dependency, or puts it back. */
export function toggleEdge(from: string, to: string): void {
  edit((edits) => {
    const others = edits.cutEdges.filter((edge) => edge.from !== from || edge.to !== to);
    return { ...edits, cutEdges: others.length < edits.cutEdges.length ? others : [...others, { from, to }] };
  });
}

/** Takes back what is tried of one component's probability and replicas. */
export function takeBack(component: string): void {
  const without = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => id !== component));
  edit(({ failureProbability, replicas, cutEdges }) => ({
    failureProbability: without(failureProbability),
    replicas: without(replicas),
    cutEdges: cutEdges.filter(({ from }) => from !== component),
  }));
}

export function takeAllBack(): void {
  useTrial.setState({ edits: noEdits });
}

/** Points something out on the graph, or no longer where it already is. */
export function toggleHighlight(highlight: Highlight): void {
  useTrial.setState(({ highlight: before }) => ({ highlight: before?.key === highlight.key ? null : highlight }));
}

function edit(change: (edits: SystemEdits) => SystemEdits): void {
  useTrial.setState(({ edits }) => ({ edits: change(edits) }));
}
