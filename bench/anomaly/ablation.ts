import { join } from "node:path";
import { type ForecastModel, MetricForecaster } from "@homeostat/core/forecast";
import { mean } from "@homeostat/core/kernel";
import {
  labelled,
  type LabelledSeries,
  type LabelledService,
  type NabSeries,
  readCloudMonitoring,
  readEtt,
  readJumpStarter,
  readNab,
  readSockShop,
} from "./data.ts";
import { countEvents, judgeService, meanServiceVusPr, meanVusPr, nabRow } from "./detection.ts";
import { type JudgeOptions, judge } from "./judge.ts";
import { memoryAblation } from "./repeats.ts";
import { petshopHits } from "./root-cause.ts";
import { figure, type Table } from "./table.ts";

/** What each part of the detector adds: the whole, then one part less at a time. */
export function ablation(data: string): Table[] {
  const nab = readNab(data);
  const sets = { nab, nabLabelled: labelled(nab), cloud: labelled(readCloudMonitoring(data)) };
  const services = labelled(readJumpStarter(data));
  const { at, columns } = readEtt(data);
  const row = (part: string, options: JudgeOptions) => ablationRow(part, options, sets);
  return [
    {
      title: "What each part adds: one part less at a time",
      rows: [
        row("everything", {}),
        row("without forecast residuals", { withForecast: false }),
        {
          ...row("without the net among the forecasts", { withoutModels: ["net"] }),
          verdict: "adds nothing here; it is kept for what it adds to the forecasts, below",
        },
        row("without the value", { without: ["value"] }),
        row("without the short mean", { without: ["mean"] }),
        row("without what is unusual for the time", { without: ["unusual", "unusual for long"] }),
        row("without what the forecast did not expect", { without: ["unexpected", "restless"] }),
        row("without debounce and habituation", { everyRow: true }),
        withAnswers(nab),
      ],
    },
    forecastTable({
      ETTh1: columns.map((values) => ({ at, values })),
      NAB: nab,
      "cloud monitoring": readCloudMonitoring(data),
      "JumpStarter D2": services.flatMap(metricsOf),
    }),
    levelTable(services),
    eventTable({ "JumpStarter D2": services, "Sock Shop": readSockShop(data) }),
    graphTable(join(data, "petshop/dataset")),
    memoryAblation(data),
  ];
}

function ablationRow(
  part: string,
  options: JudgeOptions,
  sets: { nab: readonly NabSeries[]; nabLabelled: readonly LabelledSeries[]; cloud: readonly LabelledSeries[] },
) {
  const judgeOne = ({ at, values }: LabelledSeries) => judge(at, values, options);
  const { "standard/low-FP/low-FN": scores, "false alarms": falseAlarms } = nabRow(part, sets.nab, judgeOne);
  return {
    part,
    "NAB standard/low-FP/low-FN": scores!,
    "false alarms": falseAlarms!,
    "VUS-PR NAB": figure(meanVusPr(sets.nabLabelled, judgeOne)),
    "VUS-PR cloud": figure(meanVusPr(sets.cloud, judgeOne)),
  };
}

/** With a person who confirms each true event and dismisses each false one; the labels play the person, so this is no headline. */
function withAnswers(nab: readonly NabSeries[]) {
  const { "standard/low-FP/low-FN": scores, "false alarms": falseAlarms } = nabRow("answers", nab, (series) =>
    judge(series.at, series.values, { answer: (i) => (series.labels[i] === 1 ? "confirmed" : "dismissed") }),
  );
  return {
    part: "with a person who confirms and dismisses every event",
    "NAB standard/low-FP/low-FN": scores!,
    "false alarms": falseAlarms!,
  };
}

function graphTable(petshop: string): Table {
  const row = (part: string, withGraph: boolean) => {
    const { first, third } = petshopHits(petshop, withGraph);
    return { part, "recall@1": figure(mean(first)), "recall@3": figure(mean(third)), cases: first.length };
  };
  return {
    title: "What correlation over the call graph adds (PetShop)",
    rows: [row("everything", true), row("without the call graph", false)],
  };
}

