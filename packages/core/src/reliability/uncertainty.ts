import { clamp, mean, quantileOfSorted, type Rng, standardDeviation } from "../kernel/index.ts";
import type { BatchEvaluator } from "./batch-evaluator.ts";

import { deviateQuantiles } from "./deviate-quantiles.ts";
import { type Deviate, type Expression, meanOf } from "./expression.ts";
import { ExpressionReader } from "./expression-reader.ts";
import type { FaultTree } from "./fault-tree.ts";

/** How the uncertainty of the events' probabilities spreads to the top event. */
export interface Uncertainty {
  readonly samples: number;
  readonly mean: number;
  readonly standardDeviation: number;
  /** Quantiles of the top event's probability. */
  readonly p05: number;
  readonly median: number;
  readonly p95: number;
  /** How many probabilities are uncertain; 0 means that every sample is the same. */
  readonly uncertainInputs: number;
}

/** Samples of one Latin hypercube; more samples are so many hypercubes, which keeps the memory small. */
const BLOCK = 1000;

/** One random number of the tree: all that is evaluated from it changes together. */
interface Site {
  readonly deviate: Deviate;
  readonly at: Expression;
  /** The events whose probability it is, where nothing is computed from it. */
  readonly events: number[];
}

/**
 * Evaluates the exact probability of the top event for many draws of the uncertain probabilities, drawn by Latin
 * hypercube sampling (McKay, Beckman & Conover, 1979): each of n equally likely strata of every distribution is used
 * once. Draws outside 0..1 are moved to the nearer end.
 *
 * @param tree without common-cause groups
 * @param plainErrorFactor makes every probability that is a plain number log-normal, with it as the mean and this error
 *   factor at 95 %; they stay certain where it is left out
 */
export function propagateUncertainty(
  tree: FaultTree,
  evaluator: BatchEvaluator,
  samples: number,
  rng: Rng,
  plainErrorFactor?: number,
): Uncertainty {
  const uncertain = plainErrorFactor === undefined ? tree : withErrorFactor(tree, plainErrorFactor);
  const reader = new ExpressionReader(uncertain);
  const { sites, computed, means } = findSites(uncertain, reader);
  const values = new Float64Array(samples);
  for (let start = 0; start < samples; start += BLOCK) {
    const size = Math.min(BLOCK, samples - start);
    const offset = rng.next();
    const places = Float64Array.from({ length: size }, (_, i) => Math.max(1e-12, (i + offset) / size));
    const tables = new Map<string, Float64Array>();
    const drawn = new Map<Expression, Float64Array>();
    const columns: (number | Float64Array)[] = [...means];
    for (const { deviate, at, events } of sites) {
      const { standard, scale } = standardized(deviate);
      const key = `${standard.name} ${standard.args.join()}`;
      const table = tables.get(key) ?? deviateQuantiles(standard, places);
      tables.set(key, table);
      const column = shuffled(table, scale, rng);
      drawn.set(at, column);
      if (events.length === 0) continue;
      const probabilities = column.map((value) => clamp(value, 0, 1));
      for (const event of events) columns[event] = probabilities;
    }
    const computedColumns = computed.map((event) => {
      const column = new Float64Array(size);
      columns[event] = column;
      return { column, expression: uncertain.events[event]!.probability };
    });
    for (let i = 0; i < size && computed.length > 0; i++) {
      const valueOf = reader.valuesAt((_, at) => drawn.get(at)![i]!);
      for (const { column, expression } of computedColumns) column[i] = clamp(valueOf(expression), 0, 1);
    }
    values.set(evaluator.evaluate(columns, size), start);
  }
  const sorted = values.slice().sort();
  return {
    samples,
    mean: mean(values),
    standardDeviation: standardDeviation(values),
    p05: quantileOfSorted(sorted, 0.05),
    median: quantileOfSorted(sorted, 0.5),
    p95: quantileOfSorted(sorted, 0.95),
    uncertainInputs: sites.length,
  };
}

/** Finds the random numbers, and parts the events into those that are one and those that are computed from some. */
function findSites(
  { events }: FaultTree,
  reader: ExpressionReader,
): { sites: Site[]; computed: number[]; means: number[] } {
  const sites = new Map<Expression, Site>();
  const meanValueOf = reader.valuesAt((deviate, at) => {
    if (!sites.has(at)) sites.set(at, { deviate, at, events: [] });
    return meanOf(deviate);
  });
  const means = events.map(({ probability }) => clamp(meanValueOf(probability), 0, 1));
  const isUncertain = reader.dependsOn(sites);
  const computed: number[] = [];
  for (const [i, { probability }] of events.entries()) {
    const direct = sites.get(reader.sourceOf(probability));
    if (direct !== undefined) direct.events.push(i);
    else if (isUncertain(probability)) computed.push(i);
  }
  return { sites: [...sites.values()], computed, means };
}

function withErrorFactor(tree: FaultTree, errorFactor: number): FaultTree {
  const events = tree.events.map((event) => {
    const { probability } = event;
    if (probability.kind !== "number" || probability.value <= 0) return event;
    const args: Expression[] = [probability, { kind: "number", value: errorFactor }, { kind: "number", value: 0.95 }];
    return { ...event, probability: { kind: "function", name: "lognormal-deviate", args } as const };
  });
  return { ...tree, events };
}

/** The distribution of which this one is a multiple, so that those that differ in scale alone share a table. */
function standardized({ name, args }: Deviate): { standard: Deviate; scale: number } {
  if (name === "lognormal-deviate" && args.length === 3)
    return { standard: { name, args: [1, args[1]!, args[2]!] }, scale: args[0]! };
  if (name === "gamma-deviate") return { standard: { name, args: [args[0]!, 1] }, scale: args[1]! };
  return { standard: { name, args }, scale: 1 };
}

/** A shuffled and scaled copy, shuffled as it is copied. */
function shuffled(table: Float64Array, scale: number, rng: Rng): Float64Array {
  const column = new Float64Array(table.length);
  for (let i = 0; i < column.length; i++) {
    const j = rng.int(i + 1);
    column[i] = column[j]!;
    column[j] = scale * table[i]!;
  }
  return column;
}
