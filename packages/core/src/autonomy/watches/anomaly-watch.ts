import type { DurationMs, EpochMs } from "../../kernel/index.ts";
import { minuteMs } from "../../kernel/index.ts";
import { MetricForecaster, timeToBreach } from "../../forecast/index.ts";
import {
  type AnomalyEvent,
  ComponentWatch,
  type ComponentWatchState,
  type MetricLesson,
  type MovedMetric,
} from "../../immune/index.ts";
import type { ConsoleState, Evidence, FindingVerdict } from "../../journal/index.ts";
import { type Frame, isMaterial } from "../../system/index.ts";
import type { Condition } from "./finding-tracker.ts";
import { defaultLimits } from "./limit-watch.ts";
import type { Watch } from "./watch.ts";

/** The name under which a component's anomaly level is recorded beside its own metrics, 0..1. */
export const anomalyLevelMetric = "anomalyLevel";

/** An anomaly is a finding from its event until its level has been low again. */
const lowLevel = 0.5;
const longestAnomalyMs: DurationMs = 5 * minuteMs;
const breachHorizonMs: DurationMs = 10 * minuteMs;
const breachHoldMs: DurationMs = 10_000;
/** More components than this are judged in turns, so that a tick stays short. */
const judgedEachTick = 200;
/** The metrics worth mentioning in one finding. */
const mentioned = 6;

/** How far a metric went during an event, at its farthest. */
interface Farthest {
  readonly metric: string;
  readonly value: number;
  /** What was usual when the event began: what came since has no part in it. */
  readonly expected: number;
  readonly departure: number;
}

/** What a metric's forecast said of a sample before it came. */
interface Expectation {
  readonly expected: number;
  readonly usual: number;
}

interface Judged {
  /** Its turn among the others. */
  readonly place: number;
  readonly watch: ComponentWatch;
  readonly forecasters: Map<string, MetricForecaster>;
  event: AnomalyEvent | undefined;
  /** Whether the event has come to matter: what is merely unusual is drawn, but nobody is told. */
  isNews: boolean;
  /** By metric that has moved since the event, in the order in which they did. */
  farthest: Map<string, Farthest>;
  /** By metric, as it was when the event began. */
  usual: Readonly<Record<string, Expectation>>;
  metrics: Readonly<Record<string, number>>;
  breaches: readonly Evidence[];
  /** Metrics that have stopped coming, and since when there are so many. */
  absent: { readonly metrics: readonly string[]; readonly since: EpochMs };
}

/** All that is known of a component, to be stored. */
interface Learned {
  readonly watch: ComponentWatchState;
  readonly forecasters: Readonly<Record<string, readonly number[]>>;
}

/**
 * Sees what no limit knows: each component's immune system judges its metrics against what their forecasts expect, and a
 * forecast that runs into a limit is told before it gets there. Anomalies are warnings, and only where a metric has
 * changed for the worse by enough to matter; they never say that a component has failed.
 */
export class AnomalyWatch implements Watch {
  readonly #judged = new Map<string, Judged>();
  #turn = 0;

