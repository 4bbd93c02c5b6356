import { type SystemModel, type Dependency } from "../system/index.ts";

/** What the failure of one component reaches. */
export interface BlastRadius {
  /** Components that stop serving: they need it, or one that stops, through hard dependencies. Itself not included. */
  readonly down: readonly string[];
  /** Components that go on in a lesser way, for a soft dependency on what is down or on what is itself lesser. */
  readonly degraded: readonly string[];
  /** Components whose work queues up until it is back. */
  readonly delayed: readonly string[];
}

/** What stops, what goes on in a lesser way and what waits when a component fails; each in the model's order. */
export function blastRadius(model: SystemModel, component: string): BlastRadius {
  const down = reachedBy(model, [component], ({ kind }) => kind === "hard");
  const degraded = reachedBy(model, [...down], ({ kind }) => kind !== "async");
  const delayed = new Set(
    model.dependencies.filter(({ to, kind }) => kind === "async" && down.has(to)).map(({ from }) => from),
  );
  const pick = (isIn: (id: string) => boolean) => model.components.map(({ id }) => id).filter(isIn);
  return {
    down: pick((id) => down.has(id) && id !== component),
    degraded: pick((id) => degraded.has(id) && !down.has(id)),
    delayed: pick((id) => delayed.has(id) && !degraded.has(id)),
  };
}

/** `starts` and whatever leads to them against the dependencies that count. */
function reachedBy(
  { dependencies }: SystemModel,
  starts: readonly string[],
  counts: (dependency: Dependency) => boolean,
): Set<string> {
  const callers = new Map<string, string[]>();
  for (const dependency of dependencies) {
    if (!counts(dependency)) continue;
    const list = callers.get(dependency.to);
    if (list === undefined) callers.set(dependency.to, [dependency.from]);
    else list.push(dependency.from);
  }
  const reached = new Set(starts);
  const pending = [...starts];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const caller of callers.get(id) ?? []) {
      if (reached.has(caller)) continue;
      reached.add(caller);
      pending.push(caller);
    }
  }
  return reached;
}
