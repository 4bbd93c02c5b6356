import { type Command, InvalidArgumentError } from "commander";
import { InputError, Rng } from "@homeostat/core/kernel";
import {
  analyseFaultTree,
  decodeXml,
  type EnclosedAnalysis,
  type ExactAnalysis,
  type FaultTree,
  readOpenPsa,
  systemFaultTree,
  type Uncertainty,
} from "@homeostat/core/reliability";
import { parseSystem } from "@homeostat/core/system";
import { printJson, printTable, readInputBytes } from "../output.ts";

interface Options {
  readonly json?: boolean;
  readonly top?: number;
  readonly importance?: boolean;
  readonly cutSets: boolean;
  readonly uncertainty?: number;
  readonly errorFactor?: number;
  readonly require?: number;
  readonly gate?: string;
  readonly missionTime: number;
  readonly seed: number;
}

/** What `--json` prints; the members that were not asked for are left out. */
interface Report {
  readonly name: string;
  readonly events: number;
  readonly gates: number;
  /** The middle of `bounds` where only they are known. */
  readonly probability: number;
  readonly availability: number;
  readonly bounds?: readonly [number, number];
  readonly minimalCutSets?: string | null;
  readonly cutSetOrders?: Record<string, string> | null;
  readonly importance?: readonly Record<string, string | number | null>[];
  readonly cutSets?: readonly { readonly events: readonly string[]; readonly probability: number }[];
  readonly uncertainty?: Uncertainty & { readonly seed: number };
  readonly bddNodes: number;
  readonly seconds: number;
}

/** `homeostat reliability`: the exact probability of a fault tree's, or a system's, failure and what it comes from. */
export function reliability(program: Command): void {
  program
    .command("reliability")
    .description("how probable a fault tree's top event or a system's failure is, exactly, and what it comes from")
    .argument("<file>", "Open-PSA MEF (.xml) or a system file (.yaml); - for standard input")
    .option("--json", "print one JSON document")
    .option("--top <K>", "the K most probable minimal cut sets", wholeNumber)
    .option("--importance", "the importance of every event")
    .option("--no-cut-sets", "do not count the minimal cut sets")
    .option("--uncertainty <N>", "spread the uncertainty of the probabilities by N samples", wholeNumber)
    .option(
      "--error-factor <F>",
      "with --uncertainty: plain probabilities are log-normal with this error factor",
      number,
    )
    .option("--require <A>", "exit with 1 unless the availability is at least A, such as 0.999", number)
    .option("--gate <NAME>", "the gate to ask for; the one that no other gate takes where it is left out")
    .option("--mission-time <HOURS>", "what the mission time stands for in Open-PSA expressions", number, 8760)
    .option("--seed <N>", "seed of the samples", wholeNumber, 1)
    .addHelpText(
      "after",
      "\nExit status: 0 done, 1 the required availability is not met, 2 the input or the call is wrong.\n" +
        "\nExamples:\n  homeostat reliability tree.xml --top 10 --importance\n  homeostat reliability examples/shop.yaml --require 0.999",
    )
    .action((file: string, options: Options) => {
      if (options.require !== undefined && !(options.require >= 0 && options.require <= 1))
        throw new InputError(`--require is ${options.require}; give an availability from 0 to 1`);
      if (options.errorFactor !== undefined && !(options.errorFactor > 1))
        throw new InputError(`--error-factor is ${options.errorFactor}; give a number above 1`);
      const start = performance.now();
      const tree = readTree(file, options);
      const analysis = analyseFaultTree(tree);
      const report = { ...reportOf(tree, analysis, options), seconds: (performance.now() - start) / 1000 };
      if (options.json) printJson(report);
      else printReport(report, analysis);
      process.exitCode = isMet(analysis, options.require) ? 0 : 1;
    });
}

function readTree(file: string, { gate, missionTime }: Options): FaultTree {
  const name = file === "-" ? "standard input" : file;
  const text = decodeXml(readInputBytes(file), name);
  if (/\.xml$/i.test(file) || /^\s*</.test(text))
    return readOpenPsa(text, { file: name, top: gate, missionTimeHours: missionTime });
  if (gate !== undefined)
    throw new InputError("--gate is for Open-PSA files; a system's top event is its entry points'");
  return systemFaultTree(parseSystem(text, name)).tree;
}