  observe(frame: Frame): void {
    const judged = this.#judged.get(frame.component) ?? this.#begin(new ComponentWatch(frame.component));
    const turns = Math.ceil(this.#judged.size / judgedEachTick);
    if ((judged.place + this.#turn) % turns === 0) this.#judge(judged, frame);
  }

  learned(component: string): Learned | undefined {
    const judged = this.#judged.get(component);
    if (judged === undefined) return undefined;
    const forecasters = Object.fromEntries([...judged.forecasters].map(([metric, each]) => [metric, each.save()]));
    return { watch: judged.watch.save(), forecasters };
  }

  relearn(component: string, learned: unknown): void {
    const { watch, forecasters } = learned as Learned;
    const known = Object.entries(forecasters).map(([metric, saved]) => {
      const forecaster = new MetricForecaster();
      forecaster.load(saved);
      return [metric, forecaster] as const;
    });
    const loaded = ComponentWatch.load(watch);
    if (loaded.component !== component) throw new RangeError(`what was learned is of ${loaded.component}`);
    const { forecasters: fresh } = this.#begin(loaded);
    for (const [metric, forecaster] of known) fresh.set(metric, forecaster);
  }

  #begin(watch: ComponentWatch): Judged {
    const judged: Judged = {
      place: this.#judged.get(watch.component)?.place ?? this.#judged.size,
      watch,
      forecasters: new Map(),
      event: undefined,
      isNews: false,
      farthest: new Map(),
      usual: {},
      metrics: {},
      breaches: [],
      absent: { metrics: [], since: 0 },
    };
    this.#judged.set(watch.component, judged);
    return judged;
  }

  derived(component: string): Readonly<Record<string, number>> {
    const judged = this.#judged.get(component);
    return judged === undefined ? {} : { [anomalyLevelMetric]: judged.watch.level };
  }

  conditions(_state: ConsoleState, now: EpochMs): readonly Condition[] {
    this.#turn++;
    const found: Condition[] = [];
    for (const [component, judged] of this.#judged) {
      const { event, watch } = judged;
      if (event !== undefined && (watch.level < lowLevel || now - event.at > longestAnomalyMs))
        judged.event = undefined;
      const evidence = judged.event !== undefined && judged.isNews ? [anomalyEvidence(component, judged)] : [];
      const { metrics, since } = judged.absent;
      if (metrics.length > 0 && now - since <= longestAnomalyMs)
        evidence.push({ kind: "absent", component, metrics: [...metrics] });
      if (evidence.length > 0) {
        found.push({ kind: "anomaly", component, severity: "warning", evidence, holdMs: 0 });
      }
      if (judged.breaches.length > 0) {
        found.push({
          kind: "breach-ahead",
          component,
          severity: "warning",
          evidence: judged.breaches,
          holdMs: breachHoldMs,
        });
      }
    }
    return found;
  }

  /** A person's verdict on the newest anomaly of a component: real ones sharpen its detectors, harmless ones are tolerated. */
  judge(component: string, verdict: FindingVerdict): readonly MetricLesson[] {
    const judged = this.#judged.get(component);
    if (judged?.event === undefined) return [];
    const { id } = judged.event;
    if (verdict === "confirmed") return judged.watch.confirm(id);
    judged.event = undefined;
    return judged.watch.dismiss(id);
  }

  #judge(judged: Judged, { at, samples }: Frame): void {
    const expectations: Record<string, Expectation> = {};
    for (const [metric, value] of Object.entries(samples)) {
      let forecaster = judged.forecasters.get(metric);
      if (forecaster === undefined) judged.forecasters.set(metric, (forecaster = new MetricForecaster()));
      const reading = forecaster.observe(at, value);
      if (!Number.isFinite(reading.expected)) continue;
      expectations[metric] = { expected: reading.expected, usual: reading.usual };
    }
    const reading = judged.watch.observe(at, samples, expectations);
    const newest = reading.events.at(-1);
    if (newest !== undefined) {
      // An event that follows another is measured from what was usual before the first.
      if (judged.event === undefined) judged.usual = expectations;
      [judged.event, judged.isNews, judged.farthest] = [newest, false, new Map()];
    }
    judged.isNews ||= (judged.event?.metrics ?? []).some(({ metric }) => {
      const before = expectations[metric]?.usual;
      return before === undefined || isMaterial(metric, samples[metric] ?? Number.NaN, before);
    });
    judged.metrics = samples;
    if (judged.event !== undefined) follow(judged, newest?.metrics ?? reading.moved);
    judged.breaches = breachesOf(judged);
    if (reading.absent.length !== judged.absent.metrics.length) judged.absent = { metrics: reading.absent, since: at };
  }
}

/** Takes in what moved at this sample: the first time counts for the order, the farthest for the figures. */
function follow({ farthest, metrics, usual }: Judged, moved: readonly MovedMetric[]): void {
  for (const { metric, departure } of moved) {
    const expected = usual[metric]?.usual;
    if (expected === undefined || Math.abs(farthest.get(metric)?.departure ?? 0) >= Math.abs(departure)) continue;
    farthest.set(metric, { metric, value: metrics[metric]!, expected, departure });
  }
}

function anomalyEvidence(component: string, { watch, farthest }: Judged): Evidence {
  const metrics = [...farthest.values()].sort((a, b) => Math.abs(b.departure) - Math.abs(a.departure));
  return { kind: "anomaly", component, level: watch.level, metrics: metrics.slice(0, mentioned) };
}

/** Limits that a metric is not beyond yet, and that its forecast reaches. */
function breachesOf({ watch, forecasters, metrics }: Judged): readonly Evidence[] {
  const found: Evidence[] = [];
  for (const { metric, warning } of defaultLimits) {
    const forecaster = forecasters.get(metric);
    const value = metrics[metric];
    // Only what has come more than half of the way is worth looking ahead for.
    if (forecaster === undefined || value === undefined || value > warning || value < warning / 2) continue;
    const breach = timeToBreach(forecaster, warning, "above", breachHorizonMs);
    if (breach === null) continue;
    const model = "trend";
    found.push({ kind: "forecast", component: watch.component, metric, limit: warning, breachAt: breach.at, model });
  }
  return found;
}
