import type { Dependency, SystemModel } from "../system/index.ts";

/** One component that a failure reaches. */
export interface Affected {
  readonly component: string;
  /** `fails`: every path to what failed is hard; `degrades`: a soft or asynchronous dependency lies between. */
  readonly how: "fails" | "degrades";
  /** Dependencies between it and what failed; 0 for the failed component itself. */
  readonly distance: number;
}

/**
 * Who feels it when `failed` stops answering: the components that need it, directly or through others. A hard
 * dependency passes a failure on, a soft or asynchronous one only degrades, and what is degraded passes nothing on.
 *
 * @returns the failed component first, then by distance
 */
export function affectedBy(model: SystemModel, failed: string): Affected[] {
  const callers = new Map<string, Dependency[]>();
  for (const dependency of model.dependencies) {
    callers.set(dependency.to, [...(callers.get(dependency.to) ?? []), dependency]);
  }
  const found = new Map<string, Affected>([[failed, { component: failed, how: "fails", distance: 0 }]]);
  const queue = [failed];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const distance = (found.get(id)?.distance ?? 0) + 1;
    for (const { from, kind } of callers.get(id) ?? []) {
      const before = found.get(from);
      const how = kind === "hard" ? "fails" : "degrades";
      if (before !== undefined && (before.how === "fails" || how === "degrades")) continue;
      found.set(from, { component: from, how, distance: before?.distance ?? distance });
      if (how === "fails") queue.push(from);
    }
  }
  return [...found.values()].sort((a, b) => a.distance - b.distance);
}