function levelTable(services: readonly LabelledService[]): Table {
  const metricLevels = (service: LabelledService) =>
    metricsOf(service).map(({ at, values }) => judge(at, values).level.subarray(service.scoredFrom));
  const levels = new Map(services.map((service) => [service, metricLevels(service)]));
  const combined = (combine: (levels: number[]) => number) =>
    figure(
      meanServiceVusPr(services, (service) => {
        const each = levels.get(service)!;
        return each[0]!.map((_, i) => combine(each.map((level) => level[i]!)));
      }),
    );
  return {
    title: "JumpStarter D2: one level from nineteen metrics",
    rows: [
      { level: "joint detector", "VUS-PR": figure(meanServiceVusPr(services, (s) => judgeService(s).level)) },
      {
        level: "joint detector without forecast residuals",
        "VUS-PR": figure(meanServiceVusPr(services, (s) => judgeService(s, false).level)),
      },
      {
        level: "mean of the metrics' levels",
        "VUS-PR": combined(mean),
        verdict: "as good a level, but it is small wherever few of many metrics move; and it raises no events",
      },
      { level: "greatest of the metrics' levels", "VUS-PR": combined((each) => Math.max(...each)) },
    ],
  };
}

/** What a component's few metrics together add to its events, beside the events of each metric. */
function eventTable(sets: Readonly<Record<string, readonly LabelledService[]>>): Table {
  const rows = Object.entries(sets).flatMap(([set, services]) => {
    const judged = services.map((service) => ({ service, ...judgeService(service) }));
    const row = (events: string, of: (one: (typeof judged)[number]) => readonly number[]) => {
      const { hit, episodes, falseEvents, rows: seen } = countEvents(judged, of);
      return { set, events, "episodes hit": `${hit} of ${episodes}`, "false events": `${falseEvents} in ${seen} rows` };
    };
    return [row("of all metrics together", (one) => one.events), row("of any metric", (one) => one.metricEvents)];
  });
  return { title: "What judging a component's metrics together adds: events that a person hears of", rows };
}

/** What the small net adds to the forecasts of all sets: how often it speaks, and the error without it. */
function forecastTable(sets: Readonly<Record<string, readonly Sampled[]>>): Table {
  return {
    title:
      "What the net adds to the forecasts one step ahead (mean over series of the error's ratio to that without it)",
    rows: Object.entries(sets).map(([set, series]) => {
      const compared = series
        .map((one) => ({ all: forecastErrors(one, []), without: forecastErrors(one, ["net"]) }))
        .filter(({ without }) => without.absolute > 0);
      const ratio = (of: (errors: ForecastErrors) => number) =>
        figure(Math.exp(mean(compared.map(({ all, without }) => Math.log(of(all) / of(without))))));
      const better = compared.filter(({ all, without }) => all.absolute < without.absolute).length;
      return {
        set,
        series: compared.length,
        "net speaks": `${figure(100 * mean(compared.map(({ all }) => all.netShare)), 0)} %`,
        "absolute error": ratio((errors) => errors.absolute),
        "squared error": ratio((errors) => errors.squared),
        "less error with it": `${better} of ${compared.length}`,
      };
    }),
  };
}

type Sampled = Pick<LabelledSeries, "at" | "values">;
type ForecastErrors = ReturnType<typeof forecastErrors>;
/** The first share of a series is not scored. */
const unscored = 0.15;

function forecastErrors({ at, values }: Sampled, without: readonly ForecastModel[]) {
  const forecaster = new MetricForecaster({ without });
  let [absolute, squared, net, scored] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const { expected, intake, model } = forecaster.observe(at[i]!, values[i]!);
    if (i < unscored * values.length || intake !== "learned") continue;
    const miss = Math.abs(values[i]! - expected);
    absolute += miss;
    squared += miss * miss;
    if (model === "net") net++;
    scored++;
  }
  return { absolute: absolute / scored, squared: squared / scored, netShare: net / scored };
}

function metricsOf({ at, rows }: LabelledService): Sampled[] {
  return Array.from(rows[0]!, (_, metric) => ({ at, values: Float64Array.from(rows, (row) => row[metric]!) }));
}
