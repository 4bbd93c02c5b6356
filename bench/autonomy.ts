// The public yardsticks of self-adaptation: SWIM beside its original and its managers, mRUBiS beside its fixed table.
// `--data DIR` names the reference data (default ../shared/data), `--json` prints one document a table, `--quick` takes
// two seeds in place of five and leaves the made-up traces out.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  doNothing,
  homeostatManager,
  reactiveManager,
  readArchitecture,
  readTrace,
  runMrubis,
  simulateSwim,
  staticManager,
  type SwimManager,
  type SwimOptions,
  syntheticTrace,
  type TraceShape,
  traceShapes,
} from "@homeostat/core/exemplars";
import { compareOnUnseenTraces } from "./autonomy/unseen-traces.ts";
import { printReport } from "./report.ts";

const dataAt = process.argv.indexOf("--data");
const data = join(dataAt < 0 ? "../shared/data" : process.argv[dataAt + 1]!, "autonomy");
const isQuick = process.argv.includes("--quick");
const seeds = isQuick ? [0, 1] : [0, 1, 2, 3, 4];

interface ReferenceRun extends Readonly<Record<string, string | number>> {
  readonly manager: string;
  readonly boot: number;
  readonly seed: number;
  readonly maxServers: number;
  readonly levels: number;
}

