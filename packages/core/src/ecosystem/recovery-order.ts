import { startSecondsOf, type SystemModel } from "../system/index.ts";

/** Components that recover together, once those of the waves before them have. */
export interface RecoveryWave {
  readonly components: readonly string[];
  /** Seconds from the beginning until all of it serves, where each starts as soon as what it needs does. */
  readonly readyAfterSeconds: number;
}

/**
 * In which order components that have failed together come back: what others need comes first, what does not need one
 * another comes back together, and so does a circle of components that need one another (no order helps there). Only
 * hard dependencies wait; they are followed through components that are well.
 *
 * @param failed ids; those that are not in the model are left out
 */
export function recoveryOrder(model: SystemModel, failed: Iterable<string>): readonly RecoveryWave[] {
  const started = new Map(model.components.map((component) => [component.id, startSecondsOf(component)]));
  const waiting = new Set([...failed].filter((id) => started.has(id)));
  const needs = hardNeeds(model, waiting);
  const readyAt = new Map<string, number>();
  const waves: RecoveryWave[] = [];
  while (waiting.size > 0) {
    const isFree = (id: string) =>
      [...needs.get(id)!].every((other) => !waiting.has(other) || isCircle(needs, id, other));
    const components = [...waiting].filter(isFree).sort();
    for (const id of components) {
      const earlier = [...needs.get(id)!].map((other) => readyAt.get(other) ?? 0);
      readyAt.set(id, Math.max(0, ...earlier) + started.get(id)!);
    }
    for (const id of components) waiting.delete(id);
    waves.push({ components, readyAfterSeconds: Math.max(...components.map((id) => readyAt.get(id)!)) });
  }
  return waves;
}

function isCircle(needs: ReadonlyMap<string, ReadonlySet<string>>, a: string, b: string): boolean {
  return needs.get(a)!.has(b) && needs.get(b)!.has(a);
}

/** For each of `failed`, the others of them that it needs, directly or through anything. */
function hardNeeds(model: SystemModel, failed: ReadonlySet<string>): Map<string, ReadonlySet<string>> {
  const callees = new Map<string, string[]>();
  for (const { from, to, kind } of model.dependencies)
    if (kind === "hard") callees.set(from, [...(callees.get(from) ?? []), to]);
  return new Map(
    [...failed].map((id) => {
      const reached = new Set<string>();
      const queue = [id];
      for (let at = queue.pop(); at !== undefined; at = queue.pop())
        for (const to of callees.get(at) ?? [])
          if (!reached.has(to)) {
            reached.add(to);
            queue.push(to);
          }
      reached.delete(id);
      return [id, new Set([...reached].filter((other) => failed.has(other)))];
    }),
  );
}
