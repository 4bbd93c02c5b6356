import { type EpochMs, median, quantileOfSorted } from "../kernel/index.ts";
import { checkTable, type MetricColumn, metricRole, type MetricRole, type MetricTable } from "./metric-table.ts";

/** A call edge: `from` calls `to`. */
export interface CallEdge {
  readonly from: string;
  readonly to: string;
}

export interface RootCauseOptions {
  /** Before the incident. */
  readonly normal: MetricTable;
  /** From about its beginning on. */
  readonly incident: MetricTable;
  /** Who calls whom, where that is known. */
  readonly graph?: readonly CallEdge[];
  /** Where the trouble was noticed. Only what it needs can be its cause. */
  readonly target?: string;
}

/** How much a metric moved. */
export interface MetricScore {
  readonly component: string;
  readonly metric: string;
  /** Higher is likelier to be the cause; comparable only within one ranking. */
  readonly score: number;
  /** Robust deviations from normal, signed. */
  readonly deviation: number;
}

export interface ComponentScore {
  readonly component: string;
  readonly score: number;
  /** The share of what it shows that its callees explain, 0..1. */
  readonly explained: number;
}

export interface RootCauseRanking {
  /** Whether anything stands out at all; a ranking of what is normal means nothing. */
  readonly isIncident: boolean;
  /** Most likely cause first. */
  readonly metrics: readonly MetricScore[];
  readonly components: readonly ComponentScore[];
}

/** A best score below this is what normal data has, too. */
const alarmScore = 1.5;
/** Deviations below this are noise. */
const noise = 3;
/** How far what moved counts beside a resource that moved as much: a symptom follows, it does not lead. */
const leading: Record<MetricRole, number> = { resource: 1, error: 1, success: 1, time: 0.6, traffic: 0.15, other: 0.3 };
/** Holding more memory costs processor time, but not the other way round: of the two, memory that grew is the cause. */
const holding = /mem|heap|disk/i;
const holdingLead = 1.6;
const clearGrowth = 0.5;
/** Fewer normal samples than this say nothing of what is normal. */
const leastSamples = 8;
/** Of a share of successes: the share of failures that is nothing. */
const leastFailures = 0.0005;
/** What a spread is at least, as a share of the metric's size: what never varied is not infinitely surprised. */
const leastSpread = 0.02;
/** Metrics that count requests: trouble counts as often as it is met. */
const requests = /^req|workload|throughput|\brps\b/i;
/** A component that has no part in what the target feels keeps this much of its score. */
const withoutShare = 0.05;

/** How one metric moved: in its own units, and in units of its normal spread. */
interface Deviation {
  readonly column: MetricColumn;
  readonly role: MetricRole;
  /** Upper quartile of how far it is away, signed by its direction. */
  readonly change: number;
  readonly width: number;
  readonly middle: number;
}

/**
 * Ranks what could have caused an incident. Each metric is judged by its robust deviation from normal (median and
 * interquartile range, as in BARO's RobustScorer, Pham et al. 2024). Where the call graph is known, a component is
 * charged only with the time and the errors that its callees do not explain, as far as they reach the target: what
 * climbs to a caller is a symptom, not a cause.
 *
 * @throws {InputError} for a table without rows or with columns of unequal length
 */
export function rankRootCauses({ normal, incident, graph = [], target }: RootCauseOptions): RootCauseRanking {
  checkTable(normal, "the normal table");
  checkTable(incident, "the incident table");
  const deviations = deviationsOf(normal, incident);
  const callees = calleesOf(graph);
  const usual = usualSizes(deviations);
  const charged = new Map<Deviation, number>();
  const lookup = new Map(deviations.map((d) => [`${d.column.component} ${d.column.metric}`, d]));
  for (const deviation of deviations)
    charged.set(
      deviation,
      strength(ownChange(deviation, callees, lookup) / deviation.width) * leadOf(deviation, usual),
    );

  const shares = target === undefined || graph.length === 0 ? undefined : sharesOf(target, deviations, callees, lookup);
  const byComponent = new Map<string, { score: number; raw: number }>();
  for (const deviation of deviations) {
    const { component } = deviation.column;
    const held = byComponent.get(component) ?? { score: 0, raw: 0 };
    byComponent.set(component, {
      score: Math.max(held.score, charged.get(deviation)!),
      raw: Math.max(held.raw, strength(deviation.change / deviation.width) * leadOf(deviation, usual)),
    });
  }
  const share = (component: string) =>
    shares === undefined ? 1 : shares.has(component) ? withoutShare + shares.get(component)! : 0;
  const components = [...byComponent]
    .map(([component, { score, raw }]): ComponentScore => {
      return { component, explained: raw === 0 ? 0 : 1 - score / raw, score: score * share(component) };
    })
    .sort((x, y) => y.score - x.score);
  const metrics = deviations
    .map((deviation): MetricScore => {
      const { component, metric } = deviation.column;
      return {
        component,
        metric,
        deviation: deviation.change / deviation.width,
        score: charged.get(deviation)! * share(component),
      };
    })
    .sort((x, y) => y.score - x.score);
  return { isIncident: (components[0]?.score ?? 0) >= alarmScore, metrics, components };
}