type Configuration = Pick<SwimOptions, "maxServers" | "dimmerLevels" | "bootSeconds">;
const configurations: readonly (Configuration & { readonly asked?: number })[] = [
  { maxServers: 3, dimmerLevels: 5, bootSeconds: 60, asked: 4_300 },
  { maxServers: 3, dimmerLevels: 5, bootSeconds: 180, asked: 4_200 },
  { maxServers: 12, dimmerLevels: 10, bootSeconds: 180, asked: 11_600 },
  { maxServers: 3, dimmerLevels: 5, bootSeconds: 0 },
  { maxServers: 3, dimmerLevels: 5, bootSeconds: 240 },
  { maxServers: 12, dimmerLevels: 10, bootSeconds: 60 },
];
const managers: Readonly<Record<string, () => SwimManager>> = {
  none: () => doNothing,
  static: () => staticManager,
  reactive: () => reactiveManager({ needsSpareServer: true }),
  reactive2: () => reactiveManager({ needsSpareServer: false }),
  homeostat: () => homeostatManager(),
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const nameOf = ({ maxServers, bootSeconds }: Configuration) => `${maxServers} servers, boot ${bootSeconds} s`;

function compareWithOriginal(gaps: Float64Array): void {
  const { runs } = JSON.parse(readFileSync(join(data, "swim/reference-runs.json"), "utf8")) as { runs: ReferenceRun[] };
  const rows = runs.map((run) => {
    const score = simulateSwim({
      interArrivalSeconds: gaps,
      maxServers: run.maxServers,
      dimmerLevels: run.levels,
      bootSeconds: run.boot,
      seed: run.seed,
      manager: reactiveManager({ needsSpareServer: run.manager === "Reactive" }),
    });
    const ours: Record<string, string> = {
      utility: score.utilitySeams2017.toFixed(2),
      rev: score.revenue.toFixed(1),
      bonus: score.bonus.toFixed(1),
      pen: score.penalty.toFixed(1),
      latePeriods: `${score.latePeriods}`,
      icac: score.utilityIcac2016.toFixed(4),
      pctOpt: score.percentOptional.toFixed(1),
      pctLate: score.percentLate.toFixed(2),
      meanServers: score.meanServers.toFixed(2),
      meanDimmer: score.meanDimmer.toFixed(2),
      n: `${score.responses}`,
    };
    const differing = Object.keys(ours).filter((name) => Number(ours[name]) !== run[name]);
    const { manager, maxServers, boot, seed, utility } = run;
    return {
      manager,
      maxServers,
      boot,
      seed,
      original: utility!,
      ours: ours["utility"]!,
      differing: differing.join(" "),
    };
  });
  const equal = rows.filter(({ differing }) => differing === "").length;
  printReport(`SWIM beside the original: ${equal} of ${rows.length} runs equal in every printed digit`, rows);
}

function compareManagers(gaps: Float64Array): void {
  const rows = configurations.flatMap(({ asked, ...configuration }) =>
    Object.entries(managers).map(([policy, manager]) => {
      const scores = seeds.map((seed) =>
        simulateSwim({ ...configuration, interArrivalSeconds: gaps, seed, manager: manager() }),
      );
      return {
        configuration: nameOf(configuration),
        policy,
        utility: mean(scores.map(({ utilitySeams2017 }) => utilitySeams2017)).toFixed(0),
        asked: policy === "homeostat" ? (asked ?? "") : "",
        late: scores.map(({ latePeriods }) => latePeriods).join(" "),
        servers: mean(scores.map(({ meanServers }) => meanServers)).toFixed(2),
        dimmer: mean(scores.map(({ meanDimmer }) => meanDimmer)).toFixed(3),
      };
    }),
  );
  printReport(`SWIM, World Cup trace, utility of SEAMS 2017, mean of ${seeds.length} seeds`, rows);
}

function compareOnMadeUpTraces(): void {
  const rows = (Object.keys(traceShapes) as TraceShape[]).flatMap((shape, k) =>
    [configurations[0]!, configurations[2]!].map(({ asked: _asked, ...configuration }) => {
      const interArrivalSeconds = syntheticTrace(shape, { seed: 100 + k, variation: k % 2 === 0 ? 0.3 : 1 });
      const utility = (manager: SwimManager) =>
        simulateSwim({ ...configuration, interArrivalSeconds, seed: 0, manager });
      const ours = utility(homeostatManager());
      return {
        shape,
        configuration: nameOf(configuration),
        none: utility(doNothing).utilitySeams2017.toFixed(0),
        static: utility(staticManager).utilitySeams2017.toFixed(0),
        reactive: utility(reactiveManager({ needsSpareServer: true })).utilitySeams2017.toFixed(0),
        homeostat: ours.utilitySeams2017.toFixed(0),
        late: ours.latePeriods,
      };
    }),
  );
  printReport("SWIM, made-up traces, utility of SEAMS 2017", rows);
}

function compareRepairs(text: string): void {
  const rounds = isQuick ? 500 : 2_500;
  const reliable = (["static", "homeostat"] as const).map((policy) => {
    const run = runMrubis(readArchitecture(text), { rounds, seed: 0, policy, isUnreliable: false });
    const { injections, roundsHealed, utility, utilityAfter, utilityLost } = run;
    return { policy, rounds, injections, roundsHealed, utility, utilityAfter, utilityLost: utilityLost.toFixed(0) };
  });
  printReport("mRUBiS, repairs that work", reliable);
  const unreliable = Array.from({ length: 10 }, (_, seed) => {
    const run = (policy: "static" | "homeostat") =>
      runMrubis(readArchitecture(text), { rounds: 170, seed, policy, isUnreliable: true });
    const table = run("static");
    const ours = run("homeostat");
    return { seed, table: table.regretCurve[499]!, homeostat: ours.regretCurve[499]!, brier: ours.brierScore! };
  });
  const ratio = mean(unreliable.map((row) => row.homeostat)) / mean(unreliable.map((row) => row.table));
  printReport(
    `mRUBiS, unreliable repairs: regret after 500 incidents, ${ratio.toFixed(3)} of the fixed table's (asked ≤ 0.333), ` +
      `Brier score ${mean(unreliable.map(({ brier }) => brier)).toFixed(3)} (asked ≤ 0.15)`,
    unreliable.map(({ seed, table, homeostat, brier }) => ({
      seed,
      table: table.toFixed(1),
      homeostat: homeostat.toFixed(1),
      brier: brier.toFixed(3),
    })),
  );
}

const trace = join(data, "swim/wc_day53-r0-105m-l70.delta");
const model = join(data, "mrubis/mRUBiS.comparch");
if (existsSync(model)) compareRepairs(readFileSync(model, "utf8"));
else process.stderr.write(`${model} is not there: mRUBiS is left out; name the reference data with --data DIR\n`);
if (existsSync(trace)) {
  const gaps = readTrace(readFileSync(trace, "utf8"), trace);
  compareWithOriginal(gaps);
  compareManagers(gaps);
} else
  process.stderr.write(`${trace} is not there: its tables are left out; name the reference data with --data DIR\n`);
if (!isQuick) {
  compareOnMadeUpTraces();
  compareOnUnseenTraces(60);
}
