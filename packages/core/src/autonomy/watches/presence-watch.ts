import type { DurationMs, EpochMs } from "../../kernel/index.ts";
import type { ConsoleState } from "../../journal/index.ts";
import type { Condition } from "./finding-tracker.ts";
import type { Watch } from "./watch.ts";

/** A component that was heard before and is silent for this long is held to be gone. */
const silentAfterMs: DurationMs = 4_000;
const holdMs: DurationMs = 1_000;

/** Sees components that have gone silent, and replicas that do not answer. */
export class PresenceWatch implements Watch {
  observe(): void {}

  conditions(state: ConsoleState, now: EpochMs): readonly Condition[] {
    const found: Condition[] = [];
    for (const component of state.model?.components ?? []) {
      const seen = state.components[component.id];
      if (seen === undefined || seen.seenAt === 0) continue;
      const { id } = component;
      if (now - seen.seenAt >= silentAfterMs) {
        const evidence = [{ kind: "silence" as const, component: id, lastSeenAt: seen.seenAt }];
        found.push({ kind: "silent", component: id, severity: "critical", evidence, holdMs: 0 });
        continue;
      }
      const up = seen.metrics["replicasUp"];
      if (
        up === undefined ||
        up >= component.requiredReplicas + (component.replicas > component.requiredReplicas ? 1 : 0)
      )
        continue;
      const severity = up < component.requiredReplicas ? "critical" : "warning";
      const evidence = [{ kind: "replicas" as const, component: id, up, of: component.replicas }];
      found.push({ kind: "replicas-down", component: id, severity, evidence, holdMs });
    }
    return found;
  }
}