function reportOf(tree: FaultTree, analysis: ExactAnalysis | EnclosedAnalysis, options: Options) {
  const common = {
    name: tree.name,
    events: tree.events.length,
    gates: tree.gates.filter(({ isInner }) => isInner !== true).length,
  };
  if (analysis.kind === "enclosed") {
    const [low, high] = analysis.bounds;
    const probability = (low + high) / 2;
    const counts = options.cutSets ? { minimalCutSets: null, cutSetOrders: null } : {};
    const { bounds, bddNodes } = analysis;
    return { ...common, probability, availability: 1 - probability, bounds, ...counts, bddNodes };
  }
  const { p, q } = analysis.probability();
  const { events } = analysis.compiled;
  return {
    ...common,
    probability: p,
    availability: q,
    ...(options.cutSets ? cutSetCounts(analysis) : {}),
    ...(options.importance ? { importance: importanceRows(analysis) } : {}),
    ...(options.top === undefined
      ? {}
      : {
          cutSets: (analysis.topCutSets(options.top) ?? []).map((set) => ({
            events: set.events.map((event) => events[event]!.name),
            probability: set.probability,
          })),
        }),
    ...(options.uncertainty === undefined ? {} : { uncertainty: spread(analysis, options, options.uncertainty) }),
    bddNodes: analysis.bddNodes,
  };
}

function cutSetCounts(analysis: ExactAnalysis): Pick<Report, "minimalCutSets" | "cutSetOrders"> {
  const orders = analysis.cutSetOrders();
  if (orders === undefined) return { minimalCutSets: null, cutSetOrders: null };
  const total = orders.reduce((sum, count) => sum + count, 0n);
  const entries = [...orders.entries()].filter(([, count]) => count > 0n);
  return {
    minimalCutSets: `${total}`,
    cutSetOrders: Object.fromEntries(entries.map(([order, count]) => [`${order}`, `${count}`])),
  };
}

/** By falling Birnbaum importance; what is infinite or has no value is null. */
function importanceRows(analysis: ExactAnalysis): NonNullable<Report["importance"]> {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return analysis
    .importances()
    .toSorted((a, b) => Math.abs(b.birnbaum) - Math.abs(a.birnbaum))
    .map(({ event, probability, birnbaum, criticality, fussellVesely, raw, rrw }) => ({
      event: analysis.compiled.events[event]!.name,
      probability,
      birnbaum,
      criticality: finite(criticality),
      fussellVesely: finite(fussellVesely),
      raw: finite(raw),
      rrw: finite(rrw),
    }));
}

function spread(analysis: ExactAnalysis, { seed, errorFactor }: Options, samples: number) {
  const uncertainty = analysis.uncertainty(samples, new Rng(seed), errorFactor);
  if (uncertainty.uncertainInputs === 0)
    process.stderr.write(
      "homeostat: no probability in the file is uncertain; give plain ones a spread by --error-factor\n",
    );
  return { ...uncertainty, seed };
}

function isMet(analysis: ExactAnalysis | EnclosedAnalysis, required: number | undefined): boolean {
  if (required === undefined) return true;
  // Where only bounds are known, the requirement is met only where it certainly is.
  const availability = analysis.kind === "exact" ? analysis.probability().q : 1 - analysis.bounds[1];
  if (availability >= required) return true;
  process.stderr.write(
    `homeostat: the availability ${analysis.kind === "exact" ? "is" : "is only known to be at least"} ${availability}, required is ${required}\n`,
  );
  return false;
}

function printReport(report: Report, analysis: ExactAnalysis | EnclosedAnalysis): void {
  const { bounds, cutSetOrders, importance, cutSets, uncertainty } = report;
  const line = (text: string) => process.stdout.write(`${text}\n`);
  line(`${report.name}: ${report.events} events, ${report.gates} gates, ${report.bddNodes} BDD nodes`);
  if (bounds !== undefined)
    line(`probability   between ${bounds[0]} and ${bounds[1]}: the exact value does not fit the memory budget`);
  else {
    line(`probability   ${report.probability}`);
    line(`availability  ${report.availability}`);
  }
  if (report.minimalCutSets !== undefined && bounds === undefined)
    line(`minimal cut sets  ${report.minimalCutSets ?? "too many for the memory budget"}`);
  if (cutSetOrders !== undefined && cutSetOrders !== null)
    printTable(
      ["order", "cut sets"],
      Object.entries(cutSetOrders).map(([order, count]) => [Number(order), count]),
    );
  if (uncertainty !== undefined) {
    const { samples, seed, mean, standardDeviation, p05, median, p95 } = uncertainty;
    line(`\nover ${samples} samples (seed ${seed})`);
    printTable(["mean", "standard deviation", "5 %", "median", "95 %"], [[mean, standardDeviation, p05, median, p95]]);
  }
  if (cutSets !== undefined) {
    line("");
    printTable(
      ["probability", "cut set"],
      cutSets.map(({ events, probability }) => [probability.toExponential(6), events.join(" ")]),
    );
  }
  if (importance !== undefined) {
    line("");
    const head = ["event", "probability", "birnbaum", "criticality", "fussellVesely", "raw", "rrw"];
    printTable(
      head,
      importance.map((row) => head.map((key) => digits(row[key] ?? null))),
    );
  }
  if (analysis.kind === "enclosed" && (importance !== undefined || cutSets !== undefined))
    line("importances and cut sets need the exact diagram");
}

function digits(value: string | number | null): string {
  return typeof value === "number" ? value.toPrecision(6) : (value ?? "infinite");
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("give a number.");
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError("give a whole number from 0 up.");
  return value;
}
