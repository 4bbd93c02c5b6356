import { MetricForecaster } from "@homeostat/core/forecast";
import { ComponentWatch } from "@homeostat/core/immune";
import { mean } from "@homeostat/core/kernel";
import {
  type LabelledSeries,
  type LabelledService,
  labelled,
  type NabSeries,
  readCloudMonitoring,
  readJumpStarter,
  readNab,
} from "./data.ts";
import { type Judgement, judge, judgeAtRandom, judgeByEwma } from "./judge.ts";
import { bestNabThreshold, type NabFile, nabProfiles, nabScore } from "./nab-score.ts";
import { figure, type Table } from "./table.ts";
import { periodOf, vusPr } from "./vus-pr.ts";

type Judge = (series: LabelledSeries) => Judgement;

const ours: Judge = ({ at, values }) => judge(at, values);
const random: Judge = ({ values }) => judgeAtRandom(values, values.length);
const ewma: Judge = ({ values }) => judgeByEwma(values);

/** NAB, Microsoft's cloud monitoring and JumpStarter's second set, each with a random and an EWMA row beside. */
export function detection(data: string): Table[] {
  const nab = readNab(data);
  const cloud = labelled(readCloudMonitoring(data));
  const services = labelled(readJumpStarter(data));
  return [nabTable(nab), levelTable(labelled(nab), cloud, services)];
}

/** A NAB score with the threshold chosen on the files themselves, and one chosen on the other half of them. */
export function nabRow(name: string, set: readonly NabSeries[], judgeOne: Judge): Record<string, string | number> {
  const files = set.map((series): NabFile => ({ scores: judgeOne(series).events, windows: series.windows }));
  const scored = Object.values(nabProfiles).map((profile) => {
    const threshold = bestNabThreshold(files, profile);
    return nabScore(files, threshold, profile);
  });
  const [standard] = scored;
  return {
    detector: name,
    "standard/low-FP/low-FN": scored.map(({ score }) => figure(score, 1)).join("/"),
    "threshold of the other half": figure(crossScore(files), 1),
    "windows hit": `${standard!.windowsHit} of ${standard!.windows}`,
    "false alarms": standard!.falseAlarms,
    "false episodes a 1,000 rows": figure((1_000 * standard!.falseEpisodes) / standard!.scoredRows, 2),
    threshold: figure(standard!.threshold),
  };
}

/** The standard score where each half of the files (every other one) is judged at the other half's threshold. */
function crossScore(files: readonly NabFile[]): number {
  const half = (parity: number) => files.filter((_, i) => i % 2 === parity);
  let sum = 0;
  let windows = 0;
  for (const parity of [0, 1]) {
    const threshold = bestNabThreshold(half(1 - parity), nabProfiles.standard);
    const result = nabScore(half(parity), threshold, nabProfiles.standard);
    sum += result.score * result.windows;
    windows += result.windows;
  }
  return sum / windows;
}

function nabTable(set: readonly NabSeries[]): Table {
  const reference = (detector: string, scores: string, hit: string, episodes: string) => ({
    detector,
    "standard/low-FP/low-FN": scores,
    "windows hit": hit,
    "false episodes a 1,000 rows": episodes,
  });
  return {
    title: "NAB: events; one threshold for all files (asked for: standard ≥ 65; published rows are over all 58 files)",
    rows: [
      nabRow("ours", set, ours),
      nabRow("random", set, random),
      nabRow("EWMA", set, ewma),
      reference("ARTime (published)", "74.9/65.1/80.4", "106 of 116", ".61"),
      reference("Numenta HTM (published)", "70.1/63.2/74.3", "96 of 116", ".44"),
      reference("contextOSE (published)", "69.9/67.0/73.2", "92 of 116", ".19"),
    ],
  };
}

/** The mean VUS-PR of a level over a set. */
export function meanVusPr(set: readonly LabelledSeries[], judgeOne: Judge): number {
  return mean(set.map((series) => vusPr(judgeOne(series).level, series.labels, periodOf(series.values))));
}

/** How a service's metrics become one level. */
export interface ServiceJudgement {
  readonly level: Float64Array;
  /** Scored rows at which an event of all metrics together began, and those at which one of any single metric did. */
  readonly events: readonly number[];
  readonly metricEvents: readonly number[];
}

