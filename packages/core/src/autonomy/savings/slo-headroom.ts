import { affectedBy } from "../../ecosystem/index.ts";
import { headroom } from "../../green/index.ts";
import { type ConsoleState, type GuardCheck, isAlarm } from "../../journal/index.ts";
import type { Action } from "../../system/index.ts";
import { touchedBy } from "../left-alone.ts";
import { loadsNow, possibleSavings, savesPower } from "./opportunities.ts";

/** From this share of what a promise allows on, the rest is kept for service. */
const latencyShare = 0.8;
const errorShare = 0.5;

/**
 * Why an action that saves power is held back because service needs the power: an incident, an alarm or a forecast
 * breach touches what it is done to or what depends on that, too little room would be left, or a promise that rests on
 * it is nearly broken.
 *
 * @returns the reason with its numbers; undefined where nothing speaks against it, and for all other actions
 */
export function headroomWanted(state: ConsoleState, action: Action): NonNullable<GuardCheck["detail"]> | undefined {
  if (state.model === null || !savesPower(action)) return undefined;
  const saving = possibleSavings(state, action.component, loadsNow(state, new Map())).find(
    (one) => one.action.kind === action.kind,
  );
  const isTooMuch = saving !== undefined && saving.useAfter > headroom.holdsFrom;
  return (
    serviceNeed(state, touchedBy(action)) ??
    (isTooMuch
      ? {
          because: "use",
          component: action.to ?? action.component,
          use: saving.useAfter,
          limit: headroom.holdsFrom,
        }
      : undefined)
  );
}

/**
 * Why service needs all that some components have: an incident or an alarm touches one of them or what depends on it, a
 * forecast breach one of them, or a promise that rests on them is nearly broken.
 */
export function serviceNeed(state: ConsoleState, touched: readonly string[]): GuardCheck["detail"] {
  const { model } = state;
  if (model === null) return undefined;
  const reached = new Set(touched.flatMap((id) => affectedBy(model, id).map(({ component }) => component)));
  const incident = Object.values(state.incidents).find(
    ({ healedAt, root, affected }) => healedAt === undefined && [root, ...affected].some((id) => reached.has(id)),
  );
  if (incident !== undefined) return { because: "incident", component: incident.root };
  for (const finding of Object.values(state.findings)) {
    const { kind, component } = finding;
    if (isAlarm(finding) && reached.has(component)) return { because: "alarm", component };
    if (kind === "breach-ahead" && touched.includes(component)) return { because: "forecast", component };
  }
  return promiseAtRisk(state, reached);
}

function promiseAtRisk({ model, components }: ConsoleState, reached: ReadonlySet<string>) {
  for (const { entry, availability, latencyMs } of model?.slos ?? []) {
    if (!reached.has(entry)) continue;
    const { latencyP99Ms, errorRate } = components[entry]?.metrics ?? {};
    if (latencyMs !== undefined && latencyP99Ms !== undefined && latencyP99Ms > latencyShare * latencyMs)
      return { because: "latency", component: entry, latencyMs: latencyP99Ms, limit: latencyMs };
    if (errorRate !== undefined && errorRate > errorShare * (1 - availability))
      return { because: "errors", component: entry, errorRate, limit: 1 - availability };
  }
  return undefined;
}
