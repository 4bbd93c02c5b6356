import { dayMs, type EpochMs, hourMs, mean } from "../../kernel/index.ts";
import type { ActionKind, SystemModel } from "../../system/index.ts";
import type { IntensitySeries } from "../carbon/intensity-series.ts";
import { gPerHourOf } from "../energy/g-per-hour-of.ts";
import { pue } from "../energy/pue.ts";
import { type Sourced, sourced } from "../energy/sourced.ts";
import { intensityAt } from "../report/period-report.ts";
import type { ComponentLoad } from "./component-load.ts";
import { headroom } from "./headroom.ts";
import { machinePower } from "./machine-power.ts";
import { fewerReplicas, ownTimeMs, type Saving, savingsFor, type Subject, subjectOf } from "./savings.ts";
import { strategyFigures } from "./strategy-figures.ts";

/** Another way to run a component, with what it saves and what it costs. */
export interface EfficiencyAlternative {
  /** One of the five strategies, or what no action does: machines half as large, or another grid zone. */
  readonly kind: ActionKind | "half-size-machine" | "cleaner-zone";
  /** Replicas fewer, where it takes some away. */
  readonly count?: number;
  /** The component whose machines are shared, or the grid zone. */
  readonly to?: string;
  readonly savedW: Sourced;
  /** gCO2e an hour; undefined where no intensity is known. */
  readonly savedGPerHour: Sourced | undefined;
  /** The high share of capacity in use. */
  readonly useAfter: number;
  /** The component's own mean time for a request at that use, milliseconds. */
  readonly responseAfterMs: number;
  readonly leavesHeadroom: boolean;
}

/** What a component runs on, and how it could run with less. */
export interface EfficiencyAdvice {
  readonly component: string;
  readonly replicas: number;
  readonly meanUse: number;
  readonly highUse: number;
  readonly powerW: Sourced;
  /** Of it, what its machines draw without any work. */
  readonly idleW: Sourced;
  readonly gPerHour: Sourced | undefined;
  readonly responseMs: number;
  /** The most carbon saved first, then the most power. */
  readonly alternatives: readonly EfficiencyAlternative[];
  /** When, in the coming day, its grid is cleanest for work that can wait. */
  readonly cleanestHour: { readonly at: EpochMs; readonly gPerKwh: number; readonly meanGPerKwh: number } | undefined;
}

/** Where a component runs, and when. */
export interface AdviceContext {
  readonly loads: ReadonlyMap<string, ComponentLoad>;
  /** Grid zones that are known; the component's own is that of its `zone`, else the first. */
  readonly intensities: readonly IntensitySeries[];
  readonly at: EpochMs;
}

/** An alternative before its carbon is known. */
type Option = Omit<EfficiencyAlternative, "savedW" | "savedGPerHour"> & {
  readonly watts: number;
  readonly source: string;
};

const modelled = "idle and peak as given; between them as 310 servers of SPECpower do";
const hoursAhead = 24;

/**
 * How a component could do its work with less energy or carbon: fewer replicas (as many fewer as leave headroom), asleep
 * or gone; idle clocks stopped; data compressed; shared machines; machines half as large; another grid zone. What each
 * would cost is its use and response time afterwards, at the high load.
 *
 * @returns undefined where its power or its load is not known
 */
