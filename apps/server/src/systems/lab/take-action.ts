import { type Action, type ActionKind, type ActionResult, actionSpecs } from "@homeostat/core/system";
import type { Lab } from "./lab.ts";

/** The actions that are real here. */
export const labActions = [
  "restart",
  "scale-out",
  "scale-in",
  "borrow-replicas",
  "give-back-replicas",
  "clear-cache",
  "fail-over",
  "isolate",
  "rejoin",
  "shed-load",
  "restore-load",
  "open-breaker",
  "close-breaker",
  "reroute",
  "restore-route",
] as const satisfies readonly ActionKind[];

const done = (detail?: string): ActionResult => (detail === undefined ? { kind: "done" } : { kind: "done", detail });
const failed = (reason: string): ActionResult => ({ kind: "failed", reason });

/**
 * Takes an action on the lab's processes; done when the processes are.
 *
 * @throws {InputError} for a component that is not there
 */
export async function takeAction(lab: Lab, action: Action): Promise<ActionResult> {
  const { kind, component: id } = action;
  const set = lab.setOf(id);
  const changed = lab.interventionsOn(id);
  const spec = actionSpecs[kind];
  if (!spec.fits.includes(set.component.kind)) return failed(`${kind} does not fit a ${set.component.kind}`);
  const amount = action.amount ?? spec.amount?.default ?? 1;

  switch (kind) {
    case "restart":
      await set.renew();
      lab.endProcessFaults(id);
      return done();
    case "scale-out": {
      const added = Math.min(Math.round(amount), set.most - set.size);
      if (added <= 0) return failed(`${id} already has its ${set.most} replicas`);
      await set.grow(added);
      return done(`${added} more`);
    }
    case "scale-in": {
      const removed = Math.min(Math.round(amount), set.size - set.component.requiredReplicas);
      if (removed <= 0) return failed(`${id} needs its ${set.component.requiredReplicas} replicas`);
      await set.shrink(removed);
      return done(`${removed} fewer`);
    }
    case "borrow-replicas":
    case "give-back-replicas": {
      if (action.to === undefined || action.to === id) return failed(`${kind} needs the lender; give \`to\``);
      const other = lab.setOf(action.to);
      const [giver, taker] = kind === "borrow-replicas" ? [other, set] : [set, other];
      const count = Math.round(amount);
      if (count < 1 || giver.size - count < giver.component.requiredReplicas)
        return failed(`${giver.component.id} cannot do without ${count} of its ${giver.size} replicas`);
      await giver.shrink(count);
      await taker.grow(count);
      return done(`${count} from ${giver.component.id} to ${taker.component.id}`);
    }
    case "clear-cache":
      set.clearCaches();
      return done();
    case "fail-over":
      if (set.size < 2) return failed(`${id} has no standby`);
      if (set.children.length === 0) return failed(`no replica of ${id} is left to take over`);
      await set.replaceFirst();
      return done();
    case "isolate":
    case "rejoin":
      changed.isIsolated = kind === "isolate";
      break;
    case "shed-load":
      changed.shedShare = Math.min(1, amount);
      break;
    case "restore-load":
      changed.shedShare = 0;
      break;
    case "open-breaker": {
      const to = action.to ?? lab.worstCallee(id);
      if (to === undefined) return failed(`${id} calls nobody`);
      changed.openBreakers.add(to);
      break;
    }
    case "close-breaker":
      if (action.to === undefined) changed.openBreakers.clear();
      else changed.openBreakers.delete(action.to);
      break;
    case "reroute":
      if (action.to === undefined || action.to === id) return failed("reroute needs another component; give `to`");
      lab.setOf(action.to);
      changed.routedTo = action.to;
      break;
    case "restore-route":
      changed.routedTo = undefined;
      break;
    case "optimize-queries":
    case "roll-back":
    case "move-work":
    case "sleep-replicas":
    case "wake-replicas":
    case "gate-clocks":
    case "restore-clocks":
    case "compress-data":
    case "stop-compressing":
    case "consolidate":
    case "spread-out":
    case "update-prior":
    case "restore-prior":
      return failed(`the lab cannot ${kind}`);
  }
  lab.applyConditions();
  return done();
}
