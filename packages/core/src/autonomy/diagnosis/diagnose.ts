import { type DurationMs, type EpochMs, median } from "../../kernel/index.ts";
import { affectedBy, type MetricTable, rankRootCauses, recoveryOrder } from "../../ecosystem/index.ts";
import type { ConsoleState, Diagnosis, Incident } from "../../journal/index.ts";
import { type Frame, isMaterial, type SystemModel } from "../../system/index.ts";
import type { RecentFrames } from "../recent-frames.ts";

/** What comes shortly before the first finding may be part of it already. */
const cautionMs: DurationMs = 3_000;
/** An incident is diagnosed when it opens, and once more when it has shown itself. */
const secondLookMs: DurationMs = 10_000;
/** Components that are looked at; the nearest to what is affected first. */
const mostComponents = 20;
const mostImpact = 40;
const mostRanked = 5;
const mostMetrics = 6;
/** Deviations below this are not worth naming. */
const leastDeviation = 3;

/** Whether an open incident is to be diagnosed now: a diagnosis stands as it is while nothing new can be said. */
export function isDiagnosisDue({ root, openedAt, healedAt, diagnosis }: Incident, now: EpochMs): boolean {
  if (healedAt !== undefined) return false;
  if (diagnosis === undefined || diagnosis.root !== root) return true;
  return diagnosis.at < openedAt + secondLookMs && now >= openedAt + secondLookMs;
}

/**
 * What an incident is about, three things apart: its root cause with the ranking of all that could have caused it, the
 * critical failure that its users feel most, and its impact; and the order in which what is affected recovers.
 */
export function diagnose(state: ConsoleState, incident: Incident, recent: RecentFrames, now: EpochMs): Diagnosis {
  const { root } = incident;
  const model = state.model!;
  const unwell = new Set(
    Object.values(state.findings)
      .filter(({ id }) => incident.findings.includes(id))
      .map(({ component }) => component),
  );
  const impact = affectedBy(model, root).slice(1, 1 + mostImpact);
  return {
    at: now,
    root,
    ranking: rankingOf(model, incident, recent, now),
    critical: criticalFailure(state, unwell),
    impact: impact.map(({ component, how }) => ({ component, how })),
    recovery: recoveryOrder(model, unwell.add(root)).map(({ components }) => [...components]),
  };
}

/** Ranked among what is affected and what that needs: the cause may be one that has no finding. */
function rankingOf(model: SystemModel, { affected, openedAt }: Incident, recent: RecentFrames, now: EpochMs) {
  const looked = new Set(affected);
  for (const id of looked) {
    for (const { from, to } of model.dependencies) if (from === id && looked.size < mostComponents) looked.add(to);
  }
  const normal = tableOf(looked, (id) => recent.between(id, Number.NEGATIVE_INFINITY, openedAt - cautionMs));
  const during = tableOf(looked, (id) => recent.between(id, openedAt, now + 1));
  if (normal === undefined || during === undefined) return [];
  const material = materialOnly(during, normal);
  const graph = model.dependencies.map(({ from, to }) => ({ from, to }));
  const { components, metrics } = rankRootCauses({ normal, incident: material, graph });
  const best = components[0]?.score ?? 0;
  return components
    .filter(({ score }) => score > 0)
    .slice(0, mostRanked)
    .map(({ component, score, explained }) => ({
      component,
      score: score / best,
      explained: Math.max(0, explained),
      metrics: metrics
        .filter((metric) => metric.component === component && Math.abs(metric.deviation) >= leastDeviation)
        .slice(0, mostMetrics)
        .map(({ metric, deviation }) => ({ metric, deviation })),
    }));
}

/** The columns of several components; what one of them did not send at a row is missing there. */
function tableOf(ids: ReadonlySet<string>, framesOf: (id: string) => readonly Frame[]): MetricTable | undefined {
  const frames = [...ids].map((id) => [id, framesOf(id)] as const);
  const rows = Math.max(0, ...frames.map(([, each]) => each.length));
  if (rows === 0) return undefined;
  const columns = frames.flatMap(([component, each]) =>
    [...new Set(each.flatMap(({ samples }) => Object.keys(samples)))].map((metric) => ({
      component,
      metric,
      values: Float64Array.from({ length: rows }, (_, i) => each[i]?.samples[metric] ?? Number.NaN),
    })),
  );
  return { at: Float64Array.from({ length: rows }, (_, i) => i), columns };
}

/** Without the metrics whose change, however unusual, no person would want to hear of. */
function materialOnly(during: MetricTable, normal: MetricTable): MetricTable {
  const usual = new Map(
    normal.columns.map(({ component, metric, values }) => [
      `${component} ${metric}`,
      median(values.filter(Number.isFinite)),
    ]),
  );
  const columns = during.columns.filter(({ component, metric, values }) =>
    values.some((value) => isMaterial(metric, value, usual.get(`${component} ${metric}`) ?? Number.NaN)),
  );
  return { at: during.at, columns };
}

/** Of what is unwell, that which fails the most requests a second; what is marked critical comes before what is not. */
function criticalFailure({ model, components }: ConsoleState, unwell: ReadonlySet<string>): Diagnosis["critical"] {
  const failing = model!.components
    .filter(({ id }) => unwell.has(id))
    .map(({ id, isCritical }) => {
      const { errorRate = 0, requestRate = 0 } = components[id]?.metrics ?? {};
      return { component: id, isCritical, failedRps: errorRate * requestRate };
    })
    .filter(({ failedRps }) => failedRps > 0)
    .sort((a, b) => Number(b.isCritical) - Number(a.isCritical) || b.failedRps - a.failedRps);
  const [worst] = failing;
  return worst === undefined ? null : { component: worst.component, failedRps: worst.failedRps };
}
