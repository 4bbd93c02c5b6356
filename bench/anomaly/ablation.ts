import { join } from "node:path";
import { mean } from "@homeostat/core/kernel";
import {
  labelled,
  type LabelledSeries,
  type LabelledService,
  type NabSeries,
  readCloudMonitoring,
  readJumpStarter,
  readNab,
} from "./data.ts";
import { judgeService, meanServiceVusPr, meanVusPr, nabRow } from "./detection.ts";
import { type JudgeOptions, judge } from "./judge.ts";
import { memoryAblation } from "./repeats.ts";
import { petshopHits } from "./root-cause.ts";
import { figure, type Table } from "./table.ts";

/** What each part of the detector adds: the whole, then one part less at a time. */
export function ablation(data: string): Table[] {
  const nab = readNab(data);
  const sets = { nab, nabLabelled: labelled(nab), cloud: labelled(readCloudMonitoring(data)) };
  const services = labelled(readJumpStarter(data));
  const row = (part: string, options: JudgeOptions) => ablationRow(part, options, sets);
  return [
    {
      title: "What each part adds: one part less at a time",
      rows: [
        row("everything", {}),
        row("without forecast residuals", { withForecast: false }),
        {
          ...row("without the net among the forecasts", { withoutModels: ["net", "blend"] }),
          verdict: "adds nothing to detection; kept for the forecasts (section prediction)",
        },
        row("without the value", { without: ["value"] }),
        row("without the short mean", { without: ["mean"] }),
        row("without what is unusual for the time", { without: ["unusual", "unusual for long"] }),
        row("without what the forecast did not expect", { without: ["unexpected", "restless"] }),
        row("without debounce and habituation", { everyRow: true }),
        withAnswers(nab),
      ],
    },
    componentTable(services),
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

function componentTable(services: readonly LabelledService[]): Table {
  const metricLevels = (service: LabelledService) =>
    Array.from(service.rows[0]!, (_, metric) => {
      const values = Float64Array.from(service.rows, (row) => row[metric]!);
      return judge(service.at, values).level.subarray(service.scoredFrom);
    });
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
        verdict: "as good a level here; the joint detector is kept for its events, which need a self radius of its own",
      },
      { level: "greatest of the metrics' levels", "VUS-PR": combined((each) => Math.max(...each)) },
    ],
  };
}