/** Instants that an incident is looked for in at a time. */
const scanned = 4;

/**
 * When an incident began, as the metrics themselves tell: the start of the window in which one component stands out
 * most.
 */
export function incidentStart(options: RootCauseOptions): EpochMs {
  const { incident } = options;
  let best = { at: incident.at[0]!, score: 0 };
  for (let t = 0; t + scanned <= incident.at.length; t++) {
    const window = windowOf(incident, t, t + scanned);
    const [first, second] = rankRootCauses({ ...options, incident: window }).components;
    const score = (first?.score ?? 0) - 0.5 * (second?.score ?? 0);
    if (score > best.score) best = { at: incident.at[t]!, score };
  }
  return best.at;
}

function windowOf({ at, columns }: MetricTable, from: number, to: number): MetricTable {
  return {
    at: at.subarray(from, to),
    columns: columns.map(({ component, metric, values }) => ({ component, metric, values: values.subarray(from, to) })),
  };
}

function indexOf(table: MetricTable): Map<string, MetricColumn> {
  return new Map(table.columns.map((column) => [`${column.component} ${column.metric}`, column]));
}

interface Scale {
  readonly middle: number;
  readonly spread: number;
}

/** Median and spread (the interquartile range, as a standard deviation); undefined for too few values. */
function scaleOf(column: MetricColumn | undefined): Scale | undefined {
  if (column === undefined) return undefined;
  const sorted = sortedFinite(column.values);
  if (sorted.length < leastSamples) return undefined;
  const spread = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / 1.349;
  return { middle: quantileOfSorted(sorted, 0.5), spread };
}

/** The spread that a change is measured by: never so small that what hardly ever varied is infinitely surprised. */
function widthOf({ middle, spread }: Scale, sorted: Float64Array, role: MetricRole): number {
  const whole = role !== "success" ? 0 : middle > 1.5 ? 100 : 1;
  const size = Math.max(Math.abs(whole - middle), Math.abs(whole - sorted[0]!), Math.abs(whole - sorted.at(-1)!));
  return Math.max(spread, leastSpread * size, leastFailures * whole, 1e-12);
}

/**
 * How far a metric is away for as long as it lasts (the upper quartile, so not a single spike), signed. Time and errors
 * are also held against the calmest instants of the window itself: what is normal drifts from day to day.
 */
function changeOf(sorted: Float64Array, middle: number, role: MetricRole): number {
  const at = (q: number) => quantileOfSorted(sorted, q);
  if (role === "time" || role === "error") return Math.max(0, at(0.75) - Math.min(middle, at(0.1)));
  if (role === "success") return Math.min(0, at(0.25) - Math.max(middle, at(0.9)));
  const far = quantileOfSorted(distancesFrom(sorted, middle), 0.75);
  return at(0.5) < middle ? -far : far;
}

function sortedFinite(values: Float64Array): Float64Array {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) finite[count++] = value;
  }
  return finite.subarray(0, count).sort();
}

/** How far each of some ascending values lies from `middle`, ascending: the two sides are merged, not sorted anew. */
function distancesFrom(sorted: Float64Array, middle: number): Float64Array {
  const distances = new Float64Array(sorted.length);
  let [low, high] = [0, sorted.length - 1];
  for (let i = sorted.length - 1; i >= 0; i--) {
    const [below, above] = [middle - sorted[low]!, sorted[high]! - middle];
    if (below > above) {
      distances[i] = Math.abs(below);
      low++;
    } else {
      distances[i] = Math.abs(above);
      high--;
    }
  }
  return distances;
}