/** The component's detector over all metrics; `withForecast` says whether it sees what a forecast expected. */
export function judgeService(service: LabelledService, withForecast = true): ServiceJudgement {
  const watch = new ComponentWatch(service.name);
  const names = Array.from(service.rows[0]!, (_, metric) => `metric${metric}`);
  const forecasters = names.map(() => new MetricForecaster());
  const level = new Float64Array(service.rows.length);
  const events: number[] = [];
  const metricEvents: number[] = [];
  for (const [i, row] of service.rows.entries()) {
    const at = service.at[i]!;
    const samples = Object.fromEntries(names.map((name, metric) => [name, row[metric]!]));
    const expectations = withForecast
      ? Object.fromEntries(names.map((name, metric) => [name, forecasters[metric]!.observe(at, row[metric]!)]))
      : {};
    const reading = watch.observe(at, samples, expectations);
    level[i] = reading.level;
    if (i < service.scoredFrom) continue;
    if (reading.events.length > 0) events.push(i - service.scoredFrom);
    if ([...reading.metrics.values()].some(({ isEvent }) => isEvent)) metricEvents.push(i - service.scoredFrom);
  }
  return { level: level.subarray(service.scoredFrom), events, metricEvents };
}

/** How far from an anomaly an event may begin and still belong to it, rows. */
const eventSlack = 12;

/** Episodes that have an event within or shortly before them, and events that belong to none. */
export function countEvents<T extends { readonly service: LabelledService }>(
  judged: readonly T[],
  eventsOf: (one: T) => readonly number[],
) {
  let [hit, episodes, falseEvents, events, rows] = [0, 0, 0, 0, 0];
  for (const one of judged) {
    const { labels } = one.service;
    const begun = eventsOf(one);
    for (let first = labels.indexOf(1); first >= 0; ) {
      const end = labels.indexOf(0, first);
      const last = end < 0 ? labels.length - 1 : end - 1;
      if (begun.some((i) => i >= first - eventSlack && i <= last)) hit++;
      episodes++;
      first = labels.indexOf(1, last + 1);
    }
    falseEvents += begun.filter(
      (i) => !labels.subarray(Math.max(0, i - eventSlack), i + eventSlack).includes(1),
    ).length;
    events += begun.length;
    rows += labels.length;
  }
  return { hit, episodes, falseEvents, events, rows };
}

/** The mean VUS-PR over services, with the period of the first metric as the buffer. */
export function meanServiceVusPr(set: readonly LabelledService[], level: (s: LabelledService) => Float64Array): number {
  return mean(
    set.map((service) => {
      const firstMetric = Float64Array.from(service.rows.slice(service.scoredFrom), (row) => row[0]!);
      return vusPr(level(service), service.labels, periodOf(firstMetric));
    }),
  );
}

function levelTable(
  nab: readonly LabelledSeries[],
  cloud: readonly LabelledSeries[],
  services: readonly LabelledService[],
): Table {
  const judged = new Map(services.map((service) => [service, { service, ...judgeService(service) }]));
  const { events, falseEvents, hit, episodes, rows: seen } = countEvents([...judged.values()], (one) => one.events);
  const worst = (judgeOne: (values: Float64Array, metric: number) => Judgement) =>
    meanServiceVusPr(services, (service) => {
      const levels = Array.from(service.rows[0]!, (_, metric) => {
        const values = Float64Array.from(service.rows, (row) => row[metric]!);
        return judgeOne(standardised(values, service.scoredFrom), metric).level;
      });
      return levels[0]!.map((_, i) => levels.reduce((sum, level) => sum + level[i]!, 0)).subarray(service.scoredFrom);
    });
  return {
    title: "VUS-PR of the level (buffer = the series' period)",
    rows: [
      {
        level: "ours",
        NAB: figure(meanVusPr(nab, ours)),
        "cloud monitoring": figure(meanVusPr(cloud, ours)),
        "JumpStarter D2": figure(meanServiceVusPr(services, (service) => judged.get(service)!.level)),
        "D2: episodes hit; false events, a service and day": `${hit} of ${episodes}; ${falseEvents} of ${events}, ${figure((falseEvents * 288) / seen, 3)}`,
      },
      {
        level: "random",
        NAB: figure(meanVusPr(nab, random)),
        "cloud monitoring": figure(meanVusPr(cloud, random)),
        "JumpStarter D2": figure(worst((values, metric) => judgeAtRandom(values, metric + 1))),
      },
      {
        level: "EWMA",
        NAB: figure(meanVusPr(nab, ewma)),
        "cloud monitoring": figure(meanVusPr(cloud, ewma)),
        "JumpStarter D2": figure(worst(judgeByEwma)),
      },
      { level: "asked for", NAB: "≥ .24", "cloud monitoring": "≥ .55", "JumpStarter D2": "≥ .26" },
      { level: "best published", NAB: ".208", "cloud monitoring": ".603 (offline)", "JumpStarter D2": ".244" },
    ],
  };
}

/** In deviations of the first `count` rows, so that metrics can be added up for the simple rows. */
function standardised(values: Float64Array, count: number): Float64Array {
  const head = values.subarray(0, count);
  const middle = mean(head);
  const deviation = Math.sqrt(mean(head.map((x) => (x - middle) ** 2))) || 1;
  return values.map((x) => (x - middle) / deviation);
}
