// Reliability beside its references: the Aralia fault trees (probability, importances, cut sets, time, memory), what-if on
// systems and on a large diagram, top cut sets, uncertainty, shuffled arguments.
//   node bench/reliability.ts [--data DIR] [--json] [--only trees|what-if|uncertainty|shuffle]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { quantile, Rng } from "@homeostat/core/kernel";
import {
  analyseFaultTree,
  constant,
  decodeXml,
  type ExactAnalysis,
  type FaultTree,
  faultTree,
  readOpenPsa,
  SystemReliability,
} from "@homeostat/core/reliability";
import { parseSystem, type SystemModel } from "@homeostat/core/system";

const root = join(import.meta.dirname, "..");
const { values: options } = parseArgs({
  options: {
    data: { type: "string", default: process.env["HOMEOSTAT_DATA"] ?? join(root, "../shared/data") },
    json: { type: "boolean", default: false },
    only: { type: "string" },
    /** Used by the bench itself: measures one tree in a process of its own. */
    tree: { type: "string" },
  },
});
const folder = join(options.data, "reliability");

interface Reference {
  readonly probability_exact_22_digits: string;
  readonly mcs: number;
  readonly mcs_order_distribution_from_order_0: readonly number[];
  readonly scram_seconds: number;
}

interface TreeResult {
  readonly relativeError: number;
  readonly cutSets: string;
  readonly bddNodes: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const read = (file: string): FaultTree => readOpenPsa(decodeXml(readFileSync(file)), { file });
const exact = (tree: FaultTree): ExactAnalysis => {
  const analysis = analyseFaultTree(tree);
  if (analysis.kind !== "exact") throw new Error(`${tree.name} does not fit the budget`);
  return analysis;
};

/** From a started process to probability, importances and the number of cut sets. */
function measureTree(file: string): Omit<TreeResult, "relativeError"> & { probability: number } {
  const analysis = exact(read(file));
  analysis.importances();
  const { p } = analysis.probability();
  const cutSets = analysis.cutSetOrders()!.reduce((sum, count) => sum + count, 0n);
  return {
    probability: p,
    cutSets: `${cutSets}`,
    bddNodes: analysis.bddNodes,
    cpuSeconds: cpuSeconds(),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  };
}

/** The same in a process of its own, so that the start, the parts loaded and the memory count. */
function coldStart(file: string): ReturnType<typeof measureTree> {
  const output = execFileSync(process.execPath, [import.meta.filename, "--tree", file], { encoding: "utf8" });
  return JSON.parse(output) as ReturnType<typeof measureTree>;
}

function readReferences(): Record<string, Reference> {
  return JSON.parse(readFileSync(join(folder, "reference.json"), "utf8")) as Record<string, Reference>;
}

function trees(): Record<string, TreeResult & { scramSeconds: number; isRight: boolean }> {
  const references = readReferences();
  const rows = Object.entries(references).map(([name, reference]) => {
    const { probability, ...measured } = coldStart(join(folder, `${name}.xml`));
    const relativeError = Math.abs(probability / Number(reference.probability_exact_22_digits) - 1);
    const isRight = relativeError < 1e-12 && BigInt(measured.cutSets) === BigInt(reference.mcs);
    return [name, { relativeError, isRight, scramSeconds: reference.scram_seconds, ...measured }] as const;
  });
  print(
    "Cold start to probability, all importances and the number of minimal cut sets (CPU seconds; SCRAM 0.16.2's as given)",
    [
      ["tree", "right", "error", "cut sets", "BDD nodes", "CPU s", "SCRAM s", "peak MB"],
      ...rows.map(([name, row]) => [
        name,
        row.isRight ? "yes" : "NO",
        row.relativeError.toExponential(1),
        row.cutSets,
        row.bddNodes,
        row.cpuSeconds.toFixed(2),
        row.scramSeconds.toFixed(2),
        row.peakMegabytes.toFixed(0),
      ]),
    ],
  );
  return Object.fromEntries(rows);
}

/** A layered system: `size` components, each needing some of the layer below, a third of them replicated. */
function layeredSystem(size: number, seed: number): SystemModel {
  const rng = new Rng(seed);
  const components = Array.from({ length: size }, (_, i) => ({
    id: `c${i}`,
    kind: "service",
    failureProbability: 10 ** -(2 + 3 * rng.next()),
    ...(rng.bool(1 / 3) ? { replicas: 3, requiredReplicas: 1 + rng.int(3) } : {}),
    ...(rng.bool(0.5) ? { zone: `z${rng.int(3)}` } : {}),
  }));
  const dependencies = components.flatMap((_, i) => {
    const below = Array.from({ length: 1 + rng.int(3) }, () => i + 1 + rng.int(40)).filter((to) => to < size);
    return [...new Set(below)].map((to) => ({
      from: `c${i}`,
      to: `c${to}`,
      kind: rng.bool(0.8) ? "hard" : "soft",
      ...(rng.bool(0.05) ? { callsPerRequest: 0.3 } : {}),
    }));
  });
  const slos = [0, 1, 2].map((i) => ({ name: `slo ${i}`, entry: `c${i}`, availability: 0.999 }));
  return parseSystem(JSON.stringify({ name: `${size} components`, components, dependencies, slos }));
}

/** Half of so many different parts must fail: a diagram as large as a quarter of the square of their number. */
function halfOf(parts: number): FaultTree {
  const events = Array.from({ length: parts }, (_, i) => ({
    name: `e${i}`,
    probability: constant(0.4 + (0.2 * i) / parts),
  }));
  const gates = [{ name: "top", operator: "atleast", k: parts / 2, args: events.map(({ name }) => name) } as const];
  return faultTree({ name: `half of ${parts}`, top: "top", gates, events });
}

interface Timing {
  readonly p50: number;
  readonly p99: number;
  /** The mean in time of this thread alone: what others on the machine do is not in it. */
  readonly meanCpu: number;
}

/** Milliseconds of so many runs, after some that do not count. */
function timed(times: number, work: (i: number) => void): Timing {
  for (let i = 0; i < Math.min(50, times); i++) work(i);
  const before = process.threadCpuUsage();
  const wall = Array.from({ length: times }, (_, i) => {
    const start = performance.now();
    work(i);
    return performance.now() - start;
  });
  const after = process.threadCpuUsage();
  const cpuMicroseconds = after.user + after.system - before.user - before.system;
  return { p50: quantile(wall, 0.5), p99: quantile(wall, 0.99), meanCpu: cpuMicroseconds / 1e3 / times };
}

interface WhatIfRow extends Timing {
  readonly asked: number;
  readonly nodes: number;
}

function whatIf(): Record<string, WhatIfRow> {
  const results: Record<string, WhatIfRow> = {};
  const rng = new Rng(1);
  for (const size of [40, 200, 1000]) {
    const model = layeredSystem(size, 1);
    const system = new SystemReliability(model);
    const change = () => {
      system.setFailureProbability(`c${rng.int(size)}`, 0.001 + 0.1 * rng.next());
      return system.importances();
    };
    results[`probability, ${size} components`] = { ...timed(500, change), asked: 1, nodes: system.bddNodes };
    const edit = (i: number) => {
      const components = model.components.map((c, at) => (at === i % size ? { ...c, replicas: c.replicas + 1 } : c));
      system.restructured({ ...model, components }).importances();
    };
    const cut = (i: number) => {
      const dependencies = model.dependencies.filter((_, at) => at !== (7 * i) % model.dependencies.length);
      system.restructured({ ...model, dependencies }).importances();
    };
    const nodes = system.bddNodes;
    results[`one more replica, ${size} components`] = { ...timed(60, edit), asked: 50, nodes };
    results[`one dependency less, ${size} components`] = { ...timed(60, cut), asked: 50, nodes };
    results[`from nothing, ${size} components`] = {
      ...timed(10, () => new SystemReliability(model).importances()),
      asked: 50,
      nodes,
    };
  }
  const large = exact(halfOf(730));
  const drag = () => {
    large.setProbability(rng.int(730), 0.1 * rng.next());
    large.importances().sort((a, b) => b.birnbaum - a.birnbaum);
  };
  results["probability, 365 of 730"] = { ...timed(300, drag), asked: 5, nodes: large.bddNodes };
  for (const name of ["edf9203", "edfpa14r"]) {
    const analysis = exact(read(join(folder, `${name}.xml`)));
    const change = () => {
      analysis.setProbability(rng.int(analysis.probabilities.length), 0.1 * rng.next());
      analysis.importances().sort((a, b) => b.birnbaum - a.birnbaum);
    };
    results[`probability, ${name}`] = { ...timed(300, change), asked: 5, nodes: analysis.bddNodes };
    analysis.cutSetOrders();
    results[`top 100 cut sets, ${name}`] = {
      ...timed(30, () => analysis.topCutSets(100)),
      asked: 100,
      nodes: analysis.bddNodes,
    };
  }
  print("What if: one change, every figure anew (milliseconds)", [
    ["change", "nodes", "p50", "p99", "mean CPU", "asked"],
    ...Object.entries(results).map(([name, { p50, p99, meanCpu, asked, nodes }]) => [
      name,
      nodes,
      p50.toFixed(3),
      p99.toFixed(3),
      meanCpu.toFixed(3),
      asked,
    ]),
  ]);
  return results;
}

function uncertainty(): Record<string, { nodes: number; seconds: number }> {
  const results: Record<string, { nodes: number; seconds: number }> = {};
  for (const name of ["das9207", "edf9205", "chinese"]) {
    const analysis = exact(read(join(folder, `${name}.xml`)));
    analysis.uncertainty(1000, new Rng(1), 3);
    const start = performance.now();
    analysis.uncertainty(10_000, new Rng(1), 3);
    results[name] = { nodes: analysis.bddNodes, seconds: (performance.now() - start) / 1000 };
  }
  print("10,000 exact resamples by Latin hypercube (asked: 0.5 s on 5,000 nodes)", [
    ["tree", "nodes", "seconds"],
    ...Object.entries(results).map(([name, { nodes, seconds }]) => [name, nodes, seconds.toFixed(3)]),
  ]);
  return results;
}

/** Every tree with the arguments of its gates, its gates and its events shuffled, in one warm process. */
function shuffle(): Record<string, { cpuSeconds: number; worstShuffled: number }> {
  const results: Record<string, { cpuSeconds: number; worstShuffled: number }> = {};
  const seconds = (tree: FaultTree): number => {
    const start = cpuSeconds();
    const analysis = exact(tree);
    analysis.importances();
    analysis.cutSetOrders();
    return cpuSeconds() - start;
  };
  for (const name of Object.keys(readReferences())) {
    const tree = read(join(folder, `${name}.xml`));
    const best = (of: FaultTree) => Math.min(seconds(of), seconds(of), seconds(of));
    const given = best(tree);
    const shuffled = Array.from({ length: 8 }, (_, seed) => {
      const rng = new Rng(seed + 1);
      const gates = rng.shuffle(tree.gates.map((gate) => ({ ...gate, args: rng.shuffle([...gate.args]) })));
      return best({ ...tree, gates, events: rng.shuffle([...tree.events]) });
    });
    results[name] = { cpuSeconds: given, worstShuffled: Math.max(...shuffled) };
  }
  print("Shuffled arguments, warm (CPU seconds; asked: at most 3 times as long)", [
    ["tree", "as given", "worst of 8", "times"],
    ...Object.entries(results).map(([name, row]) => [
      name,
      row.cpuSeconds.toFixed(3),
      row.worstShuffled.toFixed(3),
      (row.worstShuffled / row.cpuSeconds).toFixed(2),
    ]),
  ]);
  return results;
}

function print(title: string, rows: readonly (readonly (string | number)[])[]): void {
  if (options.json) return;
  const cells = rows.map((row) => row.map(String));
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  console.log(`\n${title}`);
  for (const row of cells)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    );
}

if (options.tree !== undefined) {
  process.stdout.write(JSON.stringify(measureTree(options.tree)));
} else {
  const parts = { trees, "what-if": whatIf, uncertainty, shuffle };
  const asked = Object.entries(parts).filter(([name]) => options.only === undefined || options.only === name);
  const results = Object.fromEntries(asked.map(([name, part]) => [name, part()]));
  if (options.json) console.log(JSON.stringify(results, undefined, 2));
}
