import type { ConsoleState, Incident } from "../../journal/index.ts";
import type { SystemModel } from "../../system/index.ts";

/**
 * A root whose own ranking is below this share of another's is held to be that one's symptom. In the twin's shop and
 * metropolis this was right whenever it applied; from .45 on it moved some plans away from where the trouble was.
 */
const symptomShare = 0.3;

/** The component that an incident's diagnosis ranks so far before its root that the root is a symptom; if there is one. */
export function suspectOf({ model }: ConsoleState, { root, diagnosis }: Incident) {
  const [best] = diagnosis?.root === root ? diagnosis.ranking : [];
  if (model === null || best === undefined || best.component === root) return undefined;
  const own = diagnosis!.ranking.find(({ component }) => component === root)?.score ?? 0;
  return own <= symptomShare && isNeeded(model, root, best.component) ? best : undefined;
}

function isNeeded({ dependencies }: SystemModel, by: string, component: string): boolean {
  const needed = new Set([by]);
  for (const id of needed) for (const { from, to } of dependencies) if (from === id) needed.add(to);
  return needed.has(component);
}