function deviationsOf(normal: MetricTable, incident: MetricTable): Deviation[] {
  const known = indexOf(normal);
  const found: Deviation[] = [];
  for (const column of incident.columns) {
    const scale = scaleOf(known.get(`${column.component} ${column.metric}`));
    const sorted = sortedFinite(column.values);
    if (scale === undefined || sorted.length === 0) continue;
    const role = metricRole(column.metric);
    const change = changeOf(sorted, scale.middle, role);
    found.push({ column, role, change, width: widthOf(scale, sorted, role), middle: scale.middle });
  }
  return found;
}

/** Beyond the noise, on a logarithmic scale: ten times as far is not ten times as likely. */
function strength(deviation: number): number {
  return Number.isFinite(deviation) ? Math.log1p(Math.max(0, Math.abs(deviation) - noise)) : 0;
}

/** By metric name: the median size over the components that have it. */
function usualSizes(deviations: readonly Deviation[]): Map<string, number> {
  const sizes = new Map<string, number[]>();
  for (const { column, middle } of deviations) {
    const held = sizes.get(column.metric);
    if (held === undefined) sizes.set(column.metric, [Math.abs(middle)]);
    else held.push(Math.abs(middle));
  }
  return new Map([...sizes].map(([metric, all]) => [metric, median(all)]));
}

/** How far a metric leads; what holds memory leads when it grew clearly, by its own size and by what the others hold. */
function leadOf({ role, column, change, middle }: Deviation, usual: ReadonlyMap<string, number>): number {
  const size = Math.max(Math.abs(middle), usual.get(column.metric) ?? 0);
  const grew = role === "resource" && holding.test(column.metric) && change > clearGrowth * size;
  return leading[role] * (grew ? holdingLead : 1) * (role === "resource" && change < 0 ? 0.5 : 1);
}

/** Of a change in time or errors, what the callees' own change does not explain; other changes are all its own. */
function ownChange(
  { column, role, change }: Deviation,
  callees: ReadonlyMap<string, Set<string>>,
  lookup: ReadonlyMap<string, Deviation>,
): number {
  if (role !== "time" && role !== "error" && role !== "success") return change;
  const isBad = role === "success" ? change < 0 : change > 0;
  if (!isBad) return 0;
  let explained = 0;
  for (const callee of callees.get(column.component) ?? []) {
    const theirs = lookup.get(`${callee} ${column.metric}`)?.change ?? 0;
    explained = Math.max(explained, role === "success" ? -theirs : theirs);
  }
  return Math.max(0, Math.abs(change) - explained);
}

/** By component that the target needs: which part of what the target feels is its own making, 0..1. */
function sharesOf(
  target: string,
  deviations: readonly Deviation[],
  callees: ReadonlyMap<string, Set<string>>,
  lookup: ReadonlyMap<string, Deviation>,
): Map<string, number> {
  const felt = deviations
    .filter(
      ({ column, role }) => column.component === target && (role === "time" || role === "error" || role === "success"),
    )
    .sort((a, b) => strength(b.change / b.width) - strength(a.change / a.width))[0];
  const asked = new Map<string, number>();
  for (const { column } of deviations) {
    if (requests.test(column.metric)) asked.set(column.component, median(column.values.filter(Number.isFinite)));
  }
  const reached = new Set([target]);
  for (const component of reached) for (const callee of callees.get(component) ?? []) reached.add(callee);
  const own = new Map<string, number>();
  for (const component of reached) {
    const theirs = felt === undefined ? undefined : lookup.get(`${component} ${felt.column.metric}`);
    const part = theirs === undefined ? 0 : ownChange(theirs, callees, lookup);
    own.set(component, part * (asked.get(component) ?? 1));
  }
  const most = Math.max(...own.values());
  return new Map([...own].map(([component, value]) => [component, most > 0 ? value / most : 0]));
}

function calleesOf(graph: readonly CallEdge[]): Map<string, Set<string>> {
  const callees = new Map<string, Set<string>>();
  for (const { from, to } of graph) {
    const set = callees.get(from) ?? new Set();
    set.add(to);
    callees.set(from, set);
  }
  return callees;
}