export function efficiencyAdvice(
  model: SystemModel,
  id: string,
  { loads, intensities, at }: AdviceContext,
): EfficiencyAdvice | undefined {
  const subject = subjectOf(model, id, loads);
  if (subject === undefined) return undefined;
  const { component, curve, replicasUp, meanUse, highUse } = subject;
  const own = intensities.find(({ zone }) => zone === component.zone) ?? intensities[0];
  const ahead = own && dayAhead(own, at);
  const powerW = replicasUp * machinePower(curve, meanUse);
  const emitted = (watts: number) => own && ahead && carbon(watts, mean(ahead), own.source);
  const responseMs = ownTimeMs(component.serviceTimeMs, replicasUp * component.concurrency, highUse);

  const options = [...savingsFor(model, id, loads).map((one) => optionOf(subject, one)), halfSizeMachines(subject)];
  const alternatives = options
    .filter(({ watts }) => watts > 0)
    .map(({ watts, source, ...option }): EfficiencyAlternative => {
      return { ...option, savedW: sourced(watts, "W", source), savedGPerHour: emitted(watts) };
    });
  for (const other of intensities) {
    if (own === undefined || ahead === undefined || other.zone === own.zone || other.signal !== own.signal) continue;
    const less = mean(ahead) - mean(dayAhead(other, at));
    if (!(less > 0)) continue;
    alternatives.push({
      kind: "cleaner-zone",
      to: other.zone,
      savedW: sourced(0, "W", "the same machines, elsewhere"),
      savedGPerHour: carbon(powerW, less, `${own.source}; ${other.source}`),
      useAfter: highUse,
      responseAfterMs: responseMs,
      leavesHeadroom: highUse <= headroom.savesUpTo,
    });
  }
  const grams = ({ savedGPerHour }: EfficiencyAlternative) => savedGPerHour?.value ?? 0;
  return {
    component: id,
    replicas: replicasUp,
    meanUse,
    highUse,
    powerW: sourced(powerW, "W", modelled),
    idleW: sourced(replicasUp * curve[0]!, "W", "idle power as given"),
    gPerHour: emitted(powerW),
    responseMs,
    alternatives: alternatives.sort((a, b) => grams(b) - grams(a) || b.savedW.value - a.savedW.value),
    cleanestHour: ahead && cleanest(ahead, at),
  };
}

/** A strategy as an option; of replicas as many are taken as leave headroom. */
function optionOf(subject: Subject, { action, ...saving }: Saving): Option {
  const { kind, to } = action;
  let [best, count] = [saving, action.amount ?? 1];
  if (kind === "scale-in" || kind === "sleep-replicas") {
    for (let next = count + 1; ; next++) {
      const more = fewerReplicas(subject, kind, next);
      if (more === undefined || !more.leavesHeadroom) break;
      [best, count] = [more, next];
    }
  }
  return {
    kind,
    ...(kind === "scale-in" || kind === "sleep-replicas" ? { count } : {}),
    ...(to === undefined ? {} : { to }),
    watts: best.savedW,
    source: sourceOf(kind),
    useAfter: best.useAfter,
    responseAfterMs: best.responseMs.after,
    leavesHeadroom: best.leavesHeadroom,
  };
}

/** As many machines, each half as large: half the power at idle and at peak, and twice the use. */
function halfSizeMachines({ component, curve, replicasUp, meanUse, highUse }: Subject): Option {
  const useAfter = Math.min(1, 2 * highUse);
  const watts = replicasUp * (machinePower(curve, meanUse) - machinePower(curve, Math.min(1, 2 * meanUse)) / 2);
  return {
    kind: "half-size-machine",
    watts,
    source: `${modelled}; half of it at twice the use`,
    useAfter,
    responseAfterMs: ownTimeMs(component.serviceTimeMs, (replicasUp * component.concurrency) / 2, useAfter),
    leavesHeadroom: useAfter <= headroom.savesUpTo,
  };
}

function sourceOf(kind: ActionKind): string {
  const { sleepShareOfIdle, compressedShare, networkJPerKb } = strategyFigures;
  if (kind === "sleep-replicas") return `${modelled}; asleep: ${sleepShareOfIdle.source}`;
  if (kind === "compress-data") return `${compressedShare.source}; network: ${networkJPerKb.source}`;
  return modelled;
}

/** gCO2e an hour of a power, the site's overhead included. */
function carbon(watts: number, gPerKwh: number, source: string): Sourced {
  return sourced(gPerHourOf(watts, gPerKwh), "gCO2e/h", `${source}; PUE: ${pue.source}`);
}

/** The intensity of each hour from `at` on; where a series ends before, that of the same hour on the last day known. */
function dayAhead(series: IntensitySeries, at: EpochMs): number[] {
  const end = series.startMs + series.gPerKwh.length * series.stepMs;
  return Array.from({ length: hoursAhead }, (_, hour) => {
    let moment = at + hour * hourMs;
    while (moment >= end && moment - dayMs >= series.startMs) moment -= dayMs;
    return intensityAt(series, moment);
  });
}

function cleanest(ahead: readonly number[], at: EpochMs) {
  const gPerKwh = Math.min(...ahead);
  return { at: at + ahead.indexOf(gPerKwh) * hourMs, gPerKwh, meanGPerKwh: mean(ahead) };
}
